package apply

import (
	"context"
	"slices"
	"time"

	"wikiform/plan"
)

// carryOut takes the changes of a group through their turns, one after the other.
func (s *session) carryOut(ctx context.Context, turns []*turn) {
	if s.stopping() { // none of it is begun
		return
	}
	for _, t := range turns {
		if s.take(ctx, t) { // it was the only one
			return
		}
	}
	for _, t := range turns {
		if st := s.step(t.res); st != nil && !st.began.IsZero() && !st.over { // it was looked at, and then the run was stopped
			s.end(t.res, st, st.result(NotStarted, nil))
		}
	}
	for _, t := range turns {
		s.steps.Delete(t.res)
	}
}

// take takes a turn, unless the run is stopping and that leaves nothing half done, or
// a title is not free that another change had to free. It reports whether the change
// awaits to be seen: from then on it is of whoever sees it.
func (s *session) take(ctx context.Context, t *turn) (awaits bool) {
	st := s.step(t.res)
	idle := st == nil || st.untouched()
	ends := slices.ContainsFunc(t.ends, s.passing)
	waits := s.waits(t)
	switch {
	case t.res.Outcome != NotStarted, st != nil && st.over:
		return false
	case idle && s.stopping() && !ends:
		return false
	}
	if st == nil {
		st = newStep(s, t.res.Change)
		st.guarded = t.only && st.change.Guarded()
		s.steps.Store(t.res, st)
	}
	if st.began.IsZero() {
		st.began = time.Now()
		s.emit(Started{Change: st.change})
	}
	if waits != nil {
		s.end(t.res, st, st.waited(waits))
		return false
	}
	st.ending = ends
	if ended := st.turn(ctx, t.act); ended != nil {
		s.conclude(ctx, t.res, st, *ended)
	} else if st.awaits {
		s.steps.Delete(t.res)
		s.wait(ctx, t.res, st)
		return true
	}
	return false
}

// conclude settles a change and what follows from that for others: once a file has failed,
// it is to be known what became of those that wait to be seen.
func (s *session) conclude(ctx context.Context, res *Result, st *step, ended Result) {
	s.end(res, st, ended)
	s.learn(res)
	switch ended.Outcome {
	case Done, AlreadyDone, NotStarted:
	default:
		s.see(ctx)
	}
}

// end settles a change of which nothing more will be done.
func (s *session) end(res *Result, st *step, ended Result) {
	*res, st.over = ended, true
	took := time.Since(st.began)
	if !st.rested.IsZero() {
		took = st.rested.Sub(st.began)
	}
	s.emit(Finished{Result: *res, Took: took})
}

// step is what has been begun of a change, nil for nothing.
func (s *session) step(res *Result) *step {
	if st, begun := s.steps.Load(res); begun {
		return st.(*step)
	}
	return nil
}

// passing reports whether the file of a change is under its passing title, where this
// run or one before it has left it.
func (s *session) passing(res *Result) bool {
	st := s.step(res)
	if st == nil {
		return halfWay(res.Change)
	}
	return !st.over && ((name{st}).passing() || halfWay(st.change) && st.where == st.change.Move().From)
}

// waits tells for what a turn waits in vain, nil for nothing.
func (s *session) waits(t *turn) *WaitsError {
	if t.by != nil && !brought(t.by) {
		return &WaitsError{Title: t.res.Change.Claim.Holder, By: t.by.Change.Claim.Address, Err: t.by.Err, File: true}
	}
	for _, a := range t.after {
		title := t.res.Change.Claim.Title
		if st := s.step(a.res); st == nil || st.where == "" || st.where == title {
			return &WaitsError{Title: title, By: a.res.Change.Claim.Address, Err: a.res.Err}
		}
	}
	return nil
}

// brought reports whether a change has brought its file, whatever became of the rest of it.
func brought(res *Result) bool {
	switch res.Outcome {
	case Done, Overtook, AlreadyDone:
		return true
	}
	return slices.Contains(res.Done, plan.ContentAspect) || slices.Contains(res.Done, plan.NameAspect)
}

// turn does one act of a change; nil is that there is more to do.
func (s *step) turn(ctx context.Context, a act) *Result {
	n := name{s}
	switch a {
	case aside:
		if ended := s.enter(ctx, true); ended != nil {
			return ended
		}
		if n.shown() || n.passing() {
			return nil
		}
		return s.ifFailed(ctx, n.goAside(ctx))
	case move:
		ended := s.enter(ctx, false)
		switch {
		case ended != nil:
			return ended
		case n.shown():
			return nil
		case !s.dueNow(n):
			return s.ifFailed(ctx, n.mismatch())
		}
		return s.ifFailed(ctx, n.do(ctx))
	}
	return s.run(ctx)
}

// enter looks at the wiki before anything is written, or before more is; nil is to go
// on. Early is that other changes may still have to free a title.
func (s *step) enter(ctx context.Context, early bool) *Result {
	s.early = early
	if s.untouched() {
		return s.compare(ctx)
	}
	err := s.look(ctx)
	if err == nil {
		err = s.follow(ctx)
	}
	return s.ifFailed(ctx, err)
}

func (s *step) ifFailed(ctx context.Context, err error) *Result {
	if err == nil {
		return nil
	}
	r := s.failed(ctx, err)
	return &r
}

// waited is the result of a change whose title another one did not free.
func (s *step) waited(w *WaitsError) Result {
	if s.untouched() {
		return s.result(NotStarted, w)
	}
	return s.result(Failed, s.told(w))
}
