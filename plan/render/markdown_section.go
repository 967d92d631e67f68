package render

import (
	"fmt"
	"strings"

	"wikiform/internal/number"
	"wikiform/plan"
)

// section gives the parts of a section, grouped as for a terminal.
func (m *markdown) section(s section) *mdSection {
	sec := &mdSection{
		title: fmt.Sprintf("<b>%s (%s)</b>%s", s.name, number.Grouped(len(s.changes)), m.gist(s)),
		open:  s.kind == blocked || s.kind == deleted || s.others > 0, urgent: s.kind == blocked,
	}
	if s.kind == heldBack {
		m.held(sec, s)
		return sec
	}
	for _, g := range s.groups(m.full) {
		switch {
		case len(g.changes) <= examples, s.kind == deleted: // each by name, if there is any room
			sec.add(m, g.changes, nil)
		case g.alike:
			sec.parts = append(sec.parts, m.alike(g))
		default:
			rest := g.changes[examples:]
			n := min(g.named, len(rest))
			sec.add(m, g.changes[:examples], rest[:n])
			sec.counted += len(rest) - n
		}
	}
	if sec.counted > 0 {
		sec.of = ": large sections are folded, `-full` shows as many as there is room for."
	}
	return sec
}

// add appends changes that are shown whole if there is room, and others that
// are named only.
func (sec *mdSection) add(m *markdown, whole, byName []*view) {
	for _, c := range whole {
		p := &mdPart{changes: 1, name: "- " + m.heading(c) + "\n", whole: func() string { return m.entry(c) }}
		switch {
		case c.others:
			p.others, p.name = true, m.marked(c)
		case c.deleted:
			p.others, p.name = true, m.gone(c)
		}
		sec.parts = append(sec.parts, p)
	}
	for _, c := range byName {
		line := "- " + m.heading(c) + "\n"
		sec.parts = append(sec.parts, &mdPart{changes: 1, name: line, whole: func() string { return line }})
	}
}

// marked is the line of a change that replaces somebody else's work, short so
// that many of them find room.
func (m *markdown) marked(v *view) string {
	return fmt.Sprintf("- %s %s %s: %s\n", sign(v.action), codeSpan(brief(v.address)), codeSpan(brief(v.titles())),
		prose(brief(strings.Join(v.replaced(), "; "))))
}

// gone is the line of a deletion.
func (m *markdown) gone(v *view) string {
	return fmt.Sprintf("- %s %s %s %s\n", sign(v.action), codeSpan(brief(v.address)), codeSpan(brief(v.title.Page())), prose(v.loss()))
}

// gist is what a reviewer should know of a section before opening it: whose
// work it replaces, and how much is sent.
func (m *markdown) gist(s section) string {
	var said []string
	var bytes int64
	for _, c := range s.changes {
		if c.writes() {
			bytes += c.bytes()
		}
	}
	if s.others > 0 {
		said = append(said, number.Grouped(s.others)+s.whose())
	}
	if bytes > 0 {
		said = append(said, number.Bytes(bytes))
	}
	if len(said) == 0 {
		return ""
	}
	return ": " + strings.Join(said, ", ")
}

// alike says once what is to be said of every change of a group.
func (m *markdown) alike(g group) *mdPart {
	first := g.changes[0]
	head := fmt.Sprintf("%s %s in %s", sign(first.action), number.Of(len(g.changes), "file"), codeSpan(brief(g.block)))
	return &mdPart{
		changes: len(g.changes),
		name:    "- " + head + "\n",
		whole: func() string {
			var b strings.Builder
			fmt.Fprintf(&b, "**%s**, alike:\n\n", head)
			b.WriteString(quoted(summary(g.changes)))
			why, differ := g.why()
			b.WriteString(m.problem(why, first.declared))
			if first.adds != "" {
				fmt.Fprintf(&b, "- new tags: %s\n\n", codeSpan(brief(first.adds)))
			}
			b.WriteString(m.description(first.text))
			if g.words {
				fmt.Fprintf(&b, "%s.\n\n", sameWords+codeSpan(brief(first.address)))
			}
			for _, c := range g.changes[:examples] {
				b.WriteString("- " + m.names(c))
				if names := c.unsaid(); differ && names != "" {
					fmt.Fprintf(&b, ": %s", prose(abstract(names)))
				}
				b.WriteString("\n")
			}
			fmt.Fprintf(&b, "- … and %s more\n\n", number.Grouped(len(g.changes)-examples))
			return b.String()
		},
	}
}

// sign is the symbol of an action as a code span.
func sign(a plan.Action) string { return "`" + palette{}.symbol(a).sign + "`" }
