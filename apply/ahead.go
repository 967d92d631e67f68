package apply

import (
	"context"
	"slices"
	"sync"

	"wikiform/plan"
	"wikiform/provider"
)

// ahead looks at files that are to be made, each time at those that come next in the
// plan. When the turn of one comes, its look may be some files old: what came to the wiki
// meanwhile the wiki itself tells of ([plan.Change.Guarded]).
type ahead struct {
	read    files
	workers int
	asking  sync.WaitGroup  // of what is asked before anybody needs it
	until   context.Context // ends with that

	mu     sync.Mutex
	titles []provider.Title          // in the plan's order, of those not asked about yet
	asked  map[provider.Title]*round // of which nobody has taken the answer yet
}

// lookAhead is for the changes of which each is looked at together with the next ones.
func lookAhead(read files, workers int, results []Result) *ahead {
	a := &ahead{read: read, workers: workers, asked: map[provider.Title]*round{}}
	for _, res := range results {
		if res.Outcome == NotStarted && res.Change.Guarded() {
			a.titles = append(a.titles, res.Change.Claim.Title)
		}
	}
	return a
}

// begin lets questions be asked before anybody needs them, until the func that it returns
// gives them up.
func (a *ahead) begin(ctx context.Context) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	a.until = ctx
	return func() {
		cancel()
		a.asking.Wait()
	}
}

// files gives what the wiki has under the one title of a change. Nobody is told twice
// what was seen once.
func (a *ahead) files(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.File, error) {
	title := titles[0]
	r, first := a.round(title)
	if first {
		a.ask(ctx, r)
	}
	if next := a.soon(); next != nil {
		a.asking.Go(func() { a.ask(a.until, next) })
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
	return a.next(title), true
}

// soon is the next question where several workers would have to wait for it soon; nil:
// nobody would, or the one worker there is asks one thing after the other.
func (a *ahead) soon() *round {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.workers < 2 || len(a.titles) == 0 || len(a.asked) > a.workers {
		return nil
	}
	return a.next()
}

// next is a question about titles and those that come next, of which it is to be asked.
func (a *ahead) next(titles ...provider.Title) *round {
	r := &round{titles: titles, done: make(chan struct{})}
	for len(a.titles) > 0 && len(r.titles) < plan.LookedAt {
		next := a.titles[0]
		if a.titles = a.titles[1:]; !slices.Contains(titles, next) {
			r.titles = append(r.titles, next)
			a.asked[next] = r
		}
	}
	return r
}

func (a *ahead) ask(ctx context.Context, r *round) {
	r.have, r.err = a.read(ctx, r.titles)
	close(r.done)
}
