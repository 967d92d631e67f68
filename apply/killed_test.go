package apply

import (
	"strings"
	"testing"
	"wikiform/plan"
	"wikiform/provider"
)

// plans are plans of names, and what they lead to.
var plans = map[string]struct {
	plan  func(*fakeWiki) *plan.Plan
	want  string
	moves int
}{
	"chain": {chain, "B.png C.png D.png A.png=File:B.png", 3},
	"swap":  {func(w *fakeWiki) *plan.Plan { return swapped(w, "A.png", "B.png", "T.png") }, "B.png A.png C.png", 3},
	"a redirect where a file was": {func(w *fakeWiki) *plan.Plan {
		return plain(led(w, "A.png", "C.png"), relocated(w, moving("A.png", "D.png", true), ""))
	}, "D.png B.png C.png A.png=File:C.png", 1},
	"a redirect and none before": {func(w *fakeWiki) *plan.Plan {
		return plain(led(w, "A.png", "C.png"), relocated(w, moving("A.png", "D.png", false), ""))
	}, "D.png B.png C.png A.png=File:C.png", 1},
	"cycle of three": {func(w *fakeWiki) *plan.Plan {
		return plain(
			relocated(w, moving("C.png", "A.png", false), ""),
			relocated(w, moving("A.png", "B.png", false), "T.png"),
			relocated(w, moving("B.png", "C.png", false), ""),
		)
	}, "B.png C.png A.png", 4},
	"swap with contents and texts": {func(w *fakeWiki) *plan.Plan {
		p := swapped(w, "A.png", "B.png", "T.png")
		for i := range p.Changes {
			claim := p.Changes[i].Claim
			both(&claim)
			p.Changes[i] = relocated(w, claim, p.Changes[i].Move().Via)
		}
		return p
	}, "B.png A.png C.png", 3},
}

// Killed at any request, before or after the wiki did what it asks, the same plan goes
// on to the same end, and no file is moved once too often.
func TestKilledAtEveryRequest(t *testing.T) {
	t.Parallel()
	for what, c := range plans {
		for _, answers := range []bool{false, true} {
			for life := 1; ; life++ {
				w := three(t)
				p := c.plan(w)
				r := Runner{Wiki: w, Body: sources(map[string]string{"new": "new"})}
				w.life, w.answers = life, answers
				r.Run(t.Context(), nil, p)
				alive := !w.killed
				w.life, w.killed = 0, false
				for run := 0; ; run++ {
					report := r.Run(t.Context(), nil, p)
					if !report.Incomplete() {
						break
					}
					if run == 2 {
						t.Fatalf("%s, killed at %d: %v: %v", what, life, outcomes(report), report.Results)
					}
				}
				if got := w.layout(); got != c.want {
					t.Fatalf("%s, killed at %d (%v): %s", what, life, answers, got)
				}
				made := 0
				for _, f := range w.files {
					for _, rev := range f.revisions[1:] {
						if rev.TextSHA1 == provider.TextSHA1("text") && rev.User == "Uploader" {
							made++
						}
					}
				}
				if want := c.moves; made < want || strings.Contains(what, "chain") && made != want {
					t.Fatalf("%s, killed at %d: %d moves", what, life, made)
				}
				if alive {
					break
				}
			}
		}
	}
}
