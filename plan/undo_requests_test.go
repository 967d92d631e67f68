package plan_test

import (
	"fmt"
	"slices"
	"testing"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/provider/sandbox"
)

// However many files a receipt speaks of, it takes a few requests for as many as the wiki
// tells of in one.
func TestUndoRequests(t *testing.T) {
	t.Parallel()
	const n = 150 // three requests' worth
	rights := slices.DeleteFunc(append(sandbox.BotRights(), "undelete"), func(r string) bool { return r == "apihighlimits" })
	for name, c := range map[string]struct {
		before, run func(w *runWorld, t provider.Title)
		most        int64
		want        plan.Action
	}{
		"new files":               {nil, func(w *runWorld, t provider.Title) { w.upload(w.us, t, string(t), "text") }, 3 + 3 + 3, plan.Delete},
		"new files, texts edited": {nil, func(w *runWorld, t provider.Title) { w.upload(w.us, t, string(t), "text"); w.edit(w.us, t, "more") }, 3 + 3 + 2*3, plan.Delete},
		"new versions and new texts": {
			func(w *runWorld, t provider.Title) { w.upload(w.anna, t, string(t), "text") }, func(w *runWorld, t provider.Title) {
				w.upload(w.us, t, "new "+string(t), "")
				w.edit(w.us, t, "ours")
			}, 3 + 3 + 2*3 + 3 + 3, plan.Update,
		},
		"moves": {func(w *runWorld, t provider.Title) { w.upload(w.anna, t, string(t), "text") }, func(w *runWorld, t provider.Title) { w.move(w.us, t, "To "+t, false) }, 2*3 + 3 + 2, plan.Move},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newRunWorldOf(t, rights)
			for i := range n {
				title := provider.Title(fmt.Sprintf("F %d.png", i))
				if w.running = false; c.before != nil {
					c.before(w, title)
				}
				w.running = true
				c.run(w, title)
			}
			f := w.facts()
			before := w.asked.Load()
			claims, err := plan.UndoClaims(t.Context(), w.us, w.receipt, &f)
			if err != nil {
				t.Fatal(err)
			}
			if took := w.asked.Load() - before; took > c.most {
				t.Errorf("%d requests, %d are enough", took, c.most)
			}
			w.check(plan.Survey(t.Context(), w.us, claims, &f))
			p := plan.Compute(claims, f)
			for i := range p.Changes {
				if a := p.Changes[i].Action(); a != c.want {
					t.Fatalf("%s: %s, %v", p.Changes[i].Claim.Title, a, p.Changes[i].Problems)
				}
			}
			if took := w.asked.Load() - before; len(p.Changes) != n || took > 3*c.most+12 {
				t.Errorf("%d changes, %d requests with the survey", len(p.Changes), took)
			}
		})
	}
}
