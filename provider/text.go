package provider

import (
	"crypto/sha1"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// NormalizeText gives a page's text the form in which the wiki stores it
// (facts §7.1), so that a wanted and a stored text are compared with ==: NFC,
// line feeds only, U+FFFD for control characters, no blanks at the very end.
func NormalizeText(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r < ' ' && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF:
			return 0xFFFD
		}
		return r
	}, s)
	return strings.TrimRight(norm.NFC.String(s), " \t\n")
}

// TextSHA1 is the sum by which the wiki knows a stored text.
func TextSHA1(s string) SHA1 { return sha1.Sum([]byte(s)) }
