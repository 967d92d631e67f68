package render

import (
	"strings"

	"wikiform/plan"
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

// fold groups many changes by what they have in common: block and cause, or
// block, or nothing. It takes the first of these that leaves no more groups than
// a reader looks through.
func fold(k kind, changes []*view) []group {
	groups := groupBy(changes, func(v *view) (string, string) { return v.block, cause(k, v) })
	if len(groups) <= foldAbove {
		for i := range groups {
			groups[i].alike = k != content && k != created
		}
		return groups
	}
	groups = groupBy(changes, func(v *view) (string, string) { return v.block, "" })
	if len(groups) <= foldAbove {
		return groups
	}
	return []group{{changes: changes}}
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
		return changedLines(v.text)
	}
	return ""
}

// changedLines are the lines that go and come, without those around them.
func changedLines(t *texts) string {
	if t == nil { // of a saved plan that makes no sense
		return ""
	}
	var b strings.Builder
	for _, h := range t.hunks() {
		b.WriteString("@\n")
		for _, l := range h.Lines {
			if l.Op != plan.Keep {
				b.WriteByte(byte(l.Op))
				b.WriteString(l.Text())
				b.WriteByte('\n')
			}
		}
	}
	return b.String()
}
