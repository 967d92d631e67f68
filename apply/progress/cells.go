package progress

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// cells is how many columns of a terminal a text takes.
func cells(s string) int {
	n := 0
	for _, r := range s {
		n += runeCells(r)
	}
	return n
}

func runeCells(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// fit cuts s to at most limit columns; what is cut ends in an ellipsis.
func fit(s string, limit int) string {
	if cells(s) <= limit {
		return s
	}
	n := 0
	for i, r := range s {
		if n += runeCells(r); n > limit-1 {
			return s[:i] + strings.Repeat("…", min(max(limit, 0), 1))
		}
	}
	return s
}

// pad makes s exactly size columns wide.
func pad(s string, size int) string {
	s = fit(s, size)
	return s + strings.Repeat(" ", max(size-cells(s), 0))
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
