package reconcile

import (
	"strings"
	"unicode/utf8"

	"wikiform/provider"
)

// marked puts the mark of ownership at the end of a comment, which is shortened
// so that the mark survives on the wiki.
func marked(comment, mark string) string {
	comment, mark = strings.TrimSpace(comment), strings.TrimSpace(mark)
	if comment == "" || mark == "" {
		return shorten(comment+mark, provider.MaxComment)
	}
	return shorten(comment, provider.MaxComment-utf8.RuneCountInString(mark)-1) + " " + mark
}

// shorten cuts s to at most limit characters, the last of which then is an
// ellipsis.
func shorten(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	head := []rune(s)[:max(limit-1, 0)]
	return strings.TrimRight(string(head), " \t\n") + "…"
}

// because adds to a comment why a limit was overridden.
func because(comment, forced string) string {
	switch forced = strings.TrimSpace(forced); {
	case forced == "":
		return comment
	case strings.TrimSpace(comment) == "":
		return forced
	}
	return strings.TrimSpace(comment) + " (" + forced + ")"
}
