package plan

import (
	"fmt"
	"slices"

	"wikiform/internal/merge"
	"wikiform/provider"
)

// Merge is how what others wrote in a page goes together with what the manifest says.
type Merge struct {
	Base      Base
	Conflicts []merge.Conflict // of a blocked change
	Kept      []string         // links of others that stay beside an exact text
	// Only: others wrote nothing else than what is kept.
	Only bool
}

// joining remembers how the texts of a page went together: that takes time, and a plan is
// computed several times before all is known that it depends on.
type joining struct {
	ours, theirs provider.SHA1
	d            *difference
}

func (j *joining) compare(c *Claim, s situation) difference {
	page := s.file().Page
	if j == nil || !page.HasText {
		return compareJoined(c, s)
	}
	ours := provider.TextSHA1(c.Text.Text)
	if j.d == nil || j.ours != ours || j.theirs != page.TextSHA1 {
		d := compareJoined(c, s)
		j.ours, j.theirs, j.d = ours, page.TextSHA1, &d
	}
	return *j.d
}

// compareJoined compares a text that is joined with what others wrote. Until it is known
// what the manifest said last, it is the manifest's, and [unjoined] blocks that.
func compareJoined(c *Claim, s situation) difference {
	d := difference{step: SetText{Text: c.Text.Text}, reason: TextDiffers}
	page, base := s.file().Page, s.base
	switch {
	case !c.Text.joins() || !page.HasText:
		return d
	case len(c.Text.Keep) > 0:
		return compareKept(c, s)
	case base == nil:
		return d
	case base.Unknown != "":
		d.merge = &Merge{Base: *base}
		return d
	}
	d.merge = &Merge{Base: *base}
	joined, how := d.merge.join(c.Text, provider.NormalizeText(page.Text))
	if d.merge.Conflicts != nil {
		return d
	}
	if removes(c.Text.Text, joined) {
		d.kept = &Held{TextAspect, OthersKept, Guard{MergeText, c.Text.ModeAt}}
	}
	if joined == provider.NormalizeText(page.Text) {
		return difference{merge: d.merge, kept: d.kept}
	}
	d.step = SetText{Text: joined, How: how}
	return d
}

// join gives what the page is to say.
func (m *Merge) join(t *Text, theirs string) (joined string, how How) {
	r := merge.Texts(m.Base.Text, t.Text, theirs, true)
	m.Conflicts = r.Conflicts
	joined = provider.NormalizeText(r.Text)
	if joined == t.Text {
		return joined, HowWhole
	}
	return joined, HowMerge
}

// removes reports whether a text lacks lines of another one.
func removes(from, to string) bool {
	return slices.ContainsFunc(Diff(from, to), func(h Hunk) bool {
		return slices.ContainsFunc(h.Lines, func(l Line) bool { return l.Op == Remove })
	})
}

// unjoined blocks a text of which it is not known how it goes together with what others
// wrote, or that contradicts it.
func unjoined(c *Change, _ *Facts) *Problem {
	was := c.Was()
	if !c.Edits() || !c.Claim.Text.joins() || was.Page == nil || was.Redirect && was.Version == nil { // of that one [redirect] tells
		return nil
	}
	p := &Problem{Reason: BaseUnknown, At: c.Claim.Text.ModeAt, Names: []string{c.at().Page()}, Hint: waysOut}
	switch {
	case was.Redirect:
		p.Hint = waysOutOfRedirect
	case len(c.Claim.Text.Keep) > 0:
		p.Hint = waysOutOfKeeping
	}
	page := c.at().Page()
	switch m := c.Merge; {
	case m != nil && len(m.Conflicts) > 0:
		p.Reason = MergeConflict
		if !was.Redirect {
			p.Hint += wayOutOfConflict
		}
		at, others := placesOf(m.Conflicts), m.Base.authors()
		p.Text = fmt.Sprintf("the manifest has changed %s of %s", at, page)
		p.Names = append(p.Names, at)
		if who := someOf(others); who != "" {
			p.Text += ", and so " + map[bool]string{true: "has ", false: "have "}[len(others) == 1] + who
			p.Names = append(p.Names, who)
		}
	case c.edit().How != HowExact:
		return nil
	case m == nil:
		p.Text = "what the manifest said last of " + page + " was not asked, or the wiki does not show its text"
	case len(m.Kept) > 0:
		p.Reason, p.Hint = MergeConflict, "close what the description leaves open, such as a comment, a template or a tag"
		p.Text = fmt.Sprintf("below the description the links that others added to %s would be none: %s", page, someOf(m.Kept))
		p.Names = append(p.Names, m.Kept...)
	default:
		if m.Base.Unknown == nobodyToldWho {
			p.Hint = `log in, or write accounts = ["…"] in the wiki block`
		}
		p.Text = fmt.Sprintf("what the manifest said last of %s is not known: %s", page, m.Base.Unknown)
		p.Names = append(p.Names, m.Base.Unknown)
	}
	return p
}

// waysOut are what to do where a merge needs somebody to decide.
const waysOut = `take theirs with wikiform pull; or take ours, by applying once with description_mode = "exact"`

// wayOutOfConflict comes behind waysOut.
const wayOutOfConflict = "; or let the description say there what the page says, and have wikiform pull note that"

const waysOutOfRedirect = `the page is a redirect now: undo that there; or take ours, by applying once with description_mode = "exact"`

const waysOutOfKeeping = `take theirs with wikiform pull; or take ours, links too, by applying once with keep = []`

// replacesText reports whether a text takes the place of another one. One that was merged
// takes that of our own lines only, unless git has taken in those of others; so does one
// beside which all stays that others wrote.
func (c *Change) replacesText() bool {
	if !c.Edits() || c.Was().Page == nil {
		return false
	}
	switch m := c.Merge; {
	case c.edit().How == HowExact:
		return true
	case m != nil && m.Base.Taken:
		return removes(provider.NormalizeText(c.Was().Page.Text), c.edit().Text)
	case c.Claim.Text != nil && len(c.Claim.Text.Keep) > 0:
		return m == nil || !m.Only
	}
	return false
}

func placesOf(cs []merge.Conflict) string {
	if len(cs) == 1 {
		return fmt.Sprintf("the lines at line %d", cs[0].Line)
	}
	return fmt.Sprintf("%d places from line %d on", len(cs), cs[0].Line)
}

// authors are who has changed the text since, each once, the latest first.
func (b *Base) authors() []string {
	var names []string
	for _, r := range slices.Concat(b.Others, b.Joined) {
		if name := orHidden(r.User); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
