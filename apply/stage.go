package apply

import (
	"context"
	"errors"
	"fmt"
	"time"

	"wikiform/provider"
)

// Stager uploads in two steps, between which nothing is to be seen.
type Stager interface {
	// Stage brings content into the wiki's stash and compares it with what it
	// is to be.
	Stage(ctx context.Context, u provider.Upload) (provider.Stash, error)
	// Publish makes the file of it, as [Wiki].Upload does, without its body. A
	// publication that is queued already is only asked after.
	Publish(ctx context.Context, u provider.Upload, s provider.Stash) (provider.Version, error)
}

// Window is when what was staged has to be published.
type Window struct {
	Life       time.Duration // how long the wiki keeps it
	Publishing time.Duration // how long publishing is expected to take
}

// errUnstaged keeps the wiki as it is when not all content is in the stash.
var errUnstaged = errors.New("not all content could be staged, so nothing was published")

// stageAll brings the content of all changes into the stash, and reports whether
// it may be published: all of it is there, and will be for as long as needed.
func (s *session) stageAll(ctx context.Context, results []Result) bool {
	began := time.Now()
	s.each(results, func(group []*Result) {
		for _, res := range group {
			s.stage(ctx, res)
		}
	})
	for i := range results {
		switch results[i].Outcome {
		case NotStarted, AlreadyDone, BlockedNow:
		default:
			s.halt(errUnstaged, false)
		}
	}
	if took, w := time.Since(began), s.StageFirst; took+w.Publishing > w.Life {
		s.halt(fmt.Errorf("staging took %s and publishing would take %s, but the wiki keeps what was staged for %s; nothing was published",
			took.Round(time.Second), w.Publishing.Round(time.Second), w.Life), false)
	}
	return !s.stopping()
}

// stage takes one change as far as it goes without anybody seeing it.
func (s *session) stage(ctx context.Context, res *Result) {
	if s.stopping() {
		return
	}
	began := time.Now()
	s.emit(Started{Change: res.Change})
	st := newStep(s, res.Change)
	s.steps.Store(res, st)
	if ended := st.stage(ctx); ended != nil {
		*res, st.over = *ended, true
		s.learn(res)
		s.emit(Finished{Result: *res, Took: time.Since(began)})
		return
	}
	res.Kept = st.kept
	s.emit(Staged{Change: st.change, Took: time.Since(began)})
}

// stage compares and stages; nil is success.
func (s *step) stage(ctx context.Context) *Result {
	if ended := s.enter(ctx, true); ended != nil {
		return ended
	}
	if s.change.Upload() == nil {
		return nil
	}
	s.staging = true
	if err := s.putContent(ctx); err != nil {
		r := s.failed(ctx, err)
		return &r
	}
	s.staging, s.staged = false, true
	return nil
}

func (s *step) stash(ctx context.Context, u provider.Upload) error {
	st, err := s.Stager.Stage(ctx, u)
	if err != nil {
		return err
	}
	if !s.want.Known() {
		s.want = st.Digest
	}
	s.kept = st
	return nil
}

// put uploads, or publishes what was staged.
func (s *step) put(ctx context.Context, u provider.Upload) (provider.Version, error) {
	if s.staged {
		return s.Stager.Publish(ctx, u, s.kept)
	}
	return s.Wiki.Upload(ctx, u)
}
