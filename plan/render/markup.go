package render

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"wikiform/provider"
)

// Foreign text reaches a comment in one of three ways: as a code span, inside a
// fence, or as prose in which every sign that Markdown or a forge could take for
// its own is a character reference. Forges look for mentions and references in
// what Markdown leaves of a text, so a reference alone does not stop them; a
// zero-width space behind the sign does.

// codeSpan makes a code span: in it no forge looks for anything.
func codeSpan(s string) string {
	s = guarded(provider.Visible(s))
	if s == "" {
		s = " " // two backticks alone are none
	}
	fence := strings.Repeat("`", longestRun(s, '`')+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") || strings.HasPrefix(s, " ") && strings.HasSuffix(s, " ") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// prose makes running text. It is safe in Markdown and in HTML.
func prose(s string) string {
	s = strings.TrimSpace(guarded(provider.Visible(s)))
	var b strings.Builder
	start := true // of the text: what would begin a list or a heading
	for len(s) > 0 {
		if n := commitLike(s, b.String()); n > 0 {
			b.WriteString(codeSpan(s[:n]))
			s, start = s[n:], false
			continue
		}
		r, n := utf8.DecodeRuneInString(s)
		next, _ := utf8.DecodeRuneInString(s[n:])
		if strings.ContainsRune("`*_{}[]<>#!|~@$^&\\", r) || start && unicode.IsPunct(r) || start && strings.ContainsRune("+=", r) {
			fmt.Fprintf(&b, "&#%d;", r)
		} else {
			b.WriteRune(r)
		}
		if refers(r, next) || endsPrefix(b.String(), next) {
			b.WriteString("&#8203;")
		}
		start = start && (unicode.IsDigit(r) || r == ' ')
		s = s[n:]
	}
	return b.String()
}

// refers reports whether a forge could take a sign and what follows it for a
// mention (@name), a reference (#1, !2, ~label), an emoji or a URL.
func refers(sign, next rune) bool {
	if next == utf8.RuneError || next == ' ' {
		return false
	}
	return strings.ContainsRune("@#!~%$&^", sign) || sign == ':' && !unicode.IsDigit(next)
}

// endsPrefix reports whether what was written ends as a link or a reference
// begins that has no sign of its own.
func endsPrefix(written string, next rune) bool {
	tail := strings.ToLower(written[max(0, len(written)-4):])
	return strings.HasSuffix(tail, "www") && next == '.' || strings.HasSuffix(tail, "gh-") && unicode.IsDigit(next) ||
		strings.HasSuffix(tail, "gl-") && unicode.IsDigit(next)
}

var commitName = regexp.MustCompile(`^[0-9a-f]{7,40}\b`)

// commitLike is the length of what a forge could take for the name of a commit
// at the start of s, 0 for none.
func commitLike(s, before string) int {
	if last, _ := utf8.DecodeLastRuneInString(before); before != "" && (unicode.IsLetter(last) || unicode.IsDigit(last)) {
		return 0
	}
	if c := s[0]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
		return 0
	}
	word := commitName.FindString(s)
	if !strings.ContainsAny(word, "abcdef") {
		return 0
	}
	return len(word)
}

// fenced puts lines of a difference into a fence that none of them can close.
func fenced(lines []string) string { return fencedAs("diff", lines) }

// fencedAs does so with lines of some language.
func fencedAs(language string, lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	longest := 2
	for i, l := range lines {
		lines[i] = guarded(l)
		longest = max(longest, longestRun(l, '`'))
	}
	fence := strings.Repeat("`", longest+1)
	return fence + language + "\n" + strings.Join(lines, "\n") + "\n" + fence + "\n"
}

// guarded keeps a finished line from being a command to a CI runner.
func guarded(line string) string {
	r := row{{line, nil}}
	r.guard()
	return r[0].text
}

func longestRun(s string, c byte) int {
	longest, run := 0, 0
	for i := range len(s) {
		if s[i] != c {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}
