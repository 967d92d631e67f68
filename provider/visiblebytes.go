package provider

import (
	"bytes"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// VisibleSource gives the text of a file in a form of which any line may be
// printed behind something else. Its length is the same, since positions in it
// count bytes: what [Visible] would escape is a '?' for each of its bytes, but for
// line ends and tabs.
func VisibleSource(text []byte) []byte {
	out := bytes.Clone(text)
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		switch {
		case r == '\n', r == '\t', r == '\r' && i+1 < len(text) && text[i+1] == '\n':
		case r == utf8.RuneError && n == 1, !Shown(r), StartsRunnerCommand(string(text[i:min(len(text), i+8)])):
			copy(out[i:i+n], "????")
		}
		i += n
	}
	return out
}

// VisibleJSON gives a JSON text in which everything that [Visible] would not
// print as it is, is an escape: who reads JSON sees no difference. Nothing of the
// kind is outside of strings.
func VisibleJSON(text []byte) []byte {
	var out []byte // nil as long as nothing had to be escaped
	done := 0
	escape := func(at, n int, code rune) {
		out = append(out, text[done:at]...)
		done = at + n
		for _, unit := range utf16.AppendRune(nil, code) {
			out = fmt.Appendf(out, `\u%04x`, unit)
		}
	}
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '\\':
			i += 2
			continue
		case c == '#' && StartsRunnerCommand(string(text[i:min(i+6, len(text))])):
			escape(i, 1, '#')
		case c == 0x7f:
			escape(i, 1, 0x7f)
		case c < utf8.RuneSelf:
		default:
			r, n := utf8.DecodeRune(text[i:])
			if !Shown(r) {
				escape(i, n, r)
			}
			i += n
			continue
		}
		i++
	}
	if out == nil {
		return text
	}
	return append(out, text[done:]...)
}
