package cli

import (
	"fmt"
	"strings"

	"wikiform/plan"
	"wikiform/provider"
)

// show prints the difference of two texts as diff -u does, for people: what
// could steer a terminal is written out.
func (f *formatter) show(name string, before, after []byte) error {
	p := f.app.paint(f.app.Out)
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n", p.Bold("--- "+provider.Visible(name)), p.Bold("+++ "+provider.Visible(name)))
	hunks := plan.Diff(strings.TrimSuffix(string(before), "\n"), strings.TrimSuffix(string(after), "\n"))
	for _, h := range hunks {
		fmt.Fprintln(&b, p.Faint(hunkHead(h)))
		for _, l := range h.Lines {
			line := string(rune(l.Op)) + visibleCode(l.Text())
			switch l.Op {
			case plan.Insert:
				line = p.Good(line)
			case plan.Remove:
				line = p.Bad(line)
			}
			fmt.Fprintln(&b, line)
		}
	}
	_, err := f.app.Out.Write([]byte(b.String()))
	return err
}

// visibleCode is a line of a manifest behind a sign, with its tabs as they are.
func visibleCode(line string) string {
	parts := strings.Split(line, "\t")
	for i, part := range parts {
		parts[i] = provider.VisibleInside(part)
	}
	return strings.Join(parts, "\t")
}

// hunkHead is the line with the numbers of lines, as patch reads it.
func hunkHead(h plan.Hunk) string {
	before, after := 0, 0
	for _, l := range h.Lines {
		if l.Op != plan.Insert {
			before++
		}
		if l.Op != plan.Remove {
			after++
		}
	}
	return fmt.Sprintf("@@ -%d,%d +%d,%d @@", h.Old, before, h.New, after)
}
