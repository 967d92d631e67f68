package apply

import (
	"context"
	"errors"
	"fmt"
	"time"

	"wikiform/provider"
)

// lingering is how long after a cancellation the wiki may still be asked what
// became of a write.
const lingering = 5 * time.Second

// readBack looks at what the wiki has after a write, whose answer was written.
// Where that answer was lost, what the wiki shows is the answer.
func (s *step) readBack(ctx context.Context, written error, look func(context.Context) error, shown func() bool) error {
	if !mayHaveHappened(written) {
		return written
	}
	refused := provider.KindOf(written) == provider.Conflict
	lctx, cancel := linger(ctx)
	defer cancel()
	before := s.now
	if err := look(lctx); err != nil {
		if refused {
			return written
		}
		return &UnsureError{Write: written, Read: err}
	}
	switch {
	case written == nil, shown():
		return nil
	case refused:
		return written
	case ctx.Err() != nil, s.pending(), s.unjudged(before):
		// The wiki may still be at work on what was cancelled.
		return &UnsureError{Write: written}
	case unchanged(before, s.now):
		return fmt.Errorf("%w: the wiki does not show it", written)
	}
	return &ReplacedError{Write: written, Before: before, Now: s.now}
}

// unjudged reports whether there is a new version of which nobody knows whether it
// is what was uploaded.
func (s *step) unjudged(before provider.File) bool {
	return s.change.Upload() != nil && !s.want.Known() && !sameVersion(before.Version, s.now.Version)
}

// mayHaveHappened reports whether the wiki has to be asked what became of a
// write. A conflict is among that: it may be our own earlier attempt that is in
// the way. An error that says nothing of its kind is not trusted, except for
// that of a context (see [Wiki]) and those that end an upload at rest.
func mayHaveHappened(written error) bool {
	if atRest(written) {
		return false
	}
	switch provider.KindOf(written) {
	case provider.Lost, provider.Conflict:
		return true
	case "":
		return !errors.Is(written, context.Canceled) && !errors.Is(written, context.DeadlineExceeded)
	}
	return false
}

// linger gives a context that outlives ctx by a while.
func linger(ctx context.Context) (context.Context, context.CancelFunc) {
	lctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	forget := context.AfterFunc(ctx, func() { time.AfterFunc(lingering, cancel) })
	return lctx, func() {
		forget()
		cancel()
	}
}
