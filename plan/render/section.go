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

// inSections sorts what is to be shown, each section in the plan's order: the
// changes with one of these actions, or all if no action is named.
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
			s.name, s.kind = sectionNames[k], kind(k)
			used = append(used, s)
		}
	}
	return used
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
	groups := singly(s.changes)
	if !o.full {
		groups = fold(s)
	}
	for _, g := range groups {
		o.group(g, foldAbove/len(groups)-examples)
	}
}
