package render

import (
	"slices"
	"strings"
)

// A section of up to foldAbove changes shows each of them. A larger one shows
// groups, and of a group as many examples. What replaces somebody else's work is
// never folded away.
const (
	foldAbove = 20
	examples  = 3
)

// group is changes that are shown together.
type group struct {
	block   string // the block that declares them all, "" for several
	changes []*view
	alike   bool // what is to be said of one is to be said of all
	words   bool // only the words that change are the same, not the lines around them
	named   int  // how many are shown by name, beside the examples
}

// groups are the changes of a section as they are shown, all of them singly if
// full is set.
func (s section) groups(full bool) []group {
	rest := s.changes[s.others:]
	if full || len(rest) <= foldAbove {
		return singly(s.changes)
	}
	folded := fold(s.kind, rest)
	for i := range folded {
		folded[i].named = max(foldAbove/len(folded)-examples, 0)
	}
	return append(singly(s.changes[:s.others]), folded...)
}

func singly(changes []*view) []group {
	groups := make([]group, len(changes))
	for i := range changes {
		groups[i] = group{changes: changes[i : i+1]}
	}
	return groups
}

// fold groups many changes by what they have in common: block and cause. Where that
// leaves more groups than a reader looks through, the large ones stay, and the others
// go together by block, or all.
func fold(k kind, changes []*view) []group {
	groups := groupBy(changes, func(v *view) (string, string) { return v.block, cause(k, v) })
	for i := range groups {
		groups[i].alike = k == blocked && !clashing(groups[i].changes) || k == deleted || k == description || k == tagged || k == unknown
		groups[i].words = k == description && groups[i].linesDiffer()
	}
	if len(groups) <= foldAbove {
		return groups
	}
	large, rest := apart(groups)
	others := groupBy(rest, func(v *view) (string, string) { return v.block, "" })
	if len(large)+len(others) > foldAbove {
		others = []group{{changes: rest}}
	}
	return append(large, others...)
}

// clashing reports whether each of some changes has places of its own to be shown.
func clashing(changes []*view) bool {
	return slices.ContainsFunc(changes, func(v *view) bool { return v.merging != nil && v.merging.clashes != nil })
}

// apart takes the groups that save a reader most from those whose changes do not
// need to be told by themselves, in the order in which they begin.
func apart(groups []group) (large []group, rest []*view) {
	sizes := []int{}
	for _, g := range groups {
		if g.alike && len(g.changes) > examples {
			sizes = append(sizes, len(g.changes))
		}
	}
	slices.Sort(sizes)
	least := examples + 1
	if n := len(sizes) - foldAbove/2; n > 0 {
		least = max(least, sizes[n])
	}
	for _, g := range groups {
		if g.alike && len(g.changes) >= least && len(large) < foldAbove/2 {
			large = append(large, g)
		} else {
			rest = append(rest, g.changes...)
		}
	}
	return large, rest
}

// groupBy keeps the order in which groups begin and that inside each.
func groupBy(changes []*view, key func(*view) (block, cause string)) []group {
	type id struct{ block, cause string }
	at := map[id]int{}
	var groups []group
	for _, c := range changes {
		b, why := key(c)
		i, seen := at[id{b, why}]
		if !seen {
			i = len(groups)
			at[id{b, why}] = i
			groups = append(groups, group{block: b})
		}
		groups[i].changes = append(groups[i].changes, c)
	}
	return groups
}

// cause is the same for changes of which one explains the others.
func cause(k kind, v *view) string {
	switch k {
	case blocked, unknown:
		return strings.Join(v.gist(), "\n")
	case description:
		return v.text.edit().words
	case tagged:
		return v.adds
	case moved:
		return v.manner()
	case redirected:
		return string(v.action)
	}
	return ""
}
