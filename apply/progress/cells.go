package progress

import (
	"strings"

	"wikiform/internal/columns"
)

// pad makes s exactly size columns wide.
func pad(s string, size int) string {
	s = columns.Shorten(s, size)
	return s + strings.Repeat(" ", max(size-columns.Of(s), 0))
}

// bar draws how much of a whole is done, in ASCII: other bars have another
// width in East Asian fonts.
func bar(fraction float64, size int) string {
	if size < 5 {
		return ""
	}
	inner := size - 2
	full := min(max(int(fraction*float64(inner)), 0), inner)
	head := ""
	if full > 0 && full < inner {
		full, head = full-1, ">"
	}
	return "[" + strings.Repeat("=", full) + head + strings.Repeat(" ", inner-full-len(head)) + "]"
}
