package render

import (
	"fmt"
	"strings"

	"wikiform/plan"
	"wikiform/provider"
)

// group shows changes that belong together: all of them if they are few, else
// some in full, some by name, and how many more there are.
func (o *printer) group(g group, named int) {
	if len(g.changes) <= examples {
		for _, c := range g.changes {
			o.entry(c)
		}
		return
	}
	if g.alike {
		o.alike(g)
		return
	}
	for _, c := range g.changes[:examples] {
		o.entry(c)
	}
	o.blank()
	rest := g.changes[examples:]
	byName := rest[:min(named, len(rest))]
	for _, c := range byName {
		o.heading(c)
	}
	o.more(symbolAt+2, g.block, rest[len(byName):])
	o.remarks(summary(rest, o.account))
}

// alike says once what is to be said of every change of the group.
func (o *printer) alike(g group) {
	first := g.changes[0]
	s := o.symbol(first.Action)
	o.blank()
	o.print(row{{strings.Repeat(" ", symbolAt), nil}, {s.sign, s.ink}, {" ", nil},
		{provider.Visible(g.block), o.bold}, {"  " + count(len(g.changes), "file"), nil}})
	o.remarks(summary(g.changes, o.account))
	o.problem(first)
	if first.WritesText() {
		o.description(first)
	}
	for _, c := range g.changes[:examples] {
		o.prose(labelAt, nil, string(c.Address)+"  "+c.Title.Page(), nil)
	}
	o.more(labelAt, g.block, g.changes[examples:])
}

// more counts changes that are not shown, and their bytes.
func (o *printer) more(indent int, block string, hidden []*plan.Change) {
	if len(hidden) == 0 {
		return
	}
	text := fmt.Sprintf("… and %s more", grouped(len(hidden)))
	if block != "" {
		text += " of " + block
	}
	var bytes int64
	for _, c := range hidden {
		if c.Content {
			bytes += c.Digest.Size
		}
	}
	if bytes > 0 {
		text += ", " + plan.Size(bytes)
	}
	o.prose(indent, nil, text+" (-full shows all)", o.dim)
}

// summary puts the remarks of many changes together. Whose work is replaced is
// counted by account, everything else by its words.
func summary(cs []*plan.Change, account string) []string {
	var order []string
	times := map[string]int{}
	add := func(s string) {
		if times[s]++; times[s] == 1 {
			order = append(order, s)
		}
	}
	for _, c := range cs {
		if v := c.Before.Version; c.Content && v != nil && (account == "" || v.User != account) {
			add("replaces what " + author(v.User) + " uploaded")
		}
		if p := c.Before.Page; c.Edit && p != nil && (account == "" || p.User != account) {
			add("replaces what " + author(p.User) + " wrote")
		}
		for _, r := range c.Remarks {
			if !strings.HasPrefix(r, "replaces ") {
				add(r)
			}
		}
	}
	for i, s := range order {
		order[i] = fmt.Sprintf("%s (%s)", s, count(times[s], "file"))
	}
	return order
}

func author(user string) string {
	if user == "" {
		return "a hidden account"
	}
	return user
}
