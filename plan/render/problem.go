package render

import (
	"slices"
	"strings"

	"wikiform/plan"
)

// problem is why a change is not made.
type problem struct {
	lines []string // the whole of it
	gist  []string // the same without what is this file's, which stands as …
	names []string // in place of each …
}

// mostNames is how many names are looked for in one problem: a saved plan may have
// any number.
const mostNames = 8

// problemOf gives a problem with its code, by which wikiform explain knows more.
func problemOf(p plan.Problem) problem {
	whole := p.Coded()
	gist := whole
	var names []string
	for _, n := range p.Names[:min(len(p.Names), mostNames)] {
		if n == "" || !strings.Contains(gist, n) {
			continue
		}
		gist = strings.ReplaceAll(gist, n, "…")
		names = append(names, n)
	}
	return problem{strings.Split(whole, "\n"), strings.Split(gist, "\n"), names}
}

func problemsOf(c *plan.Change) []problem {
	var ps []problem
	for _, p := range c.Problems {
		if p.String() != "" {
			ps = append(ps, problemOf(p))
		}
	}
	return ps
}

// why are the problems, a line each.
func (v *view) why() []string {
	var lines []string
	for _, p := range v.problems {
		lines = append(lines, p.lines...)
	}
	return lines
}

// gist is the same for changes that are not made for the same reason.
func (v *view) gist() []string {
	var lines []string
	for _, p := range v.problems {
		lines = append(lines, p.gist...)
	}
	return lines
}

// unsaid is what stands for … in the gist, "" where address and title tell.
func (v *view) unsaid() string {
	var all []string
	for _, p := range v.problems {
		for _, n := range p.names {
			if t := strings.TrimPrefix(strings.Trim(n, `"`), "File:"); t != string(v.title) && t != string(v.was) {
				all = append(all, n)
			}
		}
	}
	if all == nil {
		return ""
	}
	return "… is " + strings.Join(all, ", ")
}

// why are the problems of all changes of a group that have one gist: where they
// differ, the gist is given, and unsaid is what is left out of it.
func (g group) why() (lines []string, differ bool) {
	first := g.changes[0].why()
	for _, v := range g.changes[1:] {
		if !slices.Equal(v.why(), first) {
			return g.changes[0].gist(), true
		}
	}
	return first, false
}
