package wikilinks

import (
	"slices"
	"sort"
)

// span is a part of a text.
type span struct{ begin, end int }

// calls are the outermost templates and parameters of a wikitext, in their order.
type calls []span

// around gives the call that a place is in.
func (c calls) around(at int) (span, bool) {
	i := sort.Search(len(c), func(i int) bool { return c[i].end > at })
	if i == len(c) || c[i].begin > at {
		return span{}, false
	}
	return c[i], true
}

// run is a row of brackets that is open: where it begins, and how many of them are left.
type run struct {
	at, n   int
	bracket byte
}

// partner closes what a bracket opens.
var partner = map[byte]byte{'{': '}', '[': ']'}

// callsIn pairs brackets as the wiki's preprocessor does: only what was opened last can be
// closed, two or three at a time, and what stays open is text.
func callsIn(blank string) calls {
	var open []run
	var pairs []span // of braces; an outer pair comes after those within
	for i := 0; i < len(blank); {
		b, n := blank[i], 1
		switch b {
		case '{', '[', '}', ']':
		default:
			i++
			continue
		}
		for i+n < len(blank) && blank[i+n] == b {
			n++
		}
		if partner[b] != 0 && n > 1 {
			open = append(open, run{i, n, b})
		}
		end := i + n
		for n > 1 && len(open) > 0 && partner[open[len(open)-1].bracket] == b {
			top := &open[len(open)-1]
			k := 2
			if b == '}' && min(n, top.n) > 2 {
				k = 3
			}
			n, top.n = n-k, top.n-k
			if b == '}' {
				pairs = append(pairs, span{top.at + top.n, end - n})
			}
			if top.n < 2 {
				open = open[:len(open)-1]
			}
		}
		i = end
	}
	return outermost(pairs)
}

// outermost leaves out what is within another pair.
func outermost(pairs []span) calls {
	var c calls
	for _, p := range slices.Backward(pairs) {
		if len(c) == 0 || p.end <= c[len(c)-1].begin {
			c = append(c, p)
		}
	}
	slices.Reverse(c)
	return c
}
