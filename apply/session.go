package apply

import (
	"context"
	"sync"
	"sync/atomic"

	"wikiform/provider"
)

// session is one run of a Runner.
type session struct {
	*Runner
	emitting sync.Mutex

	halting sync.Mutex
	halted  chan struct{} // closed when nothing more is to be started
	why     error         // why it was closed; read after all goroutines ended, or under halting

	// noFetching: the wiki said that it fetches no URL at all for this account,
	// so that the next files need not ask.
	noFetching atomic.Bool

	spent meter

	looks, backs *joint // what workers ask before they write, and after
	ahead        *ahead
	unseen       unseen

	steps sync.Map // *Result -> *step, of what has been begun
	// leaving are the files that this plan moves away, by the title that they had.
	leaving map[provider.Title]leaving
	// coming are the titles to which this plan brings files.
	coming map[provider.Title]bool
}

// leaving is a file that the plan moves away from where it was.
type leaving struct {
	page int64 // id of the page
	to   provider.Title
}

func newSession(r *Runner, report *Report) *session {
	s := &session{Runner: r, halted: make(chan struct{}), leaving: map[provider.Title]leaving{}, coming: map[provider.Title]bool{}}
	s.looks, s.backs = newJoint(r.Wiki.Files), newJoint(r.Wiki.FilesWithOld)
	s.ahead = lookAhead(r.Wiki.Files, r.jobs(), report.Results)
	for _, res := range report.Results {
		if res.Outcome == NotStarted && (res.Change.Upload() != nil || res.Change.Move() != nil) {
			s.coming[res.Change.Claim.Title] = true
		}
		if m := res.Change.Move(); m != nil && res.Outcome == NotStarted {
			s.leaving[m.From] = leaving{pageID(res.Change.From), res.Change.Claim.Title}
		}
	}
	return s
}

// stopping reports whether nothing more is to be started.
func (s *session) stopping() bool {
	select {
	case <-s.halted:
		return true
	default:
		return false
	}
}

func (s *session) emit(e Event) {
	if s.Emit == nil {
		return
	}
	s.emitting.Lock()
	defer s.emitting.Unlock()
	s.Emit(e)
}

// halt keeps further files from being started; the first reason is kept.
func (s *session) halt(why error, cancelled bool) {
	s.halting.Lock()
	first := s.why == nil
	if first {
		s.why = why
		close(s.halted)
	}
	s.halting.Unlock()
	s.unseen.hurry()
	if first || cancelled {
		s.emit(Stopping{Why: why.Error(), Cancelled: cancelled})
	}
}

// watch halts the session when stop is closed or ctx ends. The func that it
// returns ends the watching and waits for that.
func (s *session) watch(ctx context.Context, stop <-chan struct{}) (unwatch func()) {
	select {
	case <-stop: // closed before the run: not even the first file is started
		s.halt(errInterrupt, false)
		stop = nil
	default:
	}
	over := make(chan struct{})
	var watcher sync.WaitGroup
	watcher.Go(func() {
		for {
			select {
			case <-stop:
				s.halt(errInterrupt, false)
				stop = nil // a nil channel is never ready: only ctx is left to watch
			case <-ctx.Done():
				s.halt(errCancelled, true)
				return
			case <-over:
				return
			}
		}
	})
	return func() {
		close(over)
		watcher.Wait()
	}
}
