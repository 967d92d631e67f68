package mediawiki

import (
	"context"
	"sync"
	"time"
)

// allowance is the time that all requests of one upload may pause together.
type allowance struct {
	mu   sync.Mutex
	left time.Duration
}

type allowanceKey struct{}

// withAllowance begins an upload: the requests made for its sake, whoever makes
// them, share what is in the context.
func withAllowance(ctx context.Context) context.Context {
	return context.WithValue(ctx, allowanceKey{}, &allowance{left: patienceFile})
}

// allowanceIn is nil for requests that serve no upload.
func allowanceIn(ctx context.Context) *allowance {
	a, _ := ctx.Value(allowanceKey{}).(*allowance)
	return a
}

// take uses d of it, if that is left. Nil is without bounds.
func (a *allowance) take(d time.Duration) bool {
	if a == nil {
		return true
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if d > a.left {
		return false
	}
	a.left -= d
	return true
}
