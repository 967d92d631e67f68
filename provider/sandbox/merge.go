package sandbox

import (
	"slices"
	"strings"
)

// mostCompared is how many pairs of lines a merge compares; of longer texts nothing is
// merged.
const mostCompared = 4 << 20

// merge applies what was changed between base and mine to theirs, or reports that the
// changes touch: lines that both have changed, or that have no unchanged line between
// them.
//
// MediaWiki leaves this to diff3, which goes by one of the ways to turn one text into the
// other with the fewest lines. Here a line is unchanged only if it is that in all of
// these ways. So this merges less than diff3, and never what diff3 would not.
func merge(base, mine, theirs string) (merged string, ok bool) {
	if mine == theirs || mine == base {
		return theirs, true
	}
	b, m, t := lines(base), lines(mine), lines(theirs)
	inMine, ok1 := unchanged(b, m)
	inTheirs, ok2 := unchanged(b, t)
	if !ok1 || !ok2 {
		return "", false
	}
	var all []string
	var atB, atM, atT int
	for i := 0; i <= len(b); i++ {
		endM, endT := len(m), len(t)
		if i < len(b) {
			if inMine[i] < 0 || inTheirs[i] < 0 {
				continue
			}
			endM, endT = inMine[i], inTheirs[i]
		}
		was, mineNow, theirsNow := b[atB:i], m[atM:endM], t[atT:endT]
		switch {
		case slices.Equal(was, mineNow), slices.Equal(mineNow, theirsNow):
			all = append(all, theirsNow...)
		case slices.Equal(was, theirsNow):
			all = append(all, mineNow...)
		default:
			return "", false
		}
		if i < len(b) {
			all = append(all, b[i])
		}
		atB, atM, atT = i+1, endM+1, endT+1
	}
	return strings.Join(all, "\n"), len(all) > 0 // MediaWiki takes nothing for a failure of diff3
}

// lines are those of a text. MediaWiki ends the last one, too.
func lines(s string) []string { return strings.Split(strings.TrimRight(s, " \t\n"), "\n") }

// unchanged gives for each line of a where it is in b in every longest common
// subsequence of them, and -1 of lines that are not in each, or not at one place.
func unchanged(a, b []string) (at []int, ok bool) {
	if len(a)*len(b) > mostCompared {
		return nil, false
	}
	before, after := common(a, b), common(reversed(a), reversed(b))
	longest := before[len(a)][len(b)]
	at, rank := slices.Repeat([]int{-1}, len(a)), make([][]int, longest)
	for i := range a {
		for j := range b {
			if n := before[i][j]; a[i] == b[j] && int(n)+1+int(after[len(a)-1-i][len(b)-1-j]) == int(longest) {
				rank[n] = append(rank[n], i, j)
			}
		}
	}
	for _, pairs := range rank {
		if len(pairs) == 2 {
			at[pairs[0]] = pairs[1]
		}
	}
	return at, true
}

// common tells how many lines the longest common subsequence of a[:i] and b[:j] has.
func common(a, b []string) [][]int32 {
	n := make([][]int32, len(a)+1)
	for i := range n {
		n[i] = make([]int32, len(b)+1)
	}
	for i := range a {
		for j := range b {
			if n[i+1][j+1] = max(n[i][j+1], n[i+1][j]); a[i] == b[j] {
				n[i+1][j+1] = n[i][j] + 1
			}
		}
	}
	return n
}

func reversed(s []string) []string {
	s = slices.Clone(s)
	slices.Reverse(s)
	return s
}
