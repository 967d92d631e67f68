package reconcile

import "strings"

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
