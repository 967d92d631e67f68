package cli

import (
	"sync"
	"time"

	"wikiform/plan"
	"wikiform/provider"
)

// sayAgain is how often it is said that the wiki is still waited for: CI systems
// end jobs that say nothing.
const sayAgain = 30 * time.Second

// waiting says what the wiki is waited for before a run has a display, once for
// all the requests that wait.
type waiting struct {
	note  func(format string, args ...any)
	where string // "wiki production (commons.example.org)"

	mu     sync.Mutex
	said   time.Time
	silent bool
}

// tell is told by whichever request waits.
func (w *waiting) tell(p provider.Progress) {
	if p.Phase != provider.Waiting || p.Left == 0 {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	if w.silent || now.Sub(w.said) < sayAgain && !w.said.IsZero() {
		return
	}
	w.said = now
	w.note("Waiting for the %s: %s. It is tried again for %s; Ctrl-C ends that.", w.where, p.Why, plan.Duration(p.Left))
}

// hush ends it, since something else shows what happens.
func (w *waiting) hush() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.silent = true
}
