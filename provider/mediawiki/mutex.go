package mediawiki

import (
	"context"
	"sync"
)

// ctxMutex is a mutex for what can take minutes, as waiting for the wiki does: who
// waits for the lock can be called off.
type ctxMutex struct {
	once   sync.Once
	locked chan struct{}
}

// lock waits for the lock. Unless there is an error the caller unlocks it.
func (m *ctxMutex) lock(ctx context.Context) error {
	m.once.Do(func() { m.locked = make(chan struct{}, 1) })
	select {
	case m.locked <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (m *ctxMutex) unlock() { <-m.locked }
