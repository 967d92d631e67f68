package sandbox

import (
	"crypto/sha1"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"wikiform/provider"
)

// clean gives a parameter the form in which MediaWiki reads it: valid UTF-8,
// NFC, no C0 controls but tab and line ends.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return utf8.RuneError
		}
		return r
	}, s)
	return norm.NFC.String(s)
}

var (
	pipeEnd  = regexp.MustCompile(`\[\[((?:[^\[\]|:]*:)?)([^\[\]|]*?)( ?\([^()\[\]|]*\))?\|\]\]`)
	lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")
)

// shorten cuts a comment as MediaWiki does: 500 characters, the last three dots.
func shorten(comment string) string {
	if utf8.RuneCountInString(comment) <= 500 {
		return comment
	}
	return string([]rune(comment)[:497]) + "..."
}

func textSum(text string) provider.SHA1 { return sha1.Sum([]byte(text)) }
