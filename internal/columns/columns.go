// Package columns counts the columns that a terminal gives to a text, and cuts
// and wraps texts by them. What it is given must have been made visible.
package columns

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Of is the number of columns that a terminal gives to s. East Asian wide
// characters and emoji take two, marks and joiners none.
func Of(s string) int {
	n := 0
	for _, r := range s {
		n += ofRune(r)
	}
	return n
}

func ofRune(r rune) int {
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

// Cut splits s after at most n columns, never before a mark.
func Cut(s string, n int) (head, tail string) {
	for i, r := range s {
		w := ofRune(r)
		if n -= w; n < 0 && w > 0 {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

// Shorten makes s fit into n columns, with an ellipsis for what is left out.
func Shorten(s string, n int) string {
	if Of(s) <= n {
		return s
	}
	if n < 1 {
		return ""
	}
	head, _ := Cut(s, n-1)
	return head + "…"
}

// Wrap breaks prose into lines of at most n columns, between words where it can.
func Wrap(s string, n int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range strings.Split(s, " ") {
		w := Of(word)
		if used > 0 && used+1+w > n {
			lines = append(lines, line)
			line, used = "", 0
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		for w > n {
			head, tail := Cut(word, n)
			if head == "" {
				break // not even one character fits
			}
			lines = append(lines, line+head)
			line, used, word = "", 0, tail
			w -= Of(head)
		}
		line, used = line+word, used+w
	}
	return append(lines, line)
}
