package mediawiki

import (
	"context"
	"sync"
)

// turn lets one in at a time, as a mutex does; but whoever is in may wait for
// the wiki for minutes, so those who wait for their turn can be called off.
type turn struct {
	once  sync.Once
	taken chan struct{}
}

// take waits for the turn. Unless there is an error the caller gives it back.
func (t *turn) take(ctx context.Context) error {
	t.once.Do(func() { t.taken = make(chan struct{}, 1) })
	select {
	case t.taken <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (t *turn) give() { <-t.taken }
