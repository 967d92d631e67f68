package faulttest

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"wikiform/apply"
	"wikiform/apply/reconcile"
	"wikiform/provider"
)

// TestFaults draws manifests and what breaks, and runs wikiform until the wiki
// is as wanted. No report may ever say what the wiki contradicts, and what the
// wiki has in the end, to the last version and revision, must be what one run
// makes of it when nothing breaks.
//
// A failure prints the schedule that it shrank to. Kept as a file in
// testdata/schedules, [TestSchedules] repeats it for ever.
func TestFaults(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for rounds := amount(t); rounds.more(); {
		rapid.Check(t, func(rt *rapid.T) {
			s := drawSchedule(rt)
			rounds.count()
			if err := experiment(t, s, dir); err != nil {
				rt.Fatalf("%v\n\n%v", err, s)
			}
		})
		if t.Failed() {
			return
		}
	}
}

// TestSchedules repeats what once went wrong, or must be seen to go well.
func TestSchedules(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/schedules/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatal("no schedules", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			s, err := parse(b)
			if err != nil {
				t.Fatal(err)
			}
			if err := experiment(t, s, t.TempDir()); err != nil {
				t.Error(err)
			}
		})
	}
}

// experiment carries a schedule out in a bubble of time, in which waiting costs
// nothing.
func experiment(t *testing.T, s schedule, dir string) (err error) {
	if len(s.Deeds) > 0 {
		return relive(t, s, dir)
	}
	synctest.Test(t, func(t *testing.T) {
		undisturbed := s
		undisturbed.Strikes, undisturbed.Acts = nil, nil
		var want map[provider.Title]history
		if want, err = converge(t, undisturbed, nil, dir); err != nil {
			err = fmt.Errorf("with nothing broken: %w", err)
			return
		}
		_, err = converge(t, s, want, dir)
	})
	return err
}

// converge runs wikiform until there is nothing to do, and gives what the wiki
// has then. A run during which nothing broke must do all that is to be done.
func converge(t *testing.T, s schedule, want map[provider.Title]history, dir string) (map[provider.Title]history, error) {
	w := newWorld(t, s)
	defer w.wiki.Close()
	first, err := w.snapshot()
	if err != nil {
		return nil, err
	}
	blocked := 0
	again := false // somebody agreed anew, and nothing was written since
	whole := false // the last run did all, and nobody was there since
	for run := 1; ; run++ {
		acted := w.acted
		w.occasion(onRun)
		w.act(onRun, false)
		whole = whole && w.acted == acted
		struck := w.strikes()
		o, err := w.runOnce(t, dir)
		quiet := w.strikes() == struck
		switch {
		case err != nil:
			return nil, fmt.Errorf("run %d: %w", run, err)
		case whole && quiet && o.report != nil && o.report.Changed():
			return nil, fmt.Errorf("run %d: the last run did all that there was to do, and this one did more: %v", run, w.made().Changes)
		case whole && quiet && w.acted == 0 && o.plan != nil && o.plan.Counts().Blocked > blocked:
			return nil, fmt.Errorf("run %d: the last run did all that there was to do, and now something is blocked: %v", run, o.plan.Changes)
		case o.done() && w.agreed && (w.acted != w.agreedAt || blocked > 0 && !again):
			w.agreed, again = false, true // there may be more to do than was agreed to
		case o.done() && !w.pendingActs() && w.acted == w.actedFirst:
			return w.ended(t, dir, first, want)
		case o.done(): // for as long as no volunteer comes
		case w.agreed && w.acted > 0 && blocked > 0 && !again && o.unreviewed():
			w.agreed, again = false, true // what was done may have made room for what was blocked
		case quiet && !o.complete() && !w.replans(o):
			return nil, fmt.Errorf("run %d: nothing broke, but it is not complete: %w", run, o.complaint())
		case run == mostRuns:
			return nil, fmt.Errorf("%d runs did not bring it to an end: %w", run, o.complaint())
		}
		again = again && (o.report == nil || !o.report.Changed())
		if o.plan != nil {
			blocked = o.plan.Counts().Blocked
		}
		// What is blocked since a volunteer was there may be free afterwards, and what was
		// agreed to before is not all that there is to do.
		whole = quiet && o.report != nil && o.complete() && !o.report.Spent && !o.killed && (w.acted == 0 || blocked == 0 && !w.agreed)
		time.Sleep(time.Minute) // before somebody runs it again
		if err := w.wiki.RunJobs(); err != nil {
			return nil, err
		}
	}
}

