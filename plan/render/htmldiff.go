package render

import (
	"strings"
	"unicode/utf8"

	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
)

// How much of the texts a page shows. A page is one file, which a browser reads
// whole.
const (
	htmlTexts = 24 << 20 // bytes of all differences
	htmlLines = 400      // lines of one difference
	htmlKeep  = 300      // characters of an unchanged part of a line
	htmlWords = 4000     // characters of a changed part
)

// htmlDiff is how the text of a page changes.
type htmlDiff struct {
	Name   string // of what it is the difference
	Aside  string
	Same   string // ID of the change that shows the same difference
	SameAs string // and its address
	Words  string // ID of the change that has the same words in other lines
	More   string // how many changes have them that follow
	Runs   []htmlRun
	Cut    string // what is not shown
}

// htmlRun is neighbouring lines with one fate: "ins", "del", "keep", or "skip"
// for lines that are left out.
type htmlRun struct {
	Class string
	Spans []htmlSpan // the last ends without a line break
}

type htmlSpan struct {
	Text    string
	Changed bool
}

var htmlOps = map[plan.Op]string{plan.Keep: "keep", plan.Insert: "ins", plan.Remove: "del"}

// diff shows how the text changes, or where the same difference is shown.
func (b *htmlBuilder) diff(h *htmlChange, t *texts) *htmlDiff {
	d := &htmlDiff{Name: "Description"}
	switch {
	case t.unknown():
		d.Aside = "The old text is not known."
	case t.goes && t.before.Text == "":
		d.Aside = "The page is empty."
	case t.goes:
	case t.after == "":
		d.Aside = "The page will be empty."
	}
	hunks := t.hunks()
	key := t.edit().lines
	if first := b.seen[key]; first != nil {
		d.Same, d.SameAs = first.ID, first.name()
		return d
	}
	if b.room <= 0 {
		d.Cut = "There are more differences than one page can hold. “wikiform plan -full” shows them all."
		return d
	}
	b.seen[key] = h
	b.hunks(d, hunks)
	return d
}

// hunks shows how one text becomes another.
func (b *htmlBuilder) hunks(d *htmlDiff, hunks []plan.Hunk) {
	shown := 0
	for i, hunk := range hunks {
		if i > 0 || hunk.Old > 1 {
			d.Runs = append(d.Runs, htmlRun{Class: "skip"})
		}
		for run := range runs(hunk.Lines) {
			if shown >= htmlLines {
				d.Cut = "The difference goes on. “wikiform plan -full” shows all of it."
				return
			}
			most := min(len(run), htmlLines-shown)
			shown += most
			d.Runs = append(d.Runs, b.run(run[:most]))
			if most < len(run) {
				d.Cut = "The difference goes on. “wikiform plan -full” shows all of it."
				return
			}
		}
	}
}

// run joins lines of one fate.
func (b *htmlBuilder) run(lines []plan.Line) htmlRun {
	r := htmlRun{Class: htmlOps[lines[0].Op]}
	add := func(text string, changed bool) {
		if n := len(r.Spans); n > 0 && r.Spans[n-1].Changed == changed {
			r.Spans[n-1].Text += text
			return
		}
		r.Spans = append(r.Spans, htmlSpan{text, changed})
	}
	for i, l := range lines {
		if i > 0 {
			add("\n", false)
		}
		for _, s := range l.Spans {
			most := htmlWords
			if l.Op == plan.Keep || !s.Changed && len(l.Spans) > 1 {
				most = htmlKeep
			}
			text := visible(clip(s.Text, most))
			b.room -= len(text)
			add(text, s.Changed)
		}
		if len(l.Spans) == 0 {
			add("", false)
		}
	}
	return r
}

// clip keeps both ends of a text that is too long, and says how much is gone.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	n := utf8.RuneCountInString(s)
	if n <= most {
		return s
	}
	runes := []rune(s)
	return string(runes[:most/2]) + " … " + number.Of(n-most, "more character") + " … " + string(runes[n-most/2:])
}

// visible shows what a browser would hide, or what would reorder the text, as
// an escape. It is [provider.Visible] for a page instead of a log: of commands to a
// CI runner [lineGuard] takes care.
func visible(s string) string {
	if plainForPage(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if shownOnPage(r) && (r != utf8.RuneError || n > 1) {
			b.WriteString(s[i : i+n])
		} else {
			b.WriteString(provider.Visible(s[i : i+n]))
		}
		i += n
	}
	return b.String()
}

func plainForPage(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\n' && c != '\t' || c > '~' {
			return false
		}
	}
	return true
}

func shownOnPage(r rune) bool {
	return r == '\n' || r == '\t' || provider.Shown(r)
}
