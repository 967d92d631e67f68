package apply

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"wikiform/plan"
	"wikiform/provider"
)

// Whatever breaks, the report of a run says where files are, and the same plan done
// again until nothing breaks any more leads to the same end.
func TestMovesConverge(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newFake(t)
		p := drawMoves(rt, w)
		drawMoveFaults(rt, w, p)
		r := Runner{Wiki: w, Jobs: rapid.IntRange(1, 3).Draw(rt, "jobs")}
		for n := 0; ; n++ {
			before := w.homes()
			w.made = nil
			report := r.Run(t.Context(), nil, p)
			checkWrites(rt, w, report.Results...)
			for _, res := range report.Results {
				judgeNames(rt, w, res, before)
			}
			if !report.Incomplete() {
				break
			}
			if n == 60 {
				rt.Fatalf("not done after %d runs: %v", n, report.Results)
			}
		}
		for _, c := range p.Changes {
			if to := c.Redirects(); to != "" && w.target(c.Claim.Title) != to.Page() {
				rt.Errorf("%s leads to %q", c.Claim.Title, w.target(c.Claim.Title))
			}
		}
	})
}

// homes are the titles of all pages, by their ids.
func (w *fakeWiki) homes() map[int64]provider.Title {
	homes := map[int64]provider.Title{}
	for title, f := range w.files {
		homes[f.id] = title
	}
	return homes
}

// judgeNames holds what a report says of a move or a deletion against the wiki.
func judgeNames(t *rapid.T, w *fakeWiki, res Result, before map[int64]provider.Title) {
	m, page := res.Change.Move(), res.Change.From.Page
	if m == nil {
		page = res.Change.Before.Page
	}
	if page == nil || res.Change.Redirects() != "" {
		return
	}
	was, is := before[page.ID], w.homes()[page.ID]
	wanted := res.Change.Claim.Title
	if m == nil {
		wanted = ""
	}
	wrote := slices.Contains(res.Done, plan.NameAspect) || slices.Contains(res.Done, plan.ExistenceAspect)
	_, passing := errors.AsType[*PassingError](res.Err)
	bad := false
	switch res.Outcome {
	case Done:
		bad = is != wanted || is == was
	case AlreadyDone:
		bad = is != wanted || is != was
	case NotStarted, Stale:
		bad = is != was || wrote
	case Failed:
		bad = (is != was) != (wrote || passing)
	}
	if bad {
		t.Errorf("%s: %s (%v), done %q: the page was %q and is %q", res.Change.Claim.Title, res.Outcome, res.Err, res.Done, was, is)
	}
}

// drawMoveFaults breaks up to two calls of every sort.
func drawMoveFaults(t *rapid.T, w *fakeWiki, p *plan.Plan) {
	sorts := []fault{
		{},
		{before: wikiError(provider.Lost, "move", "")},
		{after: wikiError(provider.Lost, "move", "")},
		{before: wikiError(provider.Denied, "move", "hookaborted")},
		{before: wikiError(provider.Busy, "move", "ratelimited")},
		{before: wikiError(provider.Conflict, "move", "articleexists")},
		{before: wikiError(provider.Auth, "move", "assertuserfailed")},
		{before: wikiError(provider.Unavailable, "query", "")},
	}
	for _, c := range p.Changes {
		for _, title := range c.Titles() {
			for _, op := range []string{"files ", "targets ", "move ", "delete ", "edit "} {
				call := op + string(title)
				for range rapid.IntRange(0, 2).Draw(t, call) {
					w.faults[call] = append(w.faults[call], rapid.SampledFrom(sorts).Draw(t, "fault"))
				}
			}
		}
	}
}