// runOnce lets the program run, and looks whether it did what it may and says what it
// did.
func (w *world) runOnce(t *testing.T, dir string) (outcome, error) {
	before, err := w.histories()
	if err == nil {
		err = w.begin()
	}
	acts, told := w.wiki.Acts(us)
	err = cmp.Or(err, told)
	if err != nil {
		return outcome{}, err
	}
	p := w.start(t.Context(), dir)
	acted := w.acted
	o := p.run()
	synctest.Wait() // for requests that a dead process left behind
	if err := w.end(); err != nil {
		return o, err
	}
	if err := errors.Join(w.guard(), w.receipts(o, p, acts)); err != nil {
		return o, err
	}
	after, err := w.histories()
	if err == nil && w.acted == acted { // else who wrote what is told by guard alone
		err = w.trust(o, p, before, after)
	}
	o.killed = p.killed()
	return o, err
}

// replans reports whether a run could not do what was agreed to since a volunteer was
// there meanwhile, and has somebody agree anew.
func (w *world) replans(o outcome) bool {
	if !w.agreed || w.acted == w.agreedAt || o.done() || o.complete() {
		return false
	}
	w.agreed = false
	return true
}

// ended compares a wiki on which there is nothing to do any more with what the manifest
// says, and with one on which nothing broke.
func (w *world) ended(t *testing.T, dir string, first snapshot, want map[provider.Title]history) (map[provider.Title]history, error) {
	if err := w.settled(t, dir, first); err != nil {
		return nil, err
	}
	now, err := w.histories()
	if err == nil && want != nil && len(w.schedule.Acts) == 0 {
		err = w.converged(want)
	}
	return now, err
}

// mostRuns is more than any schedule takes: of its strikes each ends few runs, and
// a budget lets every run do something.
const mostRuns = 100

// done reports whether nothing is left to do: the plan has nothing, or one that was
// saved finds all of it done.
func (o outcome) done() bool {
	switch {
	case o.killed, o.err != nil, o.agreed:
		return false
	case o.report == nil:
		return true
	}
	return o.complete() && !o.report.Spent && !o.report.Changed()
}

// unreviewed reports whether a run was refused since its plan does more than was agreed to.
func (o outcome) unreviewed() bool {
	_, more := errors.AsType[*reconcile.UnreviewedError](o.err)
	return more
}

// complete reports whether a run did all that it was to do. Why something is blocked,
// [world.settled] looks at.
func (o outcome) complete() bool {
	switch {
	case o.err != nil:
		return false
	case o.report == nil:
		return true
	}
	left := slices.ContainsFunc(o.report.Results, func(res apply.Result) bool {
		return !slices.Contains([]apply.Outcome{apply.Done, apply.AlreadyDone, apply.BlockedNow}, res.Outcome) && !duplicate(res.Err)
	})
	return !left || o.report.Spent
}

// duplicate reports whether the wiki refused a version whose bytes it has elsewhere, or
// had: only of new files a plan asks for these. [world.settled] looks whether it is so.
func duplicate(err error) bool {
	return err != nil && (strings.Contains(err.Error(), "the same bytes are on the wiki") || strings.Contains(err.Error(), "the same bytes were deleted"))
}

// trust checks that an outcome says the truth.
func (w *world) trust(o outcome, p *process, before, after map[provider.Title]history) error {
	switch {
	case p.killed():
		return nil
	case o.report != nil:
		return w.judge(o.report, before, after)
	}
	for title := range after {
		if len(after[title].Revisions) != len(before[title].Revisions) {
			return fmt.Errorf("%s was written, but the run says only: %w", title, o.err)
		}
	}
	return nil
}

func (o outcome) complaint() error {
	if o.err != nil || o.report == nil {
		return o.err
	}
	var all []error
	for _, res := range o.report.Results {
		if res.Outcome != apply.Done && res.Outcome != apply.AlreadyDone {
			err := fmt.Errorf("%s: %s", res.Change.Claim.Address, res.Outcome)
			if res.Err != nil {
				err = fmt.Errorf("%w: %w", err, res.Err)
			}
			all = append(all, err)
		}
	}
	return errors.Join(all...)
}

func (w *world) strikes() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.struck
}

// The text form of a schedule reads back as the same.
func TestScheduleText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := drawSchedule(rt)
		got, err := parse([]byte(s.String()))
		if err != nil || got.String() != s.String() {
			rt.Fatalf("%v\n%v\nbecame\n%v", err, s, got)
		}
	})
}
