package plan

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wikiform/spec"
)

// Remark is something that a reviewer of a change should know and that the
// change itself does not show.
type Remark struct {
	Kind RemarkKind // "" of a plan saved by a wikiform that did not tell
	Text string     // the sentence, in one line and without a full stop
	// User and Time are whom and when the remark speaks of; User is "" when that
	// is hidden, and both are zero when it speaks of nobody or could not tell.
	User string
	Time time.Time
	// Noted is that a note of the plan says it of many changes, so that nobody has to read it
	// beside each.
	Noted bool
}

// Said are the remarks to be shown beside the change.
func (c *Change) Said() []Remark {
	if !slices.ContainsFunc(c.Remarks, Remark.elsewhere) {
		return c.Remarks
	}
	return slices.DeleteFunc(slices.Clone(c.Remarks), Remark.elsewhere)
}

// elsewhere reports whether a note says it: only of what a text lacks there are such notes,
// whatever a saved plan says.
func (r Remark) elsewhere() bool {
	return r.Noted && (r.Kind == PageLacking || r.Kind == CategoryLacking)
}

// RemarkKind is what a remark is about.
type RemarkKind string

// The kinds of remarks.
const (
	ReplacesVersion RemarkKind = "replaces_version" // somebody else's picture
	ReplacesText    RemarkKind = "replaces_text"    // somebody else's text
	BroughtBack     RemarkKind = "brought_back"     // our own, which somebody else brought back
	HasNeighbours   RemarkKind = "has_neighbours"   // files of nearly the same name
	PageEmpty       RemarkKind = "page_empty"       // the page will be
	PageThere       RemarkKind = "page_there"       // a page without a file
	EndsRedirect    RemarkKind = "ends_redirect"    // the text does
	NotCompared     RemarkKind = "not_compared"     // the content of a URL without a pin
	WasDeleted      RemarkKind = "was_deleted"      // a page of the title, before
	ContentDeleted  RemarkKind = "content_deleted"  // the same bytes, before
	TextUnstable    RemarkKind = "text_unstable"    // the wiki stores another one; only of a plan saved before that was a problem
	TypeDiffers     RemarkKind = "type_differs"     // the content is not what the title's extension stands for
	NameDoubtful    RemarkKind = "name_doubtful"    // most wikis refuse it
	TakesOthers     RemarkKind = "takes_others"     // moves, deletes or points elsewhere what somebody else brought
	LeavesNothing   RemarkKind = "leaves_nothing"   // a move, although a redirect was asked for
	Follows         RemarkKind = "follows"          // the title that the file was moved to on the wiki
	TargetMissing   RemarkKind = "target_missing"   // of a redirect
	IsOrphan        RemarkKind = "is_orphan"        // what is deleted, since no block names it
	LeadsNowhere    RemarkKind = "leads_nowhere"    // redirects of ours to it will
	Adopts          RemarkKind = "adopts"           // what bears the mark of another set, or has the content under another title
	GivesWay        RemarkKind = "gives_way"        // a file to another one with its content
	PageLacking     RemarkKind = "page_lacking"     // a template, or another page that the text brings in; only where the wiki was asked for a preview
	CategoryLacking RemarkKind = "category_lacking" // a category of the text has no page; likewise
)

// ReplacesOthers reports whether somebody else's text or picture is replaced.
func (k RemarkKind) ReplacesOthers() bool {
	return k == ReplacesVersion || k == ReplacesText || k == TakesOthers
}

// ReplacesOthers reports whether the change puts something in the place of what
// somebody else wrote or uploaded, or may have.
func (c *Change) ReplacesOthers() bool {
	return replacesOthers(c.Remarks)
}

func replacesOthers(rs []Remark) bool {
	return slices.ContainsFunc(rs, func(r Remark) bool { return r.Kind.ReplacesOthers() })
}

func remarks(c *Change, f *Facts) []Remark {
	if !c.Writes() {
		return nil
	}
	var rs []Remark
	say := func(k RemarkKind, format string, args ...any) {
		rs = append(rs, Remark{Kind: k, Text: fmt.Sprintf(format, args...)})
	}

	was := c.Was()
	page := was.Page
	rs = append(rs, f.takesOthers(c)...)
	rs = append(rs, f.adopted(c)...)
	rs = append(rs, nameRemarks(c, f)...)
	rs = append(rs, givesWay(c, f)...)
	rs = append(rs, f.whoseWork(c)...)
	if there := f.Neighbours[c.Claim.Title]; c.getsTitle() && len(there) > 0 {
		say(HasNeighbours, "%s", besides(there))
	}
	rs = append(rs, deletionRemarks(c, f)...)
	switch {
	case c.Upload() == nil:
	case page == nil && c.Claim.Text == nil:
		say(PageEmpty, "the page will be empty: the file has no description")
	case page != nil && c.Action() == Create && c.Claim.Text == nil:
		say(PageThere, "a page of this name is there without a file; its text stays")
	case page != nil && c.Action() == Create:
		say(PageThere, "a page of this name is there without a file")
	}
	if c.Edits() && was.Redirect && spec.RedirectMarkup(*c.pageText(), f.Site.RedirectWords...) == "" {
		say(EndsRedirect, "the page is a redirect, which its new text ends")
	}
	if c.Upload() == nil && c.Claim.unpinned() {
		say(NotCompared, "the content is not compared: the URL has no pin")
	}
	rs = append(rs, doubtfulType(c, f)...)
	return append(rs, doubtfulName(c)...)
}

// replaced says whose text or version it is that a change replaces, unless it is
// our own and nobody else has had a hand in it.
func (f *Facts) replaced(k RemarkKind, what, did string, a Author) []Remark {
	switch {
	case a.Unknown != "":
		return []Remark{{Kind: k, Text: fmt.Sprintf("replaces a %s, and it is not known who %s it first: %s", what, did, a.Unknown)}}
	case !f.mine(a.User):
		return []Remark{{Kind: k, Text: fmt.Sprintf("replaces the %s %s", what, by(did, a.User, a.Time)), User: a.User, Time: a.Time}}
	case a.Back != nil && !f.mine(a.Back.User):
		return []Remark{{Kind: BroughtBack, Text: fmt.Sprintf("replaces our own %s %s", what, by("brought back", a.Back.User, a.Back.Time)), User: a.Back.User, Time: a.Back.Time}}
	}
	return nil
}

// besidesThem names the others of those who wrote something, behind the first.
func besidesThem(acts []Act) string {
	var names []string
	for _, a := range acts[1:] {
		if name := orHidden(a.User); name != orHidden(acts[0].User) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return ", and " + someOf(names)
}

// orHidden is a user as sentences name one; "" is one whose name an administrator has
// hidden.
func orHidden(user string) string {
	if user == "" {
		return "a hidden account"
	}
	return user
}

// at is when something happened, behind what did; "" where that is not known.
func at(when time.Time) string {
	if when.IsZero() {
		return ""
	}
	return when.UTC().Format(" on 2006-01-02 15:04 UTC")
}

// by names who did something. The user of an imported revision is none of this
// wiki, and is written as "xx>Anna".
func by(did, user string, when time.Time) string {
	s := "that " + user + " " + did
	if user == "" {
		s = did + " by " + orHidden(user)
	}
	s += at(when)
	if strings.Contains(user, ">") {
		s += " (imported from another wiki)"
	}
	return s
}
