package plan

import (
	"cmp"
	"container/heap"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"wikiform/internal/disjoint"
	"wikiform/internal/number"
	"wikiform/provider"
)

// A saved plan can be carried out by several processes, each of which does a shard of it.
// Which change is in which shard follows from the plan's file alone: not from the wiki, the
// manifests, the clock or the version of wikiform. So no two processes do the same, and
// all of them together do all. docs/sharding.md promises the rule.

// Shard is one of several parts of a plan. The zero value is the whole.
type Shard struct {
	Number int // from 1
	Of     int // how many there are
}

// MostShards is how many shards a plan has at most.
const MostShards = 1000

// ParseShard reads a shard as people write it: "3/8".
func ParseShard(text string) (Shard, error) {
	n, of, found := strings.Cut(text, "/")
	s := Shard{decimal(n), decimal(of)}
	if !found || s.Number < 0 || s.Of < 1 || s.Of > MostShards || s.Number > s.Of {
		return Shard{}, fmt.Errorf("a shard is wanted such as 3/8, the third of eight, of %s at most", number.Grouped(MostShards))
	}
	if s.Number == 0 {
		return Shard{}, fmt.Errorf("shards are counted from 1 to %d: to an index that begins at 0, as that of a Kubernetes job, 1 is to be added", s.Of)
	}
	return s, nil
}

// decimal is a number without a sign; -1 for anything else.
func decimal(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || text[0] == '+' || text[0] == '-' {
		return -1
	}
	return n
}

// Whole reports whether it is the whole plan.
func (s Shard) Whole() bool { return s.Of == 0 }

// String is "3/8", and "" of the whole.
func (s Shard) String() string {
	if s.Whole() {
		return ""
	}
	return fmt.Sprintf("%d/%d", s.Number, s.Of)
}

// Titles are those that the change reads and may write.
func (c *Change) Titles() []provider.Title {
	titles := []provider.Title{c.Claim.Title}
	if m := c.Move(); m != nil {
		titles = append(titles, m.From)
		if m.Via != "" {
			titles = append(titles, m.Via)
		}
	}
	if c.Claim.Holder != "" {
		titles = append(titles, c.Claim.Holder)
	}
	return titles
}

// What a change weighs, in bytes.
const (
	weightOfStep = 256 << 10 // beside what it uploads: a small file takes as long as these bytes
	weightOfNone = 1         // a change that writes nothing
	mostWeight   = 1 << 40   // of one upload: a plan is untrusted, and sums are not to overflow
)

func (c *Change) weight() int64 {
	if !c.Writes() {
		return weightOfNone
	}
	return weightOfStep*int64(len(c.Steps)) + min(max(c.Bytes(), 0), mostWeight)
}

// together are the changes that stay in one shard, by their places in the plan.
type together struct {
	changes []int
	weight  int64
	first   string // the least of their titles, in the order of bytes
}

// Shards gives, for each change, the number of the shard that it is in. Changes that write
// and have a title in common, be it by way of others, are in one, and so are uploads of one
// content. The heaviest of these groups comes first, each into the shard that is lightest.
func (p *Plan) Shards(of int) []int {
	groups := p.together()
	slices.SortStableFunc(groups, func(a, b *together) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.first, b.first))
	})
	shards := make(byLoad, of)
	for i := range shards {
		shards[i].number = i + 1
	}
	in := make([]int, len(p.Changes))
	for _, g := range groups {
		for _, i := range g.changes {
			in[i] = shards[0].number
		}
		shards[0].load += g.weight
		heap.Fix(&shards, 0)
	}
	return in
}

// together are the groups of the plan's changes, in the order of the plan.
func (p *Plan) together() []*together {
	var sets disjoint.Sets[string]
	for i := range p.Changes {
		if c := &p.Changes[i]; c.Writes() {
			sets.Join(c.links()...)
		}
	}
	var groups []*together
	at := map[string]*together{}
	for i := range p.Changes {
		c := &p.Changes[i]
		first := string(slices.Min(c.Titles()))
		if !c.Writes() {
			groups = append(groups, &together{[]int{i}, c.weight(), first})
			continue
		}
		set := sets.Of(c.links()[0])
		g := at[set]
		if g == nil {
			g = &together{first: first}
			at[set] = g
			groups = append(groups, g)
		}
		g.changes, g.weight, g.first = append(g.changes, i), g.weight+c.weight(), min(g.first, first)
	}
	return groups
}

// links are what ties a change to others, each kind with a letter of its own.
func (c *Change) links() []string {
	var links []string
	for _, t := range c.Titles() {
		links = append(links, "t"+string(t))
	}
	u := c.Upload()
	switch {
	case u == nil:
	case u.Content.Digest.Known():
		links = append(links, "s"+string(u.Content.Digest.SHA1[:]))
	case u.Content.Source.URL != "":
		links = append(links, "u"+u.Content.Source.URL)
	}
	return links
}

// byLoad are shards, the lightest first, of these the one with the least number.
type byLoad []struct {
	number int
	load   int64
}

func (s byLoad) Len() int      { return len(s) }
func (s byLoad) Swap(i, j int) { s[i], s[j] = s[j], s[i] }
func (s byLoad) Less(i, j int) bool {
	return s[i].load < s[j].load || s[i].load == s[j].load && s[i].number < s[j].number
}
func (s byLoad) Push(any) { panic("there are as many shards as there were") }
func (s byLoad) Pop() any { panic("there are as many shards as there were") }

// Part is what of a plan is in a shard, where in gives the shard of each change. What
// belongs to the plan as a whole stays with it: checks, limits and digest are of the whole.
func (p *Plan) Part(s Shard, in []int) *Plan {
	q := *p
	q.Shard, q.Changes, q.Matching, q.Orphans, q.Unsought = s, nil, nil, nil, ""
	for i := range p.Changes {
		if in[i] == s.Number {
			q.Changes = append(q.Changes, p.Changes[i])
		}
	}
	writes := func(changes []Change) (n int) {
		for i := range changes {
			if changes[i].Writes() {
				n++
			}
		}
		return n
	}
	q.LeftOut += len(p.Changes) - len(q.Changes)
	note := fmt.Sprintf("This is shard %d of %d of a saved plan: %s of its %s. The others are for other runs; what else is noted is of the whole plan.",
		s.Number, s.Of, number.Grouped(writes(q.Changes)), number.Of(writes(p.Changes), "change"))
	q.Notes = append([]string{note}, p.Notes...)
	return &q
}
