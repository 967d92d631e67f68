package progress

import (
	"regexp"
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

// escapes are what colours a text and takes no column.
var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

// wrap breaks lines of at most n columns between words; a word that is longer is left
// to the terminal. What a line is indented by, the next ones are.
func wrap(text string, n int) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		now, used := indent, len(indent)
		for i, word := range strings.Split(line[len(indent):], " ") {
			w := columns.Of(escapes.ReplaceAllLiteralString(word, ""))
			switch {
			case i == 0:
			case used+1+w > n && used > len(indent):
				lines = append(lines, strings.TrimRight(now, " "))
				now, used = indent+"  ", len(indent)+2
			default:
				now, used = now+" ", used+1
			}
			now, used = now+word, used+w
		}
		lines = append(lines, now)
	}
	return strings.Join(lines, "\n")
}

// shorten makes a message fit into n columns, cut off between words if it has any.
func shorten(s string, n int) string {
	if columns.Of(s) <= n {
		return s
	}
	head, _ := columns.Cut(s, max(n-1, 0))
	if at := strings.LastIndexByte(head, ' '); at > 0 && s[len(head)] != ' ' {
		head = head[:at]
	}
	return columns.Shorten(strings.TrimRight(head, " ")+"…", n)
}
