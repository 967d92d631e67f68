package apply

import (
	"context"
	"slices"
	"sync"

	"wikiform/provider"
)

// files is a question about titles.
type files func(context.Context, []provider.Title) (map[provider.Title]provider.File, error)

// joint joins what workers ask at one time: while a question is under way, all that come
// meanwhile wait for it and are one question then. So nobody gets an answer that is older
// than what was asked.
type joint struct {
	read files
	free chan struct{} // has its one value while no question is under way

	mu   sync.Mutex
	next *round // what is asked next, nil while nobody waits
}

func newJoint(read files) *joint {
	j := &joint{read: read, free: make(chan struct{}, 1)}
	j.free <- struct{}{}
	return j
}

// round is a question of several workers.
type round struct {
	titles []provider.Title
	asks   int           // workers
	done   chan struct{} // closed when it was answered
	have   map[provider.Title]provider.File
	err    error
}

// files asks about titles. Where a question for several fails, and not for a reason that
// concerns all that is asked of this wiki, each asks alone: files fail independently.
func (j *joint) files(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.File, error) {
	r, first := j.join(titles)
	if first {
		j.ask(ctx, r)
	}
	select {
	case <-r.done:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if r.asks > 1 && ofOne(ctx, r.err) {
		return j.read(ctx, titles)
	}
	return r.have, r.err
}

// join adds titles to the next question, and reports whether they are its first.
func (j *joint) join(titles []provider.Title) (r *round, first bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if first = j.next == nil; first {
		j.next = &round{done: make(chan struct{})}
	}
	r = j.next
	r.titles = append(r.titles, titles...)
	r.asks++
	return r, first
}

// ask asks once the question before is answered. From then on nobody joins.
func (j *joint) ask(ctx context.Context, r *round) {
	<-j.free
	j.mu.Lock()
	j.next = nil
	j.mu.Unlock()
	slices.Sort(r.titles)
	r.have, r.err = j.read(ctx, slices.Compact(r.titles))
	close(r.done)
	j.free <- struct{}{}
}
