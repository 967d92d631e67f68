package render

import (
	"fmt"
	"slices"

	"wikiform/plan"
)

// section is the changes of one kind.
type section struct {
	name    string
	kind    kind
	changes []*plan.Change
	others  int // how many of them, the first, replace what somebody else did
}

type kind int

// The kinds of changes, in the order in which a reviewer needs them: what must
// be decided first, what is new last.
const (
	blocked kind = iota
	content
	description
	created
	unknown
	kinds
)

var sectionNames = [kinds]string{"Blocked", "New versions", "Descriptions", "New files", "Unknown"}

// inSections sorts what is to be shown: the changes with one of these actions, or
// all if no action is named. In each section what replaces somebody else's work
// comes first; both halves are in the plan's order.
func inSections(changes []plan.Change, show ...plan.Action) []section {
	var all [kinds]section
	for i := range changes {
		c := &changes[i]
		if k, shown := kindOf(c); shown && asked(c, show) {
			all[k].changes = append(all[k].changes, c)
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

func othersFirst(changes []*plan.Change) (sorted []*plan.Change, others int) {
	var rest []*plan.Change
	for _, c := range changes {
		if c.ReplacesOthers() {
			sorted = append(sorted, c)
		} else {
			rest = append(rest, c)
		}
	}
	return append(sorted, rest...), len(sorted)
}

func asked(c *plan.Change, show []plan.Action) bool {
	return len(show) == 0 || slices.Contains(show, c.Action)
}

// hidden counts the changes that would be shown if they had been asked for.
func hidden(changes []plan.Change, show []plan.Action) int {
	n := 0
	for i := range changes {
		if _, shown := kindOf(&changes[i]); shown && !asked(&changes[i], show) {
			n++
		}
	}
	return n
}

func kindOf(c *plan.Change) (k kind, shown bool) {
	switch {
	case c.Action == plan.Blocked:
		return blocked, true
	case c.Action == plan.Create:
		return created, true
	case c.Action == plan.Update && c.Content:
		return content, true
	case c.Action == plan.Update:
		return description, true
	case c.Action == plan.Unknown:
		return unknown, true
	}
	return 0, false
}

func (o *printer) section(s section) {
	o.blank()
	o.print(row{{fmt.Sprintf("%s (%s)", s.name, grouped(len(s.changes))), o.bold}})
	for _, g := range s.groups(o.full) {
		o.group(g)
	}
}
