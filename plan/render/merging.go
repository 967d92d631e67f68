package render

import (
	"slices"
	"strings"
	"time"

	"wikiform/internal/columns"
	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
)

// merging is what becomes of what others wrote in a page of which the manifest has the text.
type merging struct {
	writers []writer // who wrote there since, the latest first
	joins   bool     // their work goes together with ours
	kept    []string // links of theirs that stay beside our text
	clashes []clash  // why nothing can be made of both
	theirs  *texts   // what they made of lines of ours, which stays; nil: they left these alone
}

// writer is one of those who wrote in a page.
type writer struct {
	name    string
	edits   int
	last    time.Time
	comment string // of the last edit, with its quotes; "" for none
}

// clash is a place of which both sides made something else.
type clash struct {
	line               int // of the page
	base, ours, theirs string
}

// became is what a side made of the place.
func (c clash) became(side string) []plan.Hunk { return plan.Diff(c.base, side) }

// mergingOf is nil where it was not looked at what others wrote.
func mergingOf(c *plan.Change) *merging {
	if c.Merge == nil {
		return nil
	}
	m := &merging{kept: c.Merge.Kept}
	if c.Merge.Base.Unknown == "" { // or it is known of some of them only
		m.writers = writersOf(slices.Concat(c.Merge.Base.Others, c.Merge.Base.Joined))
	}
	for _, s := range c.Steps {
		e, edits := s.(plan.SetText)
		m.joins = m.joins || edits && e.How == plan.HowMerge
	}
	for _, place := range c.Merge.Conflicts {
		lines := func(ls []string) string { return strings.Join(ls, "\n") }
		m.clashes = append(m.clashes, clash{place.Line, lines(place.Base), lines(place.Ours), lines(place.Theirs)})
	}
	page := c.Was().Page
	if page != nil && page.HasText && c.KeepsOthers() {
		m.theirs = &texts{before: &provider.Page{Text: c.Merge.Base.Text, HasText: true}, after: provider.NormalizeText(page.Text)}
	}
	return m
}

// writersOf puts together what each of them did. Accounts whose names are hidden are one.
func writersOf(edits []provider.Revision) []writer {
	var all []writer
	for _, r := range edits {
		name := provider.VisibleLine(r.User)
		if i := slices.IndexFunc(all, func(w writer) bool { return w.name == name }); i >= 0 {
			all[i].edits++
			continue
		}
		all = append(all, writer{name, 1, r.Time, commentOf(r)})
	}
	return all
}

// mostComment is how much of somebody's comment is shown, in columns.
const mostComment = 100

func commentOf(r provider.Revision) string {
	if r.Hidden {
		return "its comment is hidden"
	}
	return quotedComment(provider.VisibleLine(r.Comment), mostComment)
}

// quotedComment is a comment in quotation marks, which end where it ends: those within it are
// other ones. "" is none.
func quotedComment(s string, most int) string {
	if s = strings.TrimSpace(s); s == "" {
		return ""
	}
	return `"` + columns.Shorten(strings.ReplaceAll(s, `"`, "'"), most) + `"`
}

// mostName is how much of an account's name is shown, in columns.
const mostName = 80

func (w writer) named() string { return columns.Shorten(author(w.name), mostName) }

// did says who did what, and when.
func (w writer) did(what string) string {
	s := w.named() + what
	if w.edits > 1 {
		s += " in " + number.Of(w.edits, "edit") + ", the last"
	}
	if !w.last.IsZero() {
		s += w.last.UTC().Format(" on 2006-01-02 15:04 UTC")
	}
	if w.comment != "" {
		s += " (" + w.comment + ")"
	}
	return s
}

// writersShown is how many of them are named of one page, or of several that are shown
// together.
const writersShown = 3

// list names writers, the latest first, and counts those for whom there is no room.
func list(ws []writer, name func(writer) string) string {
	var words []string
	for _, w := range ws[:min(len(ws), writersShown)] {
		words = append(words, name(w))
	}
	if more := len(ws) - len(words); more > 0 {
		words = append(words, number.Of(more, "other"))
	}
	if last := len(words) - 1; last > 0 {
		return strings.Join(words[:last], ", ") + " and " + words[last]
	}
	return strings.Join(words, "")
}

// sentence says whose work it is and what becomes of it, "" where nobody has written.
func (m *merging) sentence() string {
	if m == nil || len(m.writers) == 0 {
		return ""
	}
	did := func(what string) func(writer) string { return func(w writer) string { return w.did(what) } }
	switch {
	case m.joins && len(m.writers) > 1:
		return "merged with what others wrote: " + list(m.writers, did(""))
	case m.joins:
		return "merged with what " + m.writers[0].did(" wrote")
	case m.clashes != nil, m.theirs != nil:
		return "changed by " + list(m.writers, did(""))
	}
	return ""
}

// merged says of several changes with whose work they are merged, "" for none.
func merged(changes []*view) string {
	var all []writer
	n := 0
	for _, v := range changes {
		if v.merging == nil || !v.merging.joins || len(v.merging.writers) == 0 {
			continue
		}
		n++
		for _, w := range v.merging.writers {
			if !slices.ContainsFunc(all, func(other writer) bool { return other.name == w.name }) {
				all = append(all, w)
			}
		}
	}
	if n == 0 {
		return ""
	}
	return "merged with what " + list(all, writer.named) + " wrote (" + number.Of(n, "file") + ")"
}

// keptShown is how many links that stay are shown of one page.
const keptShown = 50

// keptLabel is that of a link that stays.
const keptLabel = "kept"

// keeps has each link that stays.
func (m *merging) keeps() []fact {
	var facts []fact
	for _, link := range m.kept[:min(len(m.kept), keptShown)] {
		facts = append(facts, fact{label: keptLabel, value: provider.VisibleLine(link)})
	}
	if more := len(m.kept) - len(facts); more > 0 {
		facts = append(facts, fact{keptLabel, "and " + number.Of(more, "more link"), true})
	}
	return facts
}

// keeping counts the links that stay in several pages, "" for none.
func keeping(changes []*view) string {
	links, files := 0, 0
	for _, v := range changes {
		if v.merging != nil && len(v.merging.kept) > 0 {
			links, files = links+len(v.merging.kept), files+1
		}
	}
	if links == 0 {
		return ""
	}
	return "keeps " + number.Of(links, "link") + " that others added (" + number.Of(files, "file") + ")"
}
