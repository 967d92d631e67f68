package apply

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"wikiform/plan"
	"wikiform/provider"
)

// readBackWait is how long a file that the wiki has taken may wait to be seen, if nobody
// says otherwise.
const readBackWait = 10 * time.Second

// errUnseen is in place of the end of a step: the wiki has taken its content, and is
// asked later, together with that of others, whether it shows it.
var errUnseen = errors.New("it was not seen yet")

// unseen are files that the wiki has taken and that nobody has seen. They are read back
// together: when there are many, when the first has waited for long, when a file failed,
// and when nothing more is begun.
type unseen struct {
	mu      sync.Mutex
	waiting []taken
	again   []taken     // seen, and not as wanted: workers go on with these
	timer   *time.Timer // of the first that waits
	reading sync.WaitGroup
}

// taken is a change that the wiki has taken, as far as it was made.
type taken struct {
	res *Result
	*step
}

// mayWait reports whether the file may be seen later, of which the wiki says that it
// stored v: only where nothing can have been replaced.
func (s *step) mayWait(v provider.Version) bool {
	return s.guarded && !s.staged && !s.found && v.SHA1.Known() && v.SHA1 == s.want.SHA1
}

// putOff has a file seen later. What the wiki said is written down until then.
func (s *step) putOff(v provider.Version) error {
	s.answer, s.before, s.awaits = v, s.now, true
	s.wroteTold(v)
	return errUnseen
}

// wait has a file wait to be seen, and sees to it that it does not wait for long.
func (s *session) wait(ctx context.Context, res *Result, st *step) {
	st.rested = time.Now()
	s.spent.succeeded()
	s.emit(Taken{Change: st.change})
	u := &s.unseen
	u.mu.Lock()
	u.waiting = append(u.waiting, taken{res, st})
	n := len(u.waiting)
	if n == 1 {
		u.timer = time.AfterFunc(s.readBackIn(), func() { s.see(ctx) })
	}
	u.mu.Unlock()
	if n >= plan.LookedAt || s.stopping() {
		s.see(ctx)
	}
}

// readBackIn is how long a file waits to be seen at most.
func (s *session) readBackIn() time.Duration {
	if s.ReadBackWait > 0 {
		return s.ReadBackWait
	}
	return readBackWait
}

// begin takes all that wait. Whoever sees them calls reading.Done.
func (u *unseen) begin() []taken {
	u.mu.Lock()
	defer u.mu.Unlock()
	all := u.waiting
	if u.waiting = nil; len(all) > 0 {
		u.timer.Stop()
		u.reading.Add(1)
	}
	return all
}

// see looks at all files that wait for it. What the wiki shows as wanted is done; with
// what it does not, somebody goes on alone.
func (s *session) see(ctx context.Context) {
	all := s.unseen.begin()
	if len(all) == 0 {
		return
	}
	defer s.unseen.reading.Done()
	ctx, cancel := linger(ctx)
	defer cancel()
	var titles []provider.Title
	for _, t := range all {
		titles = append(titles, t.change.Claim.Title)
	}
	have, err := s.backs.files(ctx, titles)
	apart := len(all) > 1 && ofOne(ctx, err)
	for i, t := range all {
		if apart {
			have, err = s.backs.files(ctx, titles[i:i+1])
			apart = err == nil || ofOne(ctx, err)
		}
		s.settleSeen(ctx, t, have, err)
	}
}

// ofOne reports whether an error of a question about several files may be about one of them.
// A wiki that was busy for as long as one question is tried is not asked fifty times more.
func ofOne(ctx context.Context, err error) bool {
	return err != nil && ctx.Err() == nil && !provider.Stops(err) && provider.KindOf(err) != provider.Busy
}

// settleSeen ends a file that waited, as far as what the wiki shows of it ends it.
func (s *session) settleSeen(ctx context.Context, t taken, have map[provider.Title]provider.File, err error) {
	if err == nil {
		err = t.sawLater(have)
	}
	switch {
	case err != nil:
		s.conclude(ctx, t.res, t.step, t.failed(ctx, &UnsureError{Read: err}))
	case t.allShown():
		s.conclude(ctx, t.res, t.step, t.done())
	default:
		s.unseen.goOnLater(t)
	}
}

// sawLater takes what the wiki shows of a file that waited.
func (s *step) sawLater(have map[provider.Title]provider.File) error {
	if err := s.saw(have); err != nil {
		return err
	}
	s.noticeOld()
	s.completeTold()
	return nil
}

// hurry has those that wait seen at once.
func (u *unseen) hurry() {
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.waiting) > 0 {
		u.timer.Reset(0)
	}
}

func (u *unseen) goOnLater(t taken) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.again = append(u.again, t)
}

// goOn goes on with those that were seen and are not as wanted.
func (s *session) goOn(ctx context.Context) {
	for {
		s.unseen.mu.Lock()
		all := s.unseen.again
		s.unseen.again = nil
		s.unseen.mu.Unlock()
		if len(all) == 0 {
			return
		}
		for _, t := range all {
			t.rested = time.Time{}
			s.conclude(ctx, t.res, t.step, *t.step.goOn(ctx, t.afterUpload()))
		}
	}
}

// afterUpload are the parts that come after the content, which is uploaded once.
func (s *step) afterUpload() []part {
	i := slices.IndexFunc(s.parts, func(p part) bool { return p.aspect() == plan.ContentAspect })
	return s.parts[i+1:]
}

// seeRest looks at all that are left, at the end of a run.
func (s *session) seeRest(ctx context.Context) {
	s.see(ctx)
	s.unseen.reading.Wait()
	s.goOn(ctx)
}
