package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
)

// Suggest gives the one of known that somebody who wrote given most probably
// meant, "" when none is near enough. Of equally near names the first wins. A
// beginning of a name is near enough, and a misspelt name is nearer.
func Suggest(given string, known []string) string {
	folded := fold(given)
	g := []rune(folded)
	best, least, begun := "", slack(len(g))+1, ""
	for _, name := range known {
		if begun == "" && len(g) >= leastBeginning && strings.HasPrefix(fold(name), folded) {
			begun = name
		}
		if diff := utf8.RuneCountInString(name) - len(g); diff >= least || -diff >= least {
			continue
		}
		if d := distanceBelow(g, []rune(fold(name)), least); d < least {
			best, least = name, d
		}
	}
	return cmp.Or(best, begun)
}

// leastBeginning is how many letters of a name tell which one it is.
const leastBeginning = 3

// slack is how many slips of the finger a name of n letters may have. What is
// too long to be a name gets no suggestion, and costs no time.
func slack(n int) int {
	switch {
	case n > 100:
		return -1
	case n <= 3:
		return 1
	case n <= 8:
		return 2
	}
	return 3
}

// fold drops what people mix up without seeing it: case, and - for _.
func fold(s string) string { return strings.ReplaceAll(strings.ToLower(s), "-", "_") }

// distance counts the letters to insert, drop, replace or swap with their
// neighbour that make b of a.
func distance(a, b []rune) int { return distanceBelow(a, b, len(a)+len(b)+1) }

// distanceBelow is distance where that is less than most, and else any number
// that is not.
func distanceBelow(a, b []rune, most int) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		nearest := row[0]
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			nearest = min(nearest, row[j+1])
		}
		if nearest > most { // a swap can still come back by one
			return most
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// didYouMean is a suggestion as a sentence with a blank before it, or "".
func didYouMean(given string, known []string) string {
	if s := Suggest(given, known); s != "" {
		return fmt.Sprintf(" Did you mean %q?", s)
	}
	return ""
}

// maxGuessed is how many names all suggestions of one manifest are looked for in.
// A mistake in a table is made in each of its rows, and told once.
const maxGuessed = 300_000

// didYouMean is a suggestion, or "" after very many of them.
func (m *meter) didYouMean(given string, known []string) string {
	if m.guessed += len(known); m.guessed > maxGuessed {
		return ""
	}
	return didYouMean(given, known)
}

// keysOf gives the names that can be selected from a value for a message, none
// after very many of them.
func (m *meter) keysOf(v cty.Value) []string {
	if m.guessed > maxGuessed {
		return nil
	}
	return keysOf(v)
}

// oneOf lists names as a person would say them: "a", "b" or "c". Long lists
// end in how many more there are.
func oneOf(names []string) string { return enumerate(names, "or") }

func allOf(names []string) string { return enumerate(names, "and") }

func enumerate(names []string, last string) string {
	const most = 12
	quoted := make([]string, 0, len(names))
	for _, n := range names[:min(len(names), most)] {
		quoted = append(quoted, fmt.Sprintf("%q", n))
	}
	if more := len(names) - most; more > 0 {
		quoted = append(quoted, grouped(more)+" more")
	}
	if len(quoted) < 2 {
		return strings.Join(quoted, "")
	}
	n := len(quoted) - 1
	return strings.Join(quoted[:n], ", ") + " " + last + " " + quoted[n]
}

// names gives a map's keys in order, for messages that must not vary.
func names[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
