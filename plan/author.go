package plan

import (
	"time"

	"wikiform/provider"
)

// Author is who brought a text or a content to its page.
type Author struct {
	User string    // "" when an administrator has hidden the name
	Time time.Time // when
	// Unknown is why it cannot be told who it was, a clause; then nothing else
	// is set.
	Unknown string
	// Back is who last brought it back, after something else had taken its
	// place; nil for a text or content that nobody had to bring back.
	Back *Act
	// Lined: lines of others are in a text that we had merged, or that git has taken in, and
	// whose work is replaced is told by lines. Joined are those others, the latest first; Said
	// is what the manifest said.
	Lined  bool
	Joined []Act
	Said   string
}

// Act is something that an account did.
type Act struct {
	User string // as in Author
	Time time.Time
}

// firstUploader finds who first uploaded to this title what is its current
// content, which may be an old one that somebody brought back.
func firstUploader(now provider.Version, h provider.History) Author {
	if len(h.Versions) == 0 || h.Versions[0].SHA1 != now.SHA1 || !now.SHA1.Known() {
		return Author{User: now.User, Time: now.Time} // another moment's history tells nothing
	}
	first, hidden := 0, 0
	for i, v := range h.Versions {
		switch {
		case v.SHA1 == now.SHA1:
			first = i
		case !v.SHA1.Known():
			hidden = i
		}
	}
	switch {
	case hidden > first:
		return Author{Unknown: "an older version is hidden"}
	case h.Cut:
		return Author{Unknown: "the file has more versions than the plan looks at"}
	}
	a := Author{User: h.Versions[first].User, Time: h.Versions[first].Time}
	if first > 0 {
		a.Back = &Act{now.User, now.Time}
	}
	return a
}

// trail is a walk from a page's latest revision to the one that brought its
// text: up the parents, for as long as they have the same text. A protection, a
// move, a new version of the file make revisions which change no text. Neither
// numbers nor times put revisions in their order: imported ones have any.
type trail struct {
	title  provider.Title
	sum    provider.SHA1
	last   provider.Revision  // the oldest so far that has the text
	text   string             // which it is, where that is known
	under  provider.Revision  // the one before last, with another text; the zero value for none
	back   *provider.Revision // the newest that brought it back
	latest int64              // the page's latest revision
	asked  bool               // the comment of last is known
	next   int64              // the revision to look at; 0 when the walk is over
	why    string             // it ended before it was told who it was
}

func newTrail(t provider.Title, p provider.Page) *trail {
	tr := &trail{title: t, sum: p.TextSHA1, latest: p.Rev, next: p.Parent, asked: p.Comment != "",
		last: provider.Revision{Comment: p.Comment, ID: p.Rev, Parent: p.Parent, TextSHA1: p.TextSHA1, User: p.User, Time: p.Time, Reverts: provider.Reverts(p.Tags)}}
	if p.HasText {
		tr.text = p.Text
	}
	if !p.TextSHA1.Known() {
		tr.end("the wiki does not tell the text's sum")
	}
	return tr
}

// look takes one step: r is the revision next, if the wiki shows it.
func (t *trail) look(r provider.Revision, shown bool) {
	switch {
	case !shown:
		t.end("an older revision is not shown")
	case !r.TextSHA1.Known():
		t.end("an older text is hidden")
	case r.TextSHA1 == t.sum:
		t.last, t.next, t.asked = r, r.Parent, true
	case t.last.Reverts:
		// The text is older still. What a revert undid lies between.
		if t.back == nil {
			back := t.last
			t.back = &back
		}
		t.next = r.Parent
	default:
		t.under, t.next = r, 0
	}
}

func (t *trail) end(why string) { t.next, t.why = 0, why }

func (t *trail) author() Author {
	if t.why != "" {
		return Author{Unknown: t.why}
	}
	a := Author{User: t.last.User, Time: t.last.Time}
	if t.back != nil && t.back.ID != t.last.ID {
		a.Back = &Act{t.back.User, t.back.Time}
	}
	return a
}
