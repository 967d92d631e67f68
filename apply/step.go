package apply

import (
	"context"
	"errors"
	"slices"
	"time"

	"wikiform/plan"
	"wikiform/provider"
)

// step takes one change through the protocol: look, compare with what the plan
// saw, write, look again.
type step struct {
	*session
	change *plan.Change  // what is left of it
	parts  []part        // of the file, in the order in which they are written
	now    provider.File // the file that the change is about, wherever it is now
	// files are what the wiki shows under all titles of the change, and where is the one
	// of them under which the file is; "": it is under none of them.
	files map[provider.Title]provider.File
	where provider.Title
	// seen is the page up to which the text is known to be the one that the plan
	// saw, with no other in between; nil: no page.
	seen *provider.Page

	// tagged is the revision that is to get change tags; nil: the wiki does not show it.
	tagged *provider.Revision

	// want is the content that the wiki is to show. For a URL without a pin it
	// is known only after somebody fetched it.
	want     provider.Digest
	took     []plan.Aspect     // what the wiki took, or shows to have taken
	writes   []provider.Write  // that this run is known to have made
	edited   int64             // the revision that the wiki made of this run's edit; 0: none
	beneath  *provider.Version // after an upload: the version before the current one
	overtook *provider.Version // what ours came to lie on though the plan did not see it; nil: nothing

	staging, staged bool // of a run that stages first: that is to be done, was done

	// guarded: the wiki guards what is written, and nobody else in this run is about the
	// title, so that the look before may be an older one, and the look after may wait.
	guarded bool
	found   bool             // the wiki had the content, and not from this run
	awaits  bool             // the content was taken, and is to be seen
	answer  provider.Version // what the wiki said then
	before  provider.File    // what it had shown before

	began  time.Time // when it was told that work on it began; zero: it was not
	rested time.Time // since when it only waits to be seen; zero: it does not
	over   bool      // nothing more will be done
	early  bool      // other changes may still have to free a title
	ending bool      // it is needed to bring a cycle of moves to its end
	aside  bool      // this run moved the file to its passing title
	remark string    // what has to be said beside

	kept provider.Stash // what the wiki keeps of the content, not published; zero for nothing
	sent int64          // bytes of the content that arrived, for the run's budget
}

// part is one aspect of a file. Its precondition is its own: what somebody does to
// another aspect, or to none, makes it no staler.
type part interface {
	aspect() plan.Aspect
	// written reports whether the change writes it.
	written() bool
	// shown reports whether the wiki has what the change leaves.
	shown() bool
	// due reports whether it is written, and the wiki still has what the plan saw in
	// its place, except for what the text of the page has been meanwhile.
	due() bool
	// onText reports whether the text, too, has to be the one that the plan saw.
	onText() bool
	// do writes it and looks at what the wiki then has.
	do(ctx context.Context) error
	// rest is the step that does it as the wiki is now.
	rest() plan.Step
	// mismatch is the error of a part that is not shown after all was done.
	mismatch() error
}

func newStep(s *session, c *plan.Change) *step {
	was := c.Was()
	st := &step{session: s, change: c, seen: was.Page}
	if u := c.Upload(); u != nil {
		st.want = u.Content.Digest
	} else if back := c.Revert(); back != nil {
		st.want = back.Version.Digest
	} else if v := was.Version; v != nil {
		st.want = v.Digest
	}
	switch {
	case c.Action() == plan.Delete:
		st.parts = []part{existence{st}}
	case c.Restore() != nil:
		st.parts = []part{restore{st}}
	case c.Revert() != nil:
		st.parts = []part{name{st}, revert{st}, edit{st}, tags{st}}
	case c.Redirects() != "":
		st.parts = []part{redirect{st}}
	default:
		st.parts = []part{name{st}, upload{st}, edit{st}, tags{st}}
	}
	return st
}

// run is the whole way of a change; nil is that it awaits to be seen.
func (s *step) run(ctx context.Context) *Result {
	if ended := s.enter(ctx, false); ended != nil {
		return ended
	}
	return s.goOn(ctx, s.parts)
}

