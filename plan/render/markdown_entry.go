package render

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/internal/columns"
	"wikiform/internal/number"
	"wikiform/plan"
)

// entry shows one change whole.
func (m *markdown) entry(v *view) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**\n\n", m.heading(v))
	b.WriteString(quoted(v.sentences()))
	b.WriteString(m.problem(v.why(), v.declared))
	if lines := v.dataLines(); lines != nil {
		b.WriteString(fenced(lines) + "\n")
	}
	b.WriteString(m.facts(v))
	b.WriteString(m.description(v.text))
	b.WriteString(m.merging(v.merging))
	return b.String()
}

// heading names a change: symbol, address, and the file on the wiki.
func (m *markdown) heading(v *view) string { return sign(v.action) + " " + m.names(v) }

func (m *markdown) names(v *view) string {
	s := codeSpan(brief(v.address))
	title := codeSpan(brief(v.was.Page()))
	if u := m.links.page(v); u != "" {
		title = "[" + title + "](" + u + ")"
	}
	s += " " + title
	if v.move != nil {
		s += " → " + codeSpan(brief(v.title.Page()))
	}
	if u := m.links.thumbnail(v); u != "" && v.writes() {
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
func (m *markdown) problem(why []string, declared plan.Position) string {
	if len(why) == 0 {
		return ""
	}
	var b strings.Builder
	for _, p := range why {
		fmt.Fprintf(&b, "- %s\n", prose(abstract(p)))
	}
	if at := declared.String(); at != "" {
		fmt.Fprintf(&b, "- declared at %s\n", codeSpan(brief(at)))
	}
	return b.String() + "\n"
}

// dataLines are what goes and what comes beside texts, as lines of a diff.
func (v *view) dataLines() []string {
	var lines []string
	if v.goes != nil {
		lines = append(lines, "- "+v.goes.facts())
	}
	if t := v.leads; t != nil {
		if t.before != "" {
			lines = append(lines, "- redirect to "+brief(t.before))
		}
		if t.after != "" {
			lines = append(lines, "+ redirect to "+brief(t.after))
		}
	}
	if v.content != nil {
		lines = append(lines, contentLines(v.content)...)
	}
	return lines
}

func (v *version) facts() string {
	return joined("sha1 "+v.SHA1.String(), number.Bytes(v.Size), v.pixels(), brief(v.media))
}

// contentLines are what goes and what comes, as lines of a diff.
func contentLines(c *contents) []string {
	var lines []string
	if c.before != nil {
		lines = append(lines, "- "+c.before.facts())
	}
	sum, size := "sha1 (known after upload)", ""
	if c.after.Known() {
		sum = "sha1 " + c.after.SHA1.String()
	}
	if c.after.Size > 0 { // a pin may come without one
		size = number.Bytes(c.after.Size)
	}
	return append(lines, "+ "+joined(sum, size, c.after.pixels(), c.after.media))
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
func (m *markdown) facts(v *view) string {
	facts := v.facts
	if v.goes != nil {
		facts = slices.Insert(slices.Clone(facts), 0, fact{"uploaded", v.goes.uploaded(), true})
	}
	if v.content != nil {
		facts = slices.Insert(slices.Clone(facts), 0, fact{label: "source", value: v.source.name})
	}
	var b strings.Builder
	for _, f := range facts {
		switch {
		case f.value == "":
		case f.said:
			fmt.Fprintf(&b, "- %s: %s\n", f.label, prose(abstract(f.value)))
		default:
			fmt.Fprintf(&b, "- %s: %s\n", f.label, codeSpan(brief(f.value)))
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return b.String() + "\n"
}

// lineColumns is how much of a line of a text a comment shows.
const lineColumns = 300

// description shows how the text of the page changes, if it does.
func (m *markdown) description(t *texts) string {
	if t == nil {
		return ""
	}
	said := ""
	switch {
	case t.unknown():
		said = "The old text is not known.\n\n"
	case t.goes && t.before.Text == "":
		said = "The page is empty.\n\n"
	case t.after == "" && !t.goes:
		said = "The text will be empty.\n\n"
	}
	return said + fenced(m.diff(t.hunks(), hunkHeader)) + "\n"
}

// diff is a unified diff; lines without a sign are ours.
func (m *markdown) diff(hunks []plan.Hunk, header func(plan.Hunk) string) []string {
	var lines []string
	shown := 0
	for _, h := range hunks {
		if shown >= diffLines && !m.full {
			return append(lines, "… and more from line "+number.Grouped(h.New)+" on")
		}
		lines = append(lines, header(h))
		for run := range runs(h.Lines) {
			most := len(run)
			if most > runLines+runLines/4 && !m.full {
				most = runLines
			}
			for _, l := range run[:most] {
				lines = append(lines, string(rune(l.Op))+mdLine(l))
			}
			if more := len(run) - most; more > 0 {
				lines = append(lines, "… and "+number.Of(more, "more line"))
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
		return head + fmt.Sprintf("… and %s of this line", number.Of(n-columns.Of(head), "more character"))
	}
	return s
}
