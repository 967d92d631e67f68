package sandbox

import (
	"slices"
	"strings"
)

// merge applies what was changed between base and mine to theirs, or reports
// that the changes touch. It knows one stretch of changed lines on each side,
// which is less than diff3 knows and never merges what diff3 would not.
func merge(base, mine, theirs string) (merged string, ok bool) {
	if mine == theirs || mine == base {
		return theirs, true
	}
	b, m, t := lines(base), lines(mine), lines(theirs)
	mHead, mTail := common(b, m)
	tHead, tTail := common(b, t)
	switch {
	case len(b)-mTail < tHead:
		return join(m[:len(m)-mTail], b[len(b)-mTail:tHead], t[tHead:]), true
	case len(b)-tTail < mHead:
		return join(t[:len(t)-tTail], b[len(b)-tTail:mHead], m[mHead:]), true
	}
	return "", false
}

// common is how many lines are the same at the head and at the tail.
func common(a, b []string) (head, tail int) {
	n := min(len(a), len(b))
	for head < n && a[head] == b[head] {
		head++
	}
	for tail < n-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	return head, tail
}

func lines(s string) []string { return strings.Split(s, "\n") }

func join(parts ...[]string) string { return strings.Join(slices.Concat(parts...), "\n") }