// goOn does what is left to do, part by part, of which some are past.
func (s *step) goOn(ctx context.Context, left []part) *Result {
	for _, p := range left {
		if p.shown() {
			continue
		}
		if err := s.follow(ctx); err != nil {
			return s.ifFailed(ctx, err)
		}
		if !s.dueNow(p) {
			break
		}
		if err := p.do(ctx); errors.Is(err, errUnseen) {
			return nil
		} else if err != nil {
			return s.ifFailed(ctx, err)
		}
	}
	for _, p := range s.parts {
		if !p.shown() {
			return s.ifFailed(ctx, p.mismatch())
		}
	}
	r := s.done()
	return &r
}

// allShown reports whether the wiki has all that the change leaves.
func (s *step) allShown() bool {
	return !slices.ContainsFunc(s.parts, func(p part) bool { return !p.shown() })
}

// done is the result of a change of which the wiki shows all.
func (s *step) done() Result {
	switch {
	case s.overtook != nil:
		return s.result(Overtook, &OvertookError{Title: s.change.Claim.Title, Old: *s.overtook})
	case s.found && s.untouched(): // somebody else was faster
		return s.result(AlreadyDone, nil)
	}
	return s.result(Done, nil)
}

// compare holds the wiki against what the plan saw; nil is to go on.
func (s *step) compare(ctx context.Context) *Result {
	err := s.lookFirst(ctx)
	if err == nil {
		s.succeed()
		err = s.follow(ctx)
	}
	if err != nil {
		return s.ifFailed(ctx, err)
	}
	if r := s.judged(); r.Outcome != NotStarted {
		return &r
	}
	return nil
}

// dueNow reports whether a part is due, and the text is as far as it matters the one
// that the plan saw, or already the one that the change leaves.
func (s *step) dueNow(p part) bool {
	return p.due() && (!p.onText() || s.whole() || (edit{s}).written() && (edit{s}).shown())
}

func (s *step) progress(p provider.Progress) {
	if s.staged && p.Phase == provider.Resuming {
		return // it is this run's own
	}
	s.count(p)
	s.emit(Progressed{Address: s.change.Claim.Address, Progress: p})
}

// doing tells the progress of a request that sends no content.
func (s *step) doing(phase provider.Phase) func(provider.Progress) {
	return func(p provider.Progress) {
		if p.Phase == provider.Sending {
			p.Phase = phase
		}
		s.progress(p)
	}
}

// note remembers that the wiki took an aspect.
func (s *step) note(a plan.Aspect) {
	if !slices.Contains(s.took, a) {
		s.took = append(s.took, a)
	}
}

// untouched reports whether this run has written nothing of the change.
func (s *step) untouched() bool { return len(s.took) == 0 && !s.aside }

// failed tells what an error means for the file as a whole.
func (s *step) failed(ctx context.Context, err error) Result {
	_, unsure := errors.AsType[*UnsureError](err)
	_, stale := errors.AsType[*StaleError](err)
	untouched := s.untouched()
	err = s.told(err)
	switch {
	case unsure:
		return s.result(Unsure, err)
	case untouched && (ctx.Err() != nil && errors.Is(err, ctx.Err()) || errors.Is(err, provider.ErrStopped)):
		return s.result(NotStarted, nil)
	case stale && untouched, untouched && provider.KindOf(err) == provider.Conflict:
		return s.result(Stale, err)
	}
	return s.result(Failed, err)
}

func (s *step) result(o Outcome, err error) Result {
	r := Result{Change: s.change, Outcome: o, Err: err, Now: s.now, Done: s.took, Writes: s.writes, Kept: s.kept, Remark: s.remark}
	switch o {
	case Done, Overtook:
		if !s.found {
			r.Done = s.change.Aspects()
		}
	case AlreadyDone:
	default:
		r.Undone = s.undone(o)
		return r
	}
	s.Journal.drop(s.change.Claim.Title, provider.Stash{Digest: s.want})
	r.Kept = provider.Stash{}
	return r
}

// undone is what the wiki does not show of a change that failed after a part of it
// was done.
func (s *step) undone(o Outcome) []plan.Aspect {
	var as []plan.Aspect
	for _, p := range s.parts {
		if o == Failed && len(s.took) > 0 && p.written() && !slices.Contains(s.took, p.aspect()) && !p.shown() {
			as = append(as, p.aspect())
		}
	}
	return as
}
