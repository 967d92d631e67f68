package plan

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff/lcs"
	"github.com/rivo/uniseg"
)

// pair is a removed line and the inserted one that takes its place.
type pair struct {
	removed, inserted int // indexes of the lines
	from, to          []Span
}

// searchBytes bounds the search for partners: every removed line is held
// against every inserted one only in blocks up to this size.
const searchBytes = 16 << 10

// partners finds the lines that were changed rather than exchanged, in order.
// In large blocks the n-th removed line can only be the partner of the n-th
// inserted one.
func partners(removed, inserted []string) []pair {
	window := 1
	if size(removed)*len(inserted)+size(inserted)*len(removed) <= searchBytes {
		window = len(inserted)
	}
	var ps []pair
	next := 0
	for i, old := range removed {
		if window == 1 {
			next = i
		}
		for j := next; j < min(next+window, len(inserted)); j++ {
			if from, to, alike := words(old, inserted[j]); alike {
				ps = append(ps, pair{i, j, from, to})
				next = j + 1
				break
			}
		}
	}
	return ps
}

func size(lines []string) int {
	n := 0
	for _, l := range lines {
		n += len(l)
	}
	return n
}

// words compares two lines word by word. They are alike if at least two fifths
// of what is written in them is the same.
func words(before, after string) (from, to []Span, alike bool) {
	a, b := tokens(before), tokens(after)
	kept := written(a)
	ai, bi := 0, 0
	for _, d := range joined(lcs.DiffLines(a, b), a) {
		kept -= written(a[d.Start:d.End])
		from = appendSpans(from, a[ai:d.Start], a[d.Start:d.End])
		to = appendSpans(to, b[bi:d.ReplStart], b[d.ReplStart:d.ReplEnd])
		ai, bi = d.End, d.ReplEnd
	}
	from = appendSpans(from, a[ai:], nil)
	to = appendSpans(to, b[bi:], nil)
	return from, to, 5*kept >= written(a)+written(b) && kept > 0
}

func appendSpans(spans []Span, same, changed []string) []Span {
	if len(same) > 0 {
		spans = append(spans, Span{Text: strings.Join(same, "")})
	}
	if len(changed) > 0 {
		spans = append(spans, Span{Text: strings.Join(changed, ""), Changed: true})
	}
	return spans
}

// joined makes one edit of neighbours that only a blank keeps apart, so that
// "Anna Schmitt" is replaced as a whole and not word by word.
func joined(edits []lcs.Diff, a []string) []lcs.Diff {
	var out []lcs.Diff
	for _, d := range edits {
		if n := len(out); n > 0 && written(a[out[n-1].End:d.Start]) == 0 {
			out[n-1].End, out[n-1].ReplEnd = d.End, d.ReplEnd
			continue
		}
		out = append(out, d)
	}
	return out
}

// written is the number of bytes that are not blanks.
func written(tokens []string) int {
	n := 0
	for _, t := range tokens {
		if strings.TrimSpace(t) != "" {
			n += len(t)
		}
	}
	return n
}

// tokens cuts a line into words, runs of blanks and runs of one punctuation
// mark ("[[", "”", "::"). Scripts that write without blanks are cut into
// single characters. What a reader takes for one character is never cut: a mark
// stays with the character that it modifies, an emoji with its skin.
func tokens(line string) []string {
	var ts []string
	var last class
	var lastOne string
	start, at := 0, 0
	for rest, state := line, -1; rest != ""; {
		var one string
		one, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		c := classOf(one)
		if at > 0 && c != modifier {
			if c != last || c == single || c == punctuation && one != lastOne {
				ts = append(ts, line[start:at])
				start = at
			}
		}
		if c != modifier {
			last, lastOne = c, one
		}
		at += len(one)
	}
	if start < len(line) {
		ts = append(ts, line[start:])
	}
	return ts
}

// class is how a character joins its neighbours in a token.
type class int

const (
	punctuation class = iota
	blank
	word
	single
	modifier
)

// classOf is the class of a character, which its first code point decides. Some
// marks, of Burmese for one, are characters of their own to Unicode.
func classOf(character string) class {
	r, _ := utf8.DecodeRuneInString(character)
	switch {
	case r < utf8.RuneSelf && (r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'):
		return word
	case unicode.IsSpace(r):
		return blank
	case r < utf8.RuneSelf:
		return punctuation
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) || r == 0x200C || r == 0x200D:
		return modifier
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer):
		return single
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		return word
	}
	return punctuation
}
