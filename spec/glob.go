package spec

import (
	"strings"
	"unicode/utf8"
)

// Glob reports whether the whole of s matches. In a pattern * stands for any text
// and ? for one character; everything else stands for itself, brackets and quotes
// too, since addresses are full of them.
//
// Only the last * is ever tried
// again, so that no pattern costs more than len(pattern)·len(s).
func Glob(pattern, s string) bool {
	star, retry := -1, 0
	p, i := 0, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, retry = p, i
			p++
		case p < len(pattern) && pattern[p] == '?':
			_, n := utf8.DecodeRuneInString(s[i:])
			p, i = p+1, i+n
		case p < len(pattern) && pattern[p] == s[i]:
			p, i = p+1, i+1
		case star >= 0:
			retry++
			p, i = star+1, retry
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
