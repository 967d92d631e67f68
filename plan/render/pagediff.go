package render

import (
	"bufio"
	"io"

	"wikiform/plan"
	"wikiform/provider"
)

// PageDiff writes how one text of a page becomes another, as a plan shows it. The error
// is the writer's.
func PageDiff(w io.Writer, before, after string, s Style) error {
	if s.Width <= 0 {
		s.Width = 80
	}
	out := &printer{w: bufio.NewWriter(w), palette: newPalette(s.Color), width: max(s.Width, 40), full: s.Full}
	out.hunks(plan.Diff(provider.NormalizeText(before), provider.NormalizeText(after)), true)
	return out.w.Flush()
}
