package provider

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible gives foreign text (titles, texts and comments of a wiki, a manifest
// or a plan file) a form that is safe to print on one line of a terminal or of
// a CI log: what would move the cursor, change colours, reorder the line or
// hide is shown as an escape in Go's notation ("\x1b", "\u202e"), and so are
// the beginnings of commands to CI runners.
//
// The result is for people. It is not unique: a backslash stays one backslash.
func Visible(s string) string { return visible(s, true) }

// VisibleInside is [Visible] for what stands in a line behind something else.
func VisibleInside(s string) string { return visible(s, false) }

// VisibleLine is [Visible] for a message that may be made of several, such as those of
// errors that are joined: they stand in one line, and no escape between them.
func VisibleLine(s string) string {
	lines := strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' })
	return Visible(strings.Join(lines, "; "))
}

// VisibleText is [Visible] for a text of several lines that is going to be
// wrapped: a line can begin with any of its words then.
func VisibleText(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		words := strings.Split(line, " ")
		for j, word := range words {
			words[j] = Visible(word)
		}
		lines[i] = Visible(strings.Join(words, " ")) // words together can be a command, too
	}
	return strings.Join(lines, "\n")
}

// visible escapes in a part of a line; start is whether nothing but blanks
// stands before it.
func visible(s string, start bool) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		rest := s[i:]
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case start && strings.HasPrefix(rest, "::"):
			b.WriteString(`\x3a`)
		case StartsRunnerCommand(rest):
			b.WriteString(`\x23`)
		case Shown(r):
			b.WriteRune(r)
		default:
			b.WriteString(escaped(r))
		}
		start = start && unicode.IsSpace(r)
		i += n
	}
	return b.String()
}

// StartsRunnerCommand reports whether s begins as a command that CI runners
// find anywhere in a line of a log. The one they find only at the start of a
// line is "::".
func StartsRunnerCommand(s string) bool {
	const azure = "##vso["
	return strings.HasPrefix(s, "##[") || len(s) >= len(azure) && strings.EqualFold(s[:len(azure)], azure)
}

// isPlain reports whether s is ASCII that Visible would not touch.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == ':' && i+1 < len(s) && s[i+1] == ':' || c == '#' {
			return false
		}
	}
	return true
}

// Shown reports whether r is seen where it stands: letters, marks, numbers,
// symbols and blanks are. The two joiners are part of the spelling of Persian and
// Indian words and of emoji, and reorder nothing.
//
// This is the one answer to what is safe to print; line ends and tabs are not.
func Shown(r rune) bool {
	return unicode.IsGraphic(r) || r == 0x200C || r == 0x200D
}

func escaped(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < 0x100:
		return fmt.Sprintf(`\x%02x`, r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}
