package apply

import (
	"context"
	"sync"

	"wikiform/plan"
	"wikiform/provider"
)

// ahead looks at files that are to be made, each time at those that come next in the
// plan. When the turn of one comes, its look may be some files old: what came to the wiki
// meanwhile the wiki itself tells of ([plan.Change.Guarded]).
type ahead struct {
	read files

	mu     sync.Mutex
	titles []provider.Title          // in the plan's order, of those not asked about yet
	asked  map[provider.Title]*round // of which nobody has taken the answer yet
}

// lookAhead is for the changes of which each is looked at together with the next ones.
func lookAhead(read files, results []Result) *ahead {
	a := &ahead{read: read, asked: map[provider.Title]*round{}}
	for _, res := range results {
		if res.Outcome == NotStarted && res.Change.Guarded() {
			a.titles = append(a.titles, res.Change.Claim.Title)
		}
	}
	return a
}

// files gives what the wiki has under the one title of a change. Nobody is told twice
// what was seen once.
func (a *ahead) files(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.File, error) {
	title := titles[0]
	r, first := a.round(title)
	if first {
		r.have, r.err = a.read(ctx, r.titles)
		close(r.done)
	}
	select {
	case <-r.done:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if len(r.titles) > 1 && ofOne(ctx, r.err) {
		return a.read(ctx, titles)
	}
	return r.have, r.err
}

// round is the question that a title is in; first: it is still to be asked.
func (a *ahead) round(title provider.Title) (r *round, first bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if r = a.asked[title]; r != nil {
		delete(a.asked, title)
		return r, false
	}
	r = &round{titles: []provider.Title{title}, done: make(chan struct{})}
	for len(a.titles) > 0 && len(r.titles) < plan.LookedAt {
		next := a.titles[0]
		if a.titles = a.titles[1:]; next != title {
			r.titles = append(r.titles, next)
			a.asked[next] = r
		}
	}
	return r, true
}
