package render

import (
	"fmt"
	"strings"

	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
)

// group shows changes that belong together: all of them if they are few, else
// some in full, some by name, and how many more there are.
func (o *printer) group(g group) {
	switch {
	case len(g.changes) <= examples:
		for _, c := range g.changes {
			o.entry(c)
		}
		return
	case g.changes[0].deleted:
		o.deletions(g)
		return
	case g.alike:
		o.alike(g)
		return
	}
	for _, c := range g.changes[:examples] {
		o.entry(c)
	}
	o.blank()
	rest := g.changes[examples:]
	byName := rest[:min(g.named, len(rest))]
	for _, c := range byName {
		o.heading(c)
	}
	o.more(symbolAt+2, g.block, rest[len(byName):])
	o.remarks(summary(rest))
}

// alike says once what is to be said of every change of the group.
func (o *printer) alike(g group) {
	first := g.changes[0]
	s := o.symbol(first.action)
	o.blank()
	o.print(row{{strings.Repeat(" ", symbolAt), nil}, {s.sign, s.ink}, {" ", nil},
		{provider.Visible(g.block), o.bold}, {"  " + number.Of(len(g.changes), "file"), nil}})
	o.remarks(summary(g.changes))
	why, differ := g.why()
	o.problem(why, first.declared)
	o.value("new tags", first.adds)
	o.description(first.text)
	if g.words {
		o.aside("(" + sameWords + first.address + ")")
	}
	for _, c := range g.changes[:examples] {
		o.prose(labelAt, nil, c.address+"  "+c.titles(), nil)
		if names := c.unsaid(); differ && names != "" {
			o.prose(labelAt+2, nil, names, nil)
		}
	}
	o.more(labelAt, g.block, g.changes[examples:])
}

// deletions names every file that is deleted: nobody can agree to a number.
func (o *printer) deletions(g group) {
	s := o.symbol(plan.Delete)
	o.blank()
	o.print(row{{strings.Repeat(" ", symbolAt), nil}, {s.sign, s.ink}, {" ", nil},
		{provider.Visible(g.block), o.bold}, {"  " + number.Of(len(g.changes), "title"), nil}})
	o.remarks(summary(g.changes))
	reason, one := g.reason()
	o.value("reason", reason)
	for _, c := range g.changes {
		line := c.address + "  " + c.title.Page() + "  " + c.loss()
		if !one {
			line += ": " + c.reason()
		}
		o.prose(labelAt, row{{"- ", o.remove}}, line, nil)
	}
	o.prose(labelAt, nil, "(-full shows the texts of their pages)", o.dim)
}

// more counts changes that are not shown, and their bytes.
func (o *printer) more(indent int, block string, hidden []*view) {
	if len(hidden) == 0 {
		return
	}
	text := fmt.Sprintf("… and %s more", number.Grouped(len(hidden)))
	if block != "" {
		text += " of " + block
	}
	var bytes int64
	used := 0
	for _, c := range hidden {
		bytes += c.bytes()
		if c.inUse() != "" {
			used++
		}
	}
	if bytes > 0 {
		text += ", " + number.Bytes(bytes)
	}
	if used > 0 {
		text += ", " + number.Grouped(used) + " of them named by pages"
	}
	o.prose(indent, nil, text+" (-full shows all)", o.dim)
}

// summary puts the remarks of many changes together, each with how many files it
// is about.
func summary(cs []*view) []string {
	var order []string
	times := map[string]int{}
	for _, c := range cs {
		for _, r := range c.remarks {
			s := gist(r)
			if times[s]++; times[s] == 1 {
				order = append(order, s)
			}
		}
	}
	for i, s := range order {
		order[i] = fmt.Sprintf("%s (%s)", s, number.Of(times[s], "file"))
	}
	for _, s := range []string{merged(cs), keeping(cs)} {
		if s != "" {
			order = append(order, s)
		}
	}
	return order
}

// gist is what a remark has in common with those of other changes.
func gist(r plan.Remark) string {
	switch r.Kind {
	case plan.HasNeighbours:
		return "the wiki has a file of nearly the same name"
	case plan.BroughtBack:
		return "replaces our own work, which " + author(r.User) + " brought back"
	}
	return r.Text
}

func author(user string) string {
	if user == "" {
		return "a hidden account"
	}
	return user
}
