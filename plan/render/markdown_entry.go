package render

import (
	"fmt"
	"strings"

	"wikiform/internal/columns"
	"wikiform/internal/weburl"
	"wikiform/plan"
)

// entry shows one change whole.
func (m *markdown) entry(c *plan.Change) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**\n\n", m.heading(c))
	b.WriteString(quoted(sentences(c)))
	b.WriteString(m.problem(c))
	if c.Content {
		b.WriteString(fenced(m.content(c)) + "\n")
	}
	if c.Action == plan.Create || c.Action == plan.Update {
		b.WriteString(m.facts(c))
	}
	b.WriteString(m.description(c))
	return b.String()
}

// heading names a change: symbol, address, and the file on the wiki.
func (m *markdown) heading(c *plan.Change) string { return sign(c.Action) + " " + m.names(c) }

func (m *markdown) names(c *plan.Change) string {
	s := codeSpan(brief(string(c.Address)))
	title := codeSpan(brief(c.Title.Page()))
	if u := m.links.page(c); u != "" {
		title = "[" + title + "](" + u + ")"
	}
	s += " " + title
	if u := m.links.thumbnail(c); u != "" && (c.Content || c.Edit) {
		s += " ([picture](" + u + "))"
	}
	return s
}

// quoted shows remarks.
func quoted(remarks []string) string {
	if len(remarks) == 0 {
		return ""
	}
	var b strings.Builder
	for _, r := range remarks {
		fmt.Fprintf(&b, "> %s\n>\n", prose(abstract(r)))
	}
	return strings.TrimSuffix(b.String(), ">\n") + "\n"
}

// problem says why a change is not made, and where the manifest asks for it.
func (m *markdown) problem(c *plan.Change) string {
	if c.Problem == "" {
		return ""
	}
	var b strings.Builder
	for _, p := range strings.Split(c.Problem, "\n") {
		fmt.Fprintf(&b, "- %s\n", prose(abstract(p)))
	}
	if at := c.At.String(); at != "" {
		fmt.Fprintf(&b, "- declared at %s\n", codeSpan(brief(at)))
	}
	return b.String() + "\n"
}

// content is what goes and what comes, as lines of a diff.
func (m *markdown) content(c *plan.Change) []string {
	var lines []string
	if v := c.Before.Version; v != nil {
		lines = append(lines, "- "+joined("sha1 "+v.SHA1.String(), plan.Size(v.Size), pixels(v), brief(v.MIME)))
	}
	sum := "sha1 (known after upload)"
	if c.Digest.SHA1.Known() {
		sum = "sha1 " + c.Digest.SHA1.String()
	}
	size := ""
	if c.Digest.Size > 0 { // a pin may come without one
		size = plan.Size(c.Digest.Size)
	}
	after := m.pictures[c.Title].After
	return append(lines, "+ "+joined(sum, size, dimensions(after.Width, after.Height), after.Type))
}

func joined(facts ...string) string {
	var there []string
	for _, f := range facts {
		if f != "" {
			there = append(there, f)
		}
	}
	return strings.Join(there, "   ")
}

// facts are what is written beside content and text.
func (m *markdown) facts(c *plan.Change) string {
	var b strings.Builder
	item := func(label, value string) {
		if value != "" {
			fmt.Fprintf(&b, "- %s: %s\n", label, codeSpan(brief(value)))
		}
	}
	if c.Content {
		item("source", c.Source.Path+weburl.Shown(c.Source.URL))
	}
	item("comment", c.Comment)
	item("tags", strings.Join(c.Tags, ", "))
	if b.Len() == 0 {
		return ""
	}
	return b.String() + "\n"
}

// lineColumns is how much of a line of a text a comment shows.
const lineColumns = 300

// description shows how the text of the page changes.
func (m *markdown) description(c *plan.Change) string {
	if !c.WritesText() {
		return ""
	}
	said := ""
	switch {
	case c.Before.Page != nil && !c.Before.Page.HasText:
		said = "The old text is not known.\n\n"
	case *c.Text == "":
		said = "The text will be empty.\n\n"
	}
	return said + fenced(m.diff(c)) + "\n"
}

// diff is a unified diff; lines without a sign are ours.
func (m *markdown) diff(c *plan.Change) []string {
	var lines []string
	shown := 0
	for _, h := range textDiff(c) {
		if shown >= diffLines && !m.full {
			return append(lines, "… and more from line "+grouped(h.New)+" on")
		}
		lines = append(lines, hunkHeader(h))
		for run := range runs(h.Lines) {
			most := len(run)
			if most > runLines+runLines/4 && !m.full {
				most = runLines
			}
			for _, l := range run[:most] {
				lines = append(lines, string(rune(l.Op))+mdLine(l))
			}
			if more := len(run) - most; more > 0 {
				lines = append(lines, "… and "+count(more, "more line"))
			}
			shown += most
		}
	}
	return lines
}

func hunkHeader(h plan.Hunk) string {
	var old, now int
	for _, l := range h.Lines {
		if l.Op != plan.Insert {
			old++
		}
		if l.Op != plan.Remove {
			now++
		}
	}
	return fmt.Sprintf("@@ -%d,%d +%d,%d @@", h.Old, old, h.New, now)
}

// mdLine is a line with what a reader needs of it, if it is a long one.
func mdLine(l plan.Line) string {
	text := make(row, len(l.Spans))
	for i, s := range l.Spans {
		text[i] = piece{visibleSpan(s.Text, i == 0), nil}
	}
	s := text.plain()
	if columns.Of(s) <= lineColumns {
		return s
	}
	if l.Op != plan.Keep {
		for i, span := range l.Spans {
			if !span.Changed {
				text[i].text = near(text[i].text, i > 0, i < len(text)-1)
			}
		}
		s = text.plain()
	}
	if n := columns.Of(s); n > lineColumns {
		head, _ := columns.Cut(s, lineColumns)
		return head + fmt.Sprintf("… and %s of this line", count(n-columns.Of(head), "more character"))
	}
	return s
}
