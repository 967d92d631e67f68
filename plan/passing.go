package plan

import (
	"crypto/sha1"
	"fmt"
	"slices"
	"strings"

	"wikiform/provider"
)

// Files that change places in a circle need a title more than there are: one of them
// passes through it. Which title that is follows from the set and the titles of the
// circle and from nothing else, so that a run which goes on after another has died
// finds the file there, whatever plan the other one had.

// isPassing reports whether a title is such a one.
func isPassing(t provider.Title) bool { return strings.HasPrefix(string(t), passingBegins) }

const passingBegins = "Wikiform passing "

// passings is how many titles there are for a circle, since one may be taken.
const passings = 3

// passing are the titles through which a file of a ring of claims could pass.
func (m *moves) passing(ring []int) []provider.Title { return m.passingOf(ring, m.f.Mark) }

// passed are those under which an earlier run may have left one, also when the set had
// another name.
func (m *moves) passed(ring []int) []provider.Title {
	ts := m.passing(ring)
	for _, mark := range m.f.FormerMarks {
		ts = append(ts, m.passingOf(ring, mark)...)
	}
	return ts
}

func (m *moves) passingOf(ring []int, mark string) []provider.Title {
	var titles []string
	for _, i := range ring {
		titles = append(titles, string(m.claims[i].Title))
	}
	slices.Sort(titles)
	ext := m.claims[m.first(ring)].From.Title.Ext()
	var ts []provider.Title
	for n := range passings {
		sum := sha1.Sum([]byte(strings.Join(append([]string{mark, fmt.Sprint(n)}, titles...), "\n")))
		ts = append(ts, provider.Title(fmt.Sprintf("%s%x.%s", passingBegins, sum[:6], ext)))
	}
	return ts
}

// first is the claim of a ring whose file passes: that with the first origin in the
// order of titles.
func (m *moves) first(ring []int) int {
	return slices.MinFunc(ring, func(i, j int) int {
		return strings.Compare(string(m.claims[i].From.Title), string(m.claims[j].From.Title))
	})
}

// ringsOf are the claims that move files in a circle, as the manifest says, whatever
// the wiki has: each ring in its order, every one before the one whose title it frees.
func (m *moves) ringsOf() [][]int {
	var rings [][]int
	seen := make([]int, len(m.claims)) // in which walk
	for i := range m.claims {
		var walk []int
		for j := i; j >= 0 && seen[j] == 0; j = m.declared(j) {
			seen[j] = i + 1
			walk = append(walk, j)
			if next := m.declared(j); next >= 0 && seen[next] == i+1 {
				rings = append(rings, walk[slices.Index(walk, next):])
			}
		}
	}
	return rings
}

// declared is the claim that moves away what is under the title of another one, as the
// manifest says, whatever the wiki has; -1: none.
func (m *moves) declared(i int) int {
	if j, found := m.from[m.claims[i].Title]; found && m.claims[i].From != nil {
		return j
	}
	return -1
}

// passingTitles are all through which a move of the claims could pass, or have passed.
func passingTitles(claims []Claim, f *Facts) []provider.Title {
	m := newMoves(claims, f)
	var ts []provider.Title
	for _, ring := range m.rings {
		ts = append(ts, m.passed(ring)...)
	}
	return ts
}

// halfWay gives the files that an earlier run has left under passing titles, by the
// claims whose they are.
func (m *moves) halfWay() map[int]provider.Title {
	at := map[int]provider.Title{}
	for _, ring := range m.rings {
		first := m.first(ring)
		for _, t := range m.passed(ring) {
			if m.f.Have[t].Version == nil {
				continue
			}
			if m.log.left(m.claims[first].From.Title, t) {
				at[first] = t
			}
		}
	}
	return at
}
