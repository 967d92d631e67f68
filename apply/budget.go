package apply

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"wikiform/internal/number"
	"wikiform/provider"
)

// Budget is how much a run may take; zero fields are no bound. When it is used
// up, uploads end after the request in flight, and another run goes on.
type Budget struct {
	Time time.Duration
	// Bytes are those sent to the wiki, repeated ones included. It can be
	// overdrawn by what is in flight, since a request is not broken off.
	Bytes int64
}

// SpentError says which budget was used up.
type SpentError struct {
	What string // "the run's time of 30m0s"
}

func (e *SpentError) Error() string { return e.What + " is used up" }

// stalled is how long a busy wiki may keep a run from getting anything done.
// Each request is patient for minutes; all the files of a plan together are not.
const stalled = 30 * time.Minute

// meter is what a run has spent.
type meter struct {
	mu      sync.Mutex
	bytes   int64
	success time.Time // when the wiki took something last, or the run began
}

func (m *meter) succeeded() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.success = time.Now()
}

// idle is how long the wiki has taken nothing.
func (m *meter) idle() time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return time.Since(m.success)
}

// startTimer stops the session when its time is over; the func that it returns ends
// that.
func (s *session) startTimer() (end func()) {
	s.spent.succeeded()
	if s.Budget.Time <= 0 {
		return func() {}
	}
	over := &SpentError{fmt.Sprintf("the run's time of %s", s.Budget.Time)}
	timer := time.AfterFunc(s.Budget.Time, func() { s.halt(over, false) })
	return func() { timer.Stop() }
}

// count charges what was sent since the last progress of this file. Bytes that
// were there before are not charged, those that are sent again are.
func (s *step) count(p provider.Progress) {
	if p.Phase != provider.Sending && p.Phase != provider.Resuming {
		return
	}
	more := p.Sent - s.sent
	s.sent = p.Sent
	if p.Phase == provider.Sending && more > 0 {
		s.charge(more)
	}
}

// charge stops the session when all its bytes were sent.
func (s *session) charge(bytes int64) {
	s.spent.mu.Lock()
	s.spent.bytes += bytes
	over := s.Budget.Bytes > 0 && s.spent.bytes >= s.Budget.Bytes
	s.spent.mu.Unlock()
	if over {
		s.halt(&SpentError{"the run's allowance of " + number.Bytes(s.Budget.Bytes)}, false)
	}
}

// learn stops the session when what came of one file tells that the others
// would fare no better.
func (s *session) learn(res *Result) {
	_, journal := errors.AsType[*JournalError](res.Err)
	if res.Outcome == Done || res.Outcome == AlreadyDone {
		s.spent.succeeded()
	}
	idle := s.spent.idle()
	switch kind := provider.KindOf(res.Err); {
	case provider.Stops(res.Err), journal:
		s.halt(res.Err, false)
	case (kind == provider.Busy || kind == provider.Lost) && idle >= stalled:
		s.halt(fmt.Errorf("nothing could be done for %s, last: %w", idle.Round(time.Minute), res.Err), false)
	}
}
