package render

import (
	"slices"
	"strings"
	"testing"
)

// The names of a problem are in it, or nothing would be left out of its gist.
func TestNamesAreInProblems(t *testing.T) {
	t.Parallel()
	named := 0
	for name, p := range corpus() {
		for _, c := range p.Changes {
			for _, problem := range c.Problems {
				for _, n := range problem.Names {
					if named++; !strings.Contains(problem.String(), n) {
						t.Errorf("%s: %q is not in %q", name, n, problem)
					}
				}
			}
		}
	}
	if named == 0 {
		t.Error("no problem has names")
	}
}

// A saved plan may name anything.
func TestGistOfAnyNames(t *testing.T) {
	t.Parallel()
	p := corpus()["sized-30-renamed"].Changes[0].Problems[0]
	whole := p.String() + " [" + string(p.Reason) + "]"
	p.Names = append([]string{"", "not there"}, slices.Repeat([]string{p.Names[0]}, 1000)...)
	got := problemOf(p)
	if strings.Join(got.lines, "\n") != whole || len(got.names) != 1 || strings.Count(got.gist[0], "…") != 1 {
		t.Errorf("got %+v", got)
	}
}
