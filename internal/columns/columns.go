// Package columns counts the columns that a terminal gives to a text, and cuts
// and wraps texts by them. What it is given must have been made visible.
package columns

import (
	"strings"

	"github.com/rivo/uniseg"
)

// Of is the number of columns that a terminal gives to s. What a reader takes
// for one character is one, of however many code points it is made: an emoji
// with its skin or its family, a flag, a letter with its marks. East Asian wide
// characters and emoji take two columns, marks and joiners none.
func Of(s string) int {
	if printable(s) {
		return len(s)
	}
	return uniseg.StringWidth(s)
}

// printable reports whether s is ASCII alone, as nearly all texts are.
func printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// Cut splits s after at most n columns, never within a character.
func Cut(s string, n int) (head, tail string) {
	for rest, state := s, -1; rest != ""; {
		_, more, w, now := uniseg.FirstGraphemeClusterInString(rest, state)
		if n -= w; n < 0 && w > 0 {
			return s[:len(s)-len(rest)], rest
		}
		rest, state = more, now
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
