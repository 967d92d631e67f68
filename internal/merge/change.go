package merge

import "github.com/aymanbagabas/go-udiff/lcs"

// change is a run of lines of the base with the lines that are in its place.
type change struct {
	start, end int
	lines      []string
}

// mostCells bounds what is compared of two lists of lines, each line with each.
const mostCells = 2 << 20

// changes are those that turn one list of lines into another, in their order. There is
// mostly more than one way to tell what was changed. A line counts as kept only if every
// shortest way keeps it where it is: of what could be told otherwise nobody knows whose
// change touches whose.
func changes(from, to []string) []change {
	head, tail := anchors(from, to)
	inner, outer := from[head:len(from)-tail], to[head:len(to)-tail]
	kept := plainly(inner, outer)
	if len(inner)*len(outer) <= mostCells {
		kept = certainly(inner, outer)
	}
	var cs []change
	i, j := 0, 0
	for _, k := range append(kept, match{len(inner), len(outer)}) {
		if i < k.from || j < k.to {
			cs = append(cs, change{head + i, head + k.from, outer[j:k.to]})
		}
		i, j = k.from+1, k.to+1
	}
	return cs
}

// match is a line of one list that is one of another.
type match struct{ from, to int }

// anchors gives how many lines at the beginning and at the end of both lists are kept for
// certain: those that are alike, up to the innermost that is in each list once. Whoever
// tells such a line as changed tells of one more change than needed.
func anchors(from, to []string) (head, tail int) {
	inFrom, inTo := map[string]int{}, map[string]int{}
	for _, l := range from {
		inFrom[l]++
	}
	for _, l := range to {
		inTo[l]++
	}
	least := min(len(from), len(to))
	for i := 0; i < least && from[i] == to[i]; i++ {
		if inFrom[from[i]] == 1 && inTo[from[i]] == 1 {
			head = i + 1
		}
	}
	for i := 0; i < least-head && from[len(from)-1-i] == to[len(to)-1-i]; i++ {
		if l := from[len(from)-1-i]; inFrom[l] == 1 && inTo[l] == 1 {
			tail = i + 1
		}
	}
	return head, tail
}

// certainly gives the lines that every longest common subsequence has in the same places:
// all of these have a first pair, a second one and so on, and where only one pair can be
// the n-th, all have that.
func certainly(from, to []string) []match {
	width := len(to) + 1
	before, after := make([]int32, (len(from)+1)*width), make([]int32, (len(from)+1)*width)
	for i := range from {
		for j := range to {
			n := max(before[i*width+j+1], before[(i+1)*width+j])
			if from[i] == to[j] {
				n = before[i*width+j] + 1
			}
			before[(i+1)*width+j+1] = n
		}
	}
	for i := len(from) - 1; i >= 0; i-- {
		for j := len(to) - 1; j >= 0; j-- {
			n := max(after[(i+1)*width+j], after[i*width+j+1])
			if from[i] == to[j] {
				n = after[(i+1)*width+j+1] + 1
			}
			after[i*width+j] = n
		}
	}
	all := after[0]
	pairs := make([]match, all) // the only ones that can be the n-th
	seen := make([]int, all)
	for i := range from {
		for j := range to {
			if n := before[i*width+j]; from[i] == to[j] && n+1+after[(i+1)*width+j+1] == all {
				pairs[n] = match{i, j}
				seen[n]++
			}
		}
	}
	var kept []match
	for n, times := range seen {
		if times == 1 {
			kept = append(kept, pairs[n])
		}
	}
	return kept
}

// plainly gives the lines that one short way to tell what was changed keeps, of lists that
// are too long for [certainly].
func plainly(from, to []string) []match {
	var kept []match
	i, j := 0, 0
	for _, d := range append(lcs.DiffLines(from, to), lcs.Diff{Start: len(from), ReplStart: len(to)}) {
		for ; i < d.Start; i, j = i+1, j+1 {
			kept = append(kept, match{i, j})
		}
		i, j = d.End, d.ReplEnd
	}
	return kept
}
