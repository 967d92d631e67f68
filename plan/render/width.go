package render

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Columns is the number of columns that a terminal gives to s, which must have
// been made visible. East Asian wide characters and emoji take two, marks and
// joiners none.
func Columns(s string) int {
	n := 0
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	if r < utf8.RuneSelf {
		return 1
	}
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// cut splits s after at most n columns, never before a mark.
func cut(s string, n int) (head, tail string) {
	for i, r := range s {
		w := runeColumns(r)
		if n -= w; n < 0 && w > 0 {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

// Shorten makes s fit into n columns, with an ellipsis for what is left out.
func Shorten(s string, n int) string {
	if Columns(s) <= n {
		return s
	}
	if n < 1 {
		return ""
	}
	head, _ := cut(s, n-1)
	return head + "…"
}

// wrap breaks prose into lines of at most n columns, between words where it can.
func wrap(s string, n int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range strings.Split(s, " ") {
		w := Columns(word)
		if used > 0 && used+1+w > n {
			lines = append(lines, line)
			line, used = "", 0
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		for w > n {
			head, tail := cut(word, n)
			if head == "" {
				break // not even one character fits
			}
			lines = append(lines, line+head)
			line, used, word = "", 0, tail
			w -= Columns(head)
		}
		line, used = line+word, used+w
	}
	return append(lines, line)
}
