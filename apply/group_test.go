package apply

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"wikiform/plan"
	"wikiform/provider"
)

// drawMoves moves some of the files of a wiki to each other's titles and to free ones,
// with redirects under some of the titles that are left, and other changes between.
func drawMoves(t *rapid.T, w *fakeWiki) *plan.Plan {
	var have []provider.Title
	for i := range rapid.IntRange(1, 7).Draw(t, "files") {
		have = append(have, provider.Title(fmt.Sprintf("F%d.png", i)))
		w.put(have[i], "of "+string(have[i]), "text", "Anna", "")
	}
	to := slices.Concat(have, []provider.Title{"X.png", "Y.png", "Z.png"})
	to = rapid.Permutation(to).Draw(t, "to")
	p := &plan.Plan{}
	goes := map[provider.Title]provider.Title{}
	for i, from := range have {
		if rapid.Bool().Draw(t, "moves") && from != to[i] {
			goes[from] = to[i]
		}
	}
	for again := true; again; { // what stays is in nobody's way
		again = false
		for from, title := range goes {
			if _, leaves := goes[title]; w.files[title] != nil && !leaves {
				delete(goes, from)
				again = true
			}
		}
	}
	taken := map[provider.Title]bool{}
	for _, title := range goes {
		taken[title] = true
	}
	passes := map[provider.Title]bool{}
	for _, from := range have {
		title, moves := goes[from]
		if !moves {
			if rapid.Bool().Draw(t, "goes") {
				p.Changes = append(p.Changes, removed(w, from))
			}
			continue
		}
		via := provider.Title("")
		for next, n := title, 0; n < len(have); n++ {
			if passes[next] {
				break
			}
			if next == from {
				via = "T" + from
				passes[from] = true
				break
			}
			next = goes[next]
		}
		p.Changes = append(p.Changes, relocated(w, moving(from, title, !taken[from]), via))
		if !taken[from] && rapid.Bool().Draw(t, "redirect") {
			p.Changes = append(p.Changes, led(w, from, "Elsewhere.png"))
		}
	}
	p.Changes = rapid.Permutation(p.Changes).Draw(t, "order")
	return p
}

// However a plan is ordered, no title is in two groups, nobody finds a title taken,
// and all is as wanted after one run.
func TestGroups(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newFake(t)
		p := drawMoves(rt, w)
		want := map[provider.Title]int64{}
		for _, c := range p.Changes {
			if c.Move() != nil {
				want[c.Claim.Title] = c.From.Page.ID
			}
		}
		report := newReport(p)
		in, n := map[provider.Title]int{}, 0
		for i, group := range groupsOf(report.Results) {
			for _, res := range group {
				n++
				for _, title := range res.Change.Titles() {
					if other, found := in[title]; found && other != i {
						rt.Fatalf("%s is in two groups", title)
					}
					in[title] = i
				}
			}
		}
		if n != len(p.Changes) {
			rt.Fatalf("%d of %d changes are in groups", n, len(p.Changes))
		}
		r := Runner{Wiki: w, Jobs: rapid.IntRange(1, 4).Draw(rt, "jobs")}
		if checked, err := r.Check(t.Context(), p); err != nil || checked.Count(NotStarted) != n {
			rt.Fatalf("checked: %v, %v", checked.Results, err)
		}
		report = r.Run(t.Context(), nil, p)
		if report.Count(Done) != n {
			rt.Fatalf("%v: %v", w.trail(), report.Results)
		}
		for title, id := range want {
			if w.files[title] == nil || w.files[title].id != id {
				rt.Errorf("%s is not the file %d: %s", title, id, w.trail())
			}
		}
		for _, m := range w.moves {
			if m.To[0] == 'T' && w.files[m.To] != nil {
				rt.Errorf("something is left under %s", m.To)
			}
		}
	})
}

// A cycle without a way, which no plan has, writes nothing.
func TestCycleWithoutAWay(t *testing.T) {
	t.Parallel()
	w := three(t)
	report := (&Runner{Wiki: w}).Run(t.Context(), nil, swapped(w, "A.png", "B.png", ""))
	if len(w.moves) > 0 || report.Changed() || report.Count(NotStarted) != 2 {
		t.Errorf("%v after %s", report.Results, w.trail())
	}
	for _, res := range report.Results {
		if _, ok := errors.AsType[*WaitsError](res.Err); !ok {
			t.Errorf("%s: %v", res.Change.Claim.Address, res.Err)
		}
	}
}

// A big group is put in order without going through it again for each of its changes.
func TestLongChain(t *testing.T) {
	t.Parallel()
	const n = 20_000
	results := make([]Result, n)
	for i := range results {
		claim := moving(provider.Title(fmt.Sprint(i)), provider.Title(fmt.Sprint(i+1)), false)
		results[i] = Result{Outcome: NotStarted, Change: &plan.Change{Claim: claim, Steps: []plan.Step{plan.Moving{From: claim.From.Title}}}}
	}
	groups := groupsOf(results)
	if len(groups) != 1 {
		t.Fatalf("%d groups", len(groups))
	}
	turns := turnsOf(groups[0])
	if first := turns[0]; first.res != &results[n-1] {
		t.Errorf("the first to move is %s", first.res.Change.Claim.Title)
	}
}
