// Package merge joins two texts that were made of one, line by line.
//
// A change is a run of lines of the base that one side has replaced, removed or added to.
// Changes of the two sides that overlap or touch are one place: where both made the same of
// it that is taken once, where only one did it is taken, and anything else is a conflict,
// since only a person knows what both together would mean. Where it could be told in more
// than one way which lines were changed, as in a list of equal ones, all of them count as
// changed.
//
// Lines end in a line feed, and nothing else of an end counts: "\r\n" is read as "\n", and a
// last line is the same with and without one.
package merge

import (
	"slices"
	"strings"
)

// Result is what came of a merge.
type Result struct {
	// Text has the changes of both sides; of a conflict it has what theirs says.
	Text      string
	Conflicts []Conflict // in their order; none: the merge is clean
}

// Clean reports whether there are no conflicts.
func (r Result) Clean() bool { return len(r.Conflicts) == 0 }

// Conflict is a place of which the two sides made different things.
type Conflict struct {
	Line               int // of theirs, from 1: where the place begins
	Base, Ours, Theirs []string
}

// Texts merges what ours and theirs made of base. Finer looks once more at places that
// both have changed: where they are parameters of one template call, and each side changed
// other ones, that is no conflict.
func Texts(base, ours, theirs string, finer bool) Result {
	b, o, t := split(base), split(ours), split(theirs)
	ps := places(b, changes(b, o), changes(b, t))
	inside := func(place) bool { return false }
	if finer {
		within := [3][]bool{withinCall(b), withinCall(o), withinCall(t)}
		inside = func(p place) bool { return within[0][p.start] && within[1][p.inOurs] && within[2][p.inTheirs] }
	}
	var r Result
	var merged []string
	at := 0
	for _, p := range ps {
		merged = append(merged, b[at:p.start]...)
		lines, clean := p.settle()
		if !clean && finer {
			lines, clean = parameters(p, inside(p))
		}
		if !clean {
			r.Conflicts = append(r.Conflicts, Conflict{p.inTheirs + 1, p.base, p.ours, p.theirs})
			lines = p.theirs
		}
		merged = append(merged, lines...)
		at = p.end
	}
	r.Text = strings.Join(append(merged, b[at:]...), "\n")
	return r
}

// split gives the lines of a text without their ends. A text that ends in a line feed has
// an empty last one.
func split(text string) []string {
	return strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
}

// place is a run of lines of the base of which at least one side made something else.
type place struct {
	start, end         int // lines of base
	inOurs, inTheirs   int // where it begins there
	base, ours, theirs []string
}

// settle gives the lines that a place has where the sides do not contradict.
func (p place) settle() (lines []string, clean bool) {
	switch {
	case slices.Equal(p.ours, p.theirs), slices.Equal(p.base, p.theirs):
		return p.ours, true
	case slices.Equal(p.base, p.ours):
		return p.theirs, true
	}
	return nil, false
}

// places joins the changes of both sides.
func places(base []string, ours, theirs []change) []place {
	var ps []place
	longerOurs, longerTheirs := 0, 0 // than base, up to here
	for len(ours)+len(theirs) > 0 {
		start, end := len(base), -1
		var mine, yours []change
		for again := true; again; {
			again = false
			for _, side := range []struct{ open, taken *[]change }{{&ours, &mine}, {&theirs, &yours}} {
				open := *side.open
				if len(open) == 0 || end >= 0 && open[0].start > end || end < 0 && later(open[0], ours, theirs) {
					continue
				}
				start, end = min(start, open[0].start), max(end, open[0].end)
				*side.taken, *side.open, again = append(*side.taken, open[0]), open[1:], true
			}
		}
		p := place{start, end, start + longerOurs, start + longerTheirs, base[start:end], made(base, mine, start, end), made(base, yours, start, end)}
		longerOurs, longerTheirs = longerOurs+len(p.ours)-len(p.base), longerTheirs+len(p.theirs)-len(p.base)
		ps = append(ps, p)
	}
	return ps
}

// later reports whether a change begins after the first one of a side.
func later(c change, sides ...[]change) bool {
	return slices.ContainsFunc(sides, func(open []change) bool { return len(open) > 0 && open[0].start < c.start })
}

// made is what changes make of a run of lines of the base.
func made(base []string, by []change, start, end int) []string {
	var lines []string
	for _, c := range by {
		lines = append(append(lines, base[start:c.start]...), c.lines...)
		start = c.end
	}
	return append(lines, base[start:end]...)
}
