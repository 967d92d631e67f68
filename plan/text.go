package plan

import (
	"strings"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// around is how many unchanged lines a hunk shows before and after a change.
const around = 3

// Hunk is a run of lines of a text that changes, with some of the lines around.
type Hunk struct {
	Old, New int // number of the first line in the old and the new text, from 1
	Lines    []Line
}

// Line is one line of a hunk.
type Line struct {
	Op    Op
	Spans []Span // its text; none for an empty line
	// Partner is set where the line takes the place of another that is alike, or
	// another takes its place.
	Partner bool
}

// Op is what becomes of a line.
type Op byte

// The operations, by the sign of a unified diff.
const (
	Keep   Op = ' '
	Remove Op = '-'
	Insert Op = '+'
)

// Span is a part of a line. Changed is set for the words by which a removed
// line differs from the inserted one that takes its place, and the other way
// round; a line that has no such partner has no changed spans.
type Span struct {
	Text    string
	Changed bool
}

// Text is the whole line.
func (l Line) Text() string {
	if len(l.Spans) == 1 {
		return l.Spans[0].Text
	}
	var b strings.Builder
	for _, s := range l.Spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

// Diff gives the hunks that turn one text into another, none if they are equal.
// Very different texts are compared coarsely, so that time stays near linear.
func Diff(before, after string) []Hunk {
	a, b := lines(before), lines(after)
	var hunks []Hunk
	last := 0 // line of a up to which the hunks speak
	for i, d := range lcs.DiffLines(a, b) {
		if i == 0 || d.Start-last > 2*around {
			if i > 0 {
				hunks[len(hunks)-1].keep(a[last : last+around])
			}
			last = max(d.Start-around, 0)
			hunks = append(hunks, Hunk{Old: last + 1, New: d.ReplStart - (d.Start - last) + 1})
		}
		h := &hunks[len(hunks)-1]
		h.keep(a[last:d.Start])
		h.replace(a[d.Start:d.End], b[d.ReplStart:d.ReplEnd])
		last = d.End
	}
	if len(hunks) > 0 {
		hunks[len(hunks)-1].keep(a[last:min(last+around, len(a))])
	}
	return hunks
}

// lines splits a text so that joining gives it back; the empty text has none.
func lines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

func (h *Hunk) keep(lines []string) {
	for _, l := range lines {
		h.add(Keep, whole(l), false)
	}
}

// replace adds the removed lines and then the inserted ones, the words marked
// where a line takes the place of another.
func (h *Hunk) replace(removed, inserted []string) {
	from, to := make([][]Span, len(removed)), make([][]Span, len(inserted))
	for _, p := range partners(removed, inserted) {
		from[p.removed], to[p.inserted] = p.from, p.to
	}
	for i, l := range removed {
		h.add(Remove, orWhole(from[i], l), from[i] != nil)
	}
	for i, l := range inserted {
		h.add(Insert, orWhole(to[i], l), to[i] != nil)
	}
}

func (h *Hunk) add(op Op, spans []Span, partner bool) {
	h.Lines = append(h.Lines, Line{op, spans, partner})
}

func orWhole(spans []Span, line string) []Span {
	if spans == nil {
		return whole(line)
	}
	return spans
}

func whole(line string) []Span {
	if line == "" {
		return nil
	}
	return []Span{{Text: line}}
}
