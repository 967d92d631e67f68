package render

import (
	"fmt"
	"slices"

	"wikiform/internal/number"
	"wikiform/plan"
)

// section is the changes of one kind.
type section struct {
	name    string
	kind    kind
	changes []*view
	others  int // how many of them, the first, replace what somebody else did
}

type kind int

// The kinds of changes, in the order in which a reviewer needs them: what must
// be decided first, what is new last.
const (
	blocked kind = iota
	deleted
	moved
	redirected
	content
	description
	tagged
	restored
	created
	unknown
	heldBack // nothing is done, since the manifest lets it stay
	kinds
)

var sectionNames = [kinds]string{"Blocked", "Deletions", "Moves", "Redirects", "New versions", "Descriptions", "Change tags", "Undeletions", "New files", "Unknown", "Held back"}

// inSections sorts what is to be shown: the changes with one of these actions, or
// all if no action is named. In each section what replaces somebody else's work
// comes first; both halves are in the plan's order.
func inSections(views []*view, show ...plan.Action) []section {
	var all [kinds]section
	for _, v := range views {
		if asked(v, show) {
			all[v.kind].changes = append(all[v.kind].changes, v)
		}
	}
	var used []section
	for k, s := range all {
		if len(s.changes) > 0 {
			s.changes, s.others = othersFirst(s.changes)
			s.name, s.kind = sectionNames[k], kind(k)
			used = append(used, s)
		}
	}
	return used
}

// whose says of a number of changes that they concern what somebody else did.
func (s section) whose() string {
	switch s.kind {
	case deleted:
		return " brought by another account"
	case moved:
		return " with work of another account"
	case redirected:
		return " of another account"
	}
	return " replace what another account wrote"
}

func othersFirst(views []*view) (sorted []*view, others int) {
	var rest []*view
	for _, v := range views {
		if v.others {
			sorted = append(sorted, v)
		} else {
			rest = append(rest, v)
		}
	}
	return append(sorted, rest...), len(sorted)
}

func asked(v *view, show []plan.Action) bool {
	return len(show) == 0 || slices.Contains(show, v.action)
}

// hidden counts the changes that would be shown if they had been asked for.
func hidden(views []*view, show []plan.Action) int {
	n := 0
	for _, v := range views {
		if !asked(v, show) && v.kind != heldBack {
			n++
		}
	}
	return n
}

func (o *printer) section(s section) {
	o.blank()
	o.print(row{{fmt.Sprintf("%s (%s)", s.name, number.Grouped(len(s.changes))), o.bold}})
	if s.kind == heldBack {
		o.held(s)
		return
	}
	for _, g := range s.groups(o.full) {
		o.group(g)
	}
}
