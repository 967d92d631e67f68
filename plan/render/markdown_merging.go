package render

import (
	"fmt"
	"strings"

	"wikiform/internal/number"
	"wikiform/plan"
)

// merging shows what others wrote, as far as the difference of the page does not.
func (m *markdown) merging(of *merging) string {
	if of == nil {
		return ""
	}
	var b strings.Builder
	var lines []string
	for i, c := range of.clashes {
		if i == placesShown && !m.full {
			lines = append(lines, "… and "+number.Of(len(of.clashes)-i, "more place"))
			break
		}
		lines = append(lines, m.side(c, "the manifest", c.became(c.ours))...)
		lines = append(lines, m.side(c, "the page", c.became(c.theirs))...)
	}
	if lines != nil {
		b.WriteString(fenced(lines) + "\n")
	}
	if of.theirs != nil {
		b.WriteString("By others:\n\n" + fenced(m.diff(of.theirs.hunks(), hunkHeader)) + "\n")
	}
	return b.String()
}

// side shows what one side made of the lines that the manifest said last.
func (m *markdown) side(c clash, who string, made []plan.Hunk) []string {
	header := fmt.Sprintf("@@ line %s of the page: in %s @@", number.Grouped(c.line), who)
	if len(made) == 0 {
		return []string{header, "… as before"}
	}
	return m.diff(made, func(plan.Hunk) string { return header })
}
