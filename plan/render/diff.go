package render

import (
	"fmt"
	"iter"
	"strings"

	"wikiform/internal/columns"
	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
)

// How much of a text an entry shows unless everything is asked for.
const (
	diffLines = 60 // of one text
	runLines  = 12 // that go or come in one run
	lineRows  = 6  // rows of one line
	nearWords = 24 // columns of unchanged words beside a change, in a line that does not fit
)

// The columns of a diff: the signs, and the text behind them.
const (
	signAt = labelAt + 2
	textAt = signAt + 2
)

// description shows how the text of the page changes.
func (o *printer) description(t *texts) {
	if t == nil {
		return
	}
	o.label("description")
	if t.unknown() {
		o.aside("(the old text is not known)")
	}
	switch {
	case t.goes && t.before.HasText && t.before.Text == "":
		o.aside("(empty)")
	case t.after == "" && !t.goes:
		o.aside("(will be empty)")
	}
	o.hunks(t.hunks(), true)
}

// hunks shows how one text becomes another, numbered where these are all of the page.
func (o *printer) hunks(hunks []plan.Hunk, numbered bool) {
	shown := 0
	for i, h := range hunks {
		if shown >= diffLines && !o.full {
			o.aside("… and more from line " + number.Grouped(h.New) + " on (-full shows all)")
			return
		}
		switch {
		case i == 0 && h.Old <= 1:
		case numbered:
			o.aside("… line " + number.Grouped(h.New))
		default:
			o.aside("…")
		}
		for run := range runs(h.Lines) {
			shown += o.run(run)
		}
	}
}

// runs yields the neighbouring lines that have one fate.
func runs(lines []plan.Line) iter.Seq[[]plan.Line] {
	return func(yield func([]plan.Line) bool) {
		for start, i := 0, 1; i <= len(lines); i++ {
			if i < len(lines) && lines[i].Op == lines[start].Op {
				continue
			}
			if !yield(lines[start:i]) {
				return
			}
			start = i
		}
	}
}

// run shows the first lines of a run, so that a long one does not hide the one
// that takes its place, and says how many it showed.
func (o *printer) run(lines []plan.Line) int {
	most := len(lines)
	if most > runLines+runLines/4 && !o.full { // a few are not worth hiding
		most = runLines
	}
	for _, l := range lines[:most] {
		o.line(l)
	}
	if hidden := len(lines) - most; hidden > 0 {
		o.aside("… and " + number.Of(hidden, "more line") + " (-full shows all)")
	}
	return most
}

func (o *printer) aside(text string) {
	o.prose(textAt, nil, text, o.dim)
}

// line shows one line of a diff. What changes is wrapped and never cut short
// without saying so; what stays is there for orientation only.
func (o *printer) line(l plan.Line) {
	plain, word := o.inks(l.Op)
	room := o.width - textAt
	text := make(row, len(l.Spans))
	for i, s := range l.Spans {
		text[i] = piece{visibleSpan(s.Text, i == 0), plain}
		if s.Changed {
			text[i].ink = word
		}
	}
	if !o.full {
		text = o.abridge(text, l, room)
	}
	inline := !o.colour && l.Op != plan.Keep && rightToLeft(text.plain())
	if inline {
		text = text.bracketed(word, l.Op)
	}
	rows := text.split(room)
	hidden := 0
	if len(rows) > lineRows && !o.full {
		for _, r := range rows[lineRows:] {
			hidden += columns.Of(r.plain())
		}
		rows = rows[:lineRows]
	}
	sign := string(rune(l.Op))
	for _, r := range rows {
		o.signed(sign, plain, r)
		if !o.colour && !inline {
			o.underline(r, word)
		}
		sign = " "
	}
	if hidden > 0 {
		o.aside(fmt.Sprintf("… and %s of this line (-full shows all)", number.Of(hidden, "more character")))
	}
}

// signed prints a row of a diff, without blanks at the end of an empty one.
func (o *printer) signed(sign string, ink *ink, text row) {
	switch {
	case len(text) > 0:
		o.print(append(row{{strings.Repeat(" ", signAt), nil}, {sign, ink}, {" ", nil}}, text...))
	case sign == " ":
		o.blank()
	default:
		o.print(row{{strings.Repeat(" ", signAt), nil}, {sign, ink}})
	}
}

func (o *printer) inks(op plan.Op) (plain, word *ink) {
	switch op {
	case plan.Insert:
		return o.add, o.addWord
	case plan.Remove:
		return o.remove, o.removeWord
	}
	return nil, nil
}

// visibleSpan makes a part of a line visible; only the first begins the line.
func visibleSpan(s string, first bool) string {
	if first {
		return provider.Visible(s)
	}
	return provider.VisibleInside(s)
}

// abridge leaves out what a reader of the change does not need: the end of an
// unchanged line, and the middle of long unchanged parts of a changed one.
func (o *printer) abridge(text row, l plan.Line, room int) row {
	if l.Op == plan.Keep {
		for i := range text {
			text[i].text = columns.Shorten(text[i].text, room)
		}
		return text
	}
	if columns.Of(text.plain()) <= room {
		return text
	}
	for i, s := range l.Spans {
		if !s.Changed {
			text[i].text = near(text[i].text, i > 0, i < len(text)-1)
		}
	}
	return text
}

// near leaves out what is far from the changed words before and after it; a
// line without changed words is kept.
func near(s string, before, after bool) string {
	n := columns.Of(s)
	if !before && !after || n <= 2*nearWords {
		return s
	}
	var head, tail string
	if before {
		head, _ = columns.Cut(s, nearWords)
	}
	if after {
		_, tail = columns.Cut(s, n-nearWords)
	}
	return head + "…" + tail
}

// underline marks the changed words where no colour does.
func (o *printer) underline(r row, word *ink) {
	var b strings.Builder
	marks := false
	for _, p := range r {
		sign := " "
		if word != nil && p.ink == word {
			sign, marks = "^", true
		}
		b.WriteString(strings.Repeat(sign, columns.Of(p.text)))
	}
	if marks {
		o.print(row{{strings.Repeat(" ", textAt) + strings.TrimRight(b.String(), " "), nil}})
	}
}
