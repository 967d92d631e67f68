package apply

import (
	"sync"
	"testing"

	"pgregory.net/rapid"

	"wikiform/plan"
	"wikiform/provider"
)

// What has to be one after the other is in one shard, so that all shards of a plan can be
// carried out at the same time, by as many processes.
func TestShardsAtOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newFake(t)
		p := drawMoves(rt, w)
		of := rapid.IntRange(1, 5).Draw(rt, "shards")
		in := p.Shards(of)
		shard := map[*plan.Change]int{}
		for i := range p.Changes {
			shard[&p.Changes[i]] = in[i]
		}
		report := newReport(p)
		for _, group := range groupsOf(report.Results) {
			for _, res := range group {
				if shard[res.Change] != shard[group[0].Change] {
					rt.Fatalf("%s and %s are one group in two shards", res.Change.Claim.Address, group[0].Change.Claim.Address)
				}
			}
		}
		want := map[provider.Title]int64{}
		for _, c := range p.Changes {
			if c.Move() != nil {
				want[c.Claim.Title] = c.From.Page.ID
			}
		}
		reports := make([]*Report, of)
		var processes sync.WaitGroup
		for n := range of {
			processes.Go(func() {
				reports[n] = (&Runner{Wiki: w, Jobs: 2}).Run(t.Context(), nil, p.Part(plan.Shard{Number: n + 1, Of: of}, in))
			})
		}
		processes.Wait()
		done := 0
		for _, r := range reports {
			done += r.Count(Done)
		}
		if done != len(p.Changes) {
			rt.Fatalf("%d of %d done: %v", done, len(p.Changes), w.trail())
		}
		for title, id := range want {
			if w.files[title] == nil || w.files[title].id != id {
				rt.Errorf("%s is not the file %d: %s", title, id, w.trail())
			}
		}
	})
}
