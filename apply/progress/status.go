package progress

import (
	"fmt"
	"strings"
	"time"

	"wikiform/internal/columns"
	"wikiform/internal/number"
	"wikiform/provider"
)

const (
	// mostActive is how many files in flight get a line: all lines together
	// have to fit on a small terminal, or they could not be redrawn.
	mostActive = 8
	widestBar  = 30
)

// statusLines are the lines at the bottom of the terminal, none wider than
// width.
func statusLines(t *tracker, now time.Time, width int) []string {
	if t.files == 0 || t.finished == t.files && len(t.active) == 0 {
		return nil
	}
	shown := t.active[:min(len(t.active), mostActive)]
	names := 0
	for _, a := range shown {
		names = max(names, columns.Of(name(a.address)))
	}
	names = min(names, width/3)
	barSize := min(max(width-names-40, 0), widestBar)

	var lines []string
	for _, a := range shown {
		lines = append(lines, columns.Shorten(activeLine(a, now, names, barSize), width))
	}
	if more := len(t.active) - len(shown); more > 0 {
		lines = append(lines, columns.Shorten(fmt.Sprintf("and %d more in flight", more), width))
	}
	return append(lines, columns.Shorten(totalLine(t, barSize), width))
}

// activeLine: file.big  [=====>     ]  45%  24.0/96.0 MiB  12s
func activeLine(a *activity, now time.Time, names, barSize int) string {
	parts := []string{pad(name(a.address), names)}
	if a.content && a.last.Phase == provider.Sending && a.size > 0 {
		fraction := float64(a.sent) / float64(a.size)
		if b := bar(fraction, barSize); b != "" {
			parts = append(parts, b)
		}
		parts = append(parts, fmt.Sprintf("%3d%%", int(100*fraction)), of(a.sent, a.size))
	} else {
		parts = append(parts, doing(a, now))
	}
	if elapsed := now.Sub(a.began); elapsed >= time.Second {
		parts = append(parts, seconds(elapsed))
	}
	return strings.Join(parts, "  ")
}

// totalLine: 312/354 files  [=====>     ]  88%  1.6/1.8 GiB  3.1 MiB/s  ETA 2m10s
func totalLine(t *tracker, barSize int) string {
	parts := []string{fmt.Sprintf("%s/%s files", number.Grouped(t.finished), number.Grouped(t.files))}
	if done, all := t.progress(); barSize >= 5 && all > 0 {
		parts = append(parts, bar(done/all, barSize))
	}
	parts = append(parts, fmt.Sprintf("%3d%%", t.percent()))
	if t.total > 0 {
		parts = append(parts, of(t.bytes(), t.total))
		if r, ok := t.flow.rate(); ok && r >= 1 {
			parts = append(parts, number.Bytes(int64(r))+"/s")
		}
	}
	if left, ok := t.eta(); ok {
		parts = append(parts, "ETA "+seconds(left))
	}
	if t.stopping != "" {
		parts = append(parts, "stopping")
	}
	return strings.Join(parts, "  ")
}
