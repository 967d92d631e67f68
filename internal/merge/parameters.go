package merge

import (
	"slices"
	"strconv"
	"strings"
)

// Wikitext has its facts in parameters of templates, {{Information|author=Anna|date=1912}},
// several in one line or in lines that touch. Two people who change two of them are in
// nobody's way, and lines alone cannot tell.

// mostCalls is of how many calls in one place it is tried whether the changes are in them.
const mostCalls = 20

// parameters joins what both sides made of one place, where they changed different
// parameters of one template call and nothing else. Inside: the place begins within a call.
func parameters(p place, inside bool) (lines []string, joined bool) {
	var sides [3][]call
	for i, side := range [][]string{p.base, p.ours, p.theirs} {
		var ok bool
		if sides[i], ok = calls(strings.Join(side, "\n"), inside); !ok {
			return nil, false
		}
	}
	for n := range min(mostCalls, len(sides[0]), len(sides[1]), len(sides[2])) {
		if text, joined := joinCalls(sides[0][n], sides[1][n], sides[2][n]); joined {
			return strings.Split(text, "\n"), true
		}
	}
	return nil, false
}

// joinCalls joins what two sides made of a call. The texts around it have to be the same.
func joinCalls(base, ours, theirs call) (text string, joined bool) {
	for _, c := range []call{ours, theirs} {
		if c.head != base.head || c.tail != base.tail {
			return "", false
		}
	}
	keys, ok := joinKeys(base.keys, ours.keys, theirs.keys)
	if !ok {
		return "", false
	}
	b, o, t := base.values(), ours.values(), theirs.values()
	var params []string
	stays := make(map[string]bool, len(keys))
	for _, key := range keys {
		stays[key] = true
		value, ok := joinValues(b[key], o[key], t[key])
		if !ok {
			return "", false
		}
		params = append(params, *value)
	}
	for _, key := range base.keys {
		if !stays[key] { // removed by one side, and left alone by the other one
			if value, ok := joinValues(b[key], o[key], t[key]); !ok || value != nil {
				return "", false
			}
		}
	}
	return base.head + "|" + strings.Join(params, "|") + base.tail, true
}

// joinKeys gives the parameters that there will be: at most one side may have added some,
// removed some, or put them in another order. None may be known by its number then, since
// that would be another one's.
func joinKeys(base, ours, theirs []string) (keys []string, ok bool) {
	sameOurs, sameTheirs := slices.Equal(ours, base), slices.Equal(theirs, base)
	switch {
	case sameOurs && sameTheirs:
		return base, true
	case slices.ContainsFunc(slices.Concat(base, ours, theirs), isNumber):
		return nil, false
	case sameTheirs, slices.Equal(ours, theirs):
		return ours, true
	}
	return theirs, sameOurs
}

func isNumber(key string) bool {
	_, err := strconv.Atoi(key)
	return err == nil
}

// joinValues joins three values of a parameter; nil is none.
func joinValues(base, ours, theirs *string) (value *string, ok bool) {
	same := func(a, b *string) bool { return a == b || a != nil && b != nil && *a == *b }
	switch {
	case same(base, theirs), same(ours, theirs):
		return ours, true
	case same(base, ours):
		return theirs, true
	}
	return nil, false
}
