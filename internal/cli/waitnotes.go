package cli

import (
	"fmt"
	"sync"
	"time"

	"wikiform/plan"
	"wikiform/provider"
)

// sayAgain is how often it is said that the wiki is still waited for: CI systems
// end jobs that say nothing.
const sayAgain = 30 * time.Second

// waitNotes say what the wiki is waited for before a run has a display, once for
// all the requests that wait.
type waitNotes struct {
	note  func(format string, args ...any)
	where string // "wiki production (commons.example.org)"
	// event is told of every wait as it is, until there is a display. Nil is allowed.
	event func(provider.Progress)

	mu     sync.Mutex
	said   time.Time
	silent bool
	last   provider.Progress
	until  time.Time // when the last wait ends
}

// tell is told by whichever request waits.
func (w *waitNotes) tell(p provider.Progress) {
	if p.Phase != provider.Waiting {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	if until := now.Add(p.Wait); until.After(w.until) {
		w.last, w.until = p, until
	}
	if w.event != nil && !w.silent {
		w.event(p)
	}
	if p.Left == 0 || w.silent || now.Sub(w.said) < sayAgain && !w.said.IsZero() {
		return
	}
	w.said = now
	w.note("Waiting for the %s: %s. It is tried again for %s; Ctrl-C ends that.", w.where, p.Why, plan.Duration(p.Left))
}

// now is what is waited for, as it follows another sentence; "" for nothing.
func (w *waitNotes) now(now time.Time) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !now.Before(w.until) {
		return ""
	}
	return provider.VisibleInside(fmt.Sprintf("; waiting for the %s until %s: %s", w.where, clock(w.until), w.last.Why))
}

// stop ends them, since something else shows what happens.
func (w *waitNotes) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.silent = true
}
