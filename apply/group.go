package apply

import (
	"wikiform/internal/disjoint"
	"wikiform/plan"
	"wikiform/provider"
)

// groupsOf gives what is to be done in the plan's order, with all changes in one group
// that have a title in common, be it by way of others: no two writes to a title may
// meet. The wiki takes no two versions of a file in one second (facts §4.5), and an
// upload that meets a move splits the file in two (facts §13.1).
func groupsOf(results []Result) [][]*Result {
	var all disjoint.Sets[provider.Title]
	for i := range results {
		if results[i].Outcome == NotStarted {
			all.Join(results[i].Change.Titles()...)
		}
	}
	var groups [][]*Result
	at := make(map[provider.Title]int)
	for i := range results {
		res := &results[i]
		if res.Outcome != NotStarted {
			continue
		}
		set := all.Of(res.Change.Claim.Title)
		n, found := at[set]
		if !found {
			n = len(groups)
			at[set] = n
			groups = append(groups, nil)
		}
		groups[n] = append(groups[n], res)
	}
	return groups
}

// act is what a turn does of a change.
type act int

const (
	aside  act = iota // the file goes to its passing title
	move              // the file gets its title
	finish            // all that is left
)

// turn is one go at a change.
type turn struct {
	res *Result
	act act
	// only: nothing else is done of the group.
	only bool
	// after are those that have to free the titles which this one takes.
	after []*turn
	// by is the change that brings the file to which this one leads; nil: it is there.
	by *Result
	// ends are the changes whose file cannot leave its passing title before this turn.
	ends []*Result
}

// turnsOf puts the changes of a group in order: who frees a title comes before who
// takes it, so that chains begin at their far end and a cycle with the file that goes
// to a passing title. All moves come first: the fewer requests between them, the
// shorter the wiki is in a state that nobody wants.
func turnsOf(group []*Result) []*turn {
	var turns []*turn
	frees := map[provider.Title]*turn{}
	takers := map[provider.Title]bool{}
	lands := map[*Result]*turn{}
	add := func(t turn) *turn {
		turns = append(turns, &t)
		return &t
	}
	for _, res := range group {
		m := res.Change.Move()
		if m == nil {
			continue
		}
		if m.Via != "" {
			frees[m.From] = add(turn{res: res, act: aside})
		}
		lands[res] = add(turn{res: res, act: move})
		takers[res.Change.Claim.Title] = true
		if m.Via == "" {
			frees[m.From] = lands[res]
		}
	}
	ends := map[provider.Title]*turn{}
	for _, res := range group {
		t := add(turn{res: res, act: finish})
		if res.Change.Claim.Holder == "" {
			ends[res.Change.Claim.Title] = t
		}
	}
	for _, t := range turns {
		if brings := ends[t.res.Change.Claim.Holder]; brings != nil {
			t.by = brings.res
		}
	}
	for _, t := range turns {
		takes := frees[t.res.Change.Claim.Title]
		if t.act != aside && takes != nil && takes.res != t.res {
			t.after = append(t.after, takes)
		}
	}
	for res, land := range lands {
		if c := res.Change; c.Move().Via != "" || halfWay(c) && takers[c.Claim.From.Title] {
			needed(land, res, map[*turn]bool{})
		}
	}
	turns = merged(inOrder(turns))
	if len(turns) == 1 {
		turns[0].only = true
	}
	return turns
}

// halfWay reports whether a file starts from another title than the manifest says: an
// earlier run has left it there.
func halfWay(c *plan.Change) bool {
	m, o := c.Move(), c.Claim.From
	return m != nil && o != nil && m.Via == "" && m.From != o.Title
}

// inOrder sorts turns, each after those that it needs and after those of its own
// change before it. What waits for itself is left where it comes: it will find its
// title taken.
func inOrder(turns []*turn) []*turn {
	before, last := map[*turn]*turn{}, map[*Result]*turn{}
	for _, t := range turns {
		before[t], last[t.res] = last[t.res], t
	}
	ends := last
	var sorted []*turn
	seen := map[*turn]bool{nil: true}
	var visit func(t *turn)
	visit = func(t *turn) {
		if seen[t] {
			return
		}
		seen[t] = true
		visit(before[t])
		for _, a := range t.after {
			visit(a)
		}
		if t.by != nil {
			visit(ends[t.by])
		}
		sorted = append(sorted, t)
	}
	for _, t := range turns {
		visit(t)
	}
	return sorted
}

// merged makes one turn of a move and of the rest of its change, where nothing comes
// between them.
func merged(turns []*turn) []*turn {
	var rest []*turn
	for i, t := range turns {
		if t.act == move && i+1 < len(turns) && turns[i+1].res == t.res {
			turns[i+1].ends = t.ends
			continue
		}
		rest = append(rest, t)
	}
	return rest
}

// needed notes in all turns that have to come before one, and in that one itself,
// whose way out of a passing title they are.
func needed(t *turn, by *Result, seen map[*turn]bool) {
	if seen[t] {
		return
	}
	seen[t] = true
	t.ends = append(t.ends, by)
	for _, a := range t.after {
		needed(a, by, seen)
	}
}
