package provider

import (
	"strings"
	"unicode/utf8"
)

// EndComment puts an end behind a comment that has to survive on the wiki, such as the
// mark of a set. What is too long is cut before it.
func EndComment(comment, end string) string {
	comment, end = strings.TrimSpace(comment), strings.TrimSpace(end)
	if comment == "" || end == "" {
		return cutComment(comment+end, MaxComment)
	}
	return cutComment(comment, MaxComment-utf8.RuneCountInString(end)-1) + " " + end
}

// cutComment cuts s to at most limit characters, the last of which then is an
// ellipsis.
func cutComment(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	head := []rune(s)[:max(limit-1, 0)]
	return strings.TrimRight(string(head), " \t\n") + "…"
}
