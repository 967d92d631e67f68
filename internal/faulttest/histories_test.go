package faulttest

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"wikiform/plan"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// TestHistories draws wikis that had a life before, and manifests for them. What is of
// others stays as it is unless a block says otherwise, nothing goes that the plan did not
// show, and a second plan is empty or says why not.
func TestHistories(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for rounds := amount(t); rounds.more(); {
		rapid.Check(t, func(rt *rapid.T) {
			s := drawPast(rt)
			rounds.count()
			if err := relive(t, s, dir); err != nil {
				rt.Fatalf("%v\n\n%v", err, s)
			}
		})
		if t.Failed() {
			return
		}
	}
}

// relive carries out a schedule with a past.
func relive(t *testing.T, s schedule, dir string) (err error) {
	synctest.Test(t, func(t *testing.T) { err = goOn(t, s, dir) })
	return err
}

// goOn lets the wiki live, and runs wikiform until nothing is left to do.
func goOn(t *testing.T, s schedule, dir string) error {
	w := newWorld(t, s)
	defer w.wiki.Close()
	for run, calm := 1, 0; ; run++ {
		if len(s.Strikes) == 0 { // which are counted by requests
			if err := w.sameForAll(t, dir); err != nil {
				return fmt.Errorf("run %d: %w", run, err)
			}
		}
		struck := w.strikes()
		if err := w.begin(); err != nil {
			return err
		}
		acts, err := w.wiki.Acts(us)
		if err != nil {
			return err
		}
		p := w.start(t.Context(), dir)
		o := p.run()
		synctest.Wait() // for requests that a dead process left behind
		if err = w.end(); err == nil {
			err = w.receipts(o, p, acts)
		}
		if err == nil {
			err = keeper{w, w.segments[0].before, w.segments[0].after, w.made()}.keep()
			w.lived.wrote(w.segments[0])
		}
		quiet := w.strikes() == struck
		if calm++; !quiet {
			calm = 0
		}
		switch {
		case err != nil:
			return fmt.Errorf("run %d: %w", run, err)
		case quiet && o.err != nil:
			return fmt.Errorf("run %d: nothing broke, but it failed: %w", run, o.err)
		case quiet && o.report != nil && !o.complete():
			return fmt.Errorf("run %d: nothing broke, but it is not complete: %w", run, o.complaint())
		case quiet && (o.report == nil || !o.report.Changed() && w.refusesDoubles(o.plan)):
			return nil
		case calm > 3:
			return fmt.Errorf("run %d: there is still something to do: %v", run, o.plan.Changes)
		case run == mostRuns:
			return fmt.Errorf("%d runs did not bring it to an end: %w", run, o.complaint())
		}
		time.Sleep(time.Minute)
	}
}

// sameForAll holds the plans of all accounts that are ours, and that of nobody, against
// each other. What is blocked since one account may not do it, nobody else knows.
func (w *world) sameForAll(t *testing.T, dir string) error {
	if len(w.schedule.Accounts) == 0 {
		return w.unchecked(t, dir)
	}
	first := ""
	for _, name := range append(w.schedule.Accounts, "") {
		made, err := w.planAs(t, dir, name)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(made.Changes, ofAccount) {
			return nil
		}
		list := made.Digests().String()
		if first == "" {
			first = list
		}
		if list != first {
			return fmt.Errorf("the plan by %q is another one:\n%s\nthan\n%s", name, list, first)
		}
	}
	return nil
}

// ofAccount reports whether a change is blocked by what the account may not do, or by
// what it may see.
func ofAccount(c plan.Change) bool {
	return slices.ContainsFunc(c.Problems, func(p plan.Problem) bool {
		return slices.Contains([]plan.Reason{plan.PageProtected, plan.RightMissing, plan.DeletedContent}, p.Reason)
	})
}

// unchecked is about a plan by nobody, where nobody says who we are.
func (w *world) unchecked(t *testing.T, dir string) error {
	made, err := w.planAs(t, dir, "")
	if err != nil {
		return err
	}
	for i := range made.Changes {
		c := &made.Changes[i]
		for _, s := range c.Steps {
			if _, deletes := s.(plan.Deletion); deletes && !c.Claim.Foreign {
				return fmt.Errorf("%s: a plan by nobody would delete what may be foreign", c.Claim.Address)
			}
		}
		if m := c.Move(); m != nil && !c.Claim.From.Foreign {
			return fmt.Errorf("%s: a plan by nobody would move what may be foreign", c.Claim.Address)
		}
	}
	return nil
}

// refusesDoubles reports whether all that a plan would do are new versions whose bytes the
// wiki has elsewhere, or had: a plan asks for these of new files only.
func (w *world) refusesDoubles(made *plan.Plan) bool {
	now, err := w.snapshot()
	return err == nil && !slices.ContainsFunc(made.Changes, func(c plan.Change) bool {
		return c.Writes() && (c.Upload() == nil || c.Was().Version == nil || !elsewhere(&c, now) && len(w.lived.gone[c.Claim.Content.Digest.SHA1]) == 0)
	})
}

// planAs makes a plan as somebody, "" for nobody, whom nothing troubles.
func (w *world) planAs(t *testing.T, dir, name string) (*plan.Plan, error) {
	w.ready = false
	defer func() { w.ready = true }()
	p := w.start(t.Context(), dir)
	defer p.cancel()
	p.as = mediawiki.Credentials{}
	if name != "" {
		p.as = mediawiki.Credentials{User: name + "@wikiform", Password: sandbox.Password}
	}
	project, target, err := p.open()
	if err != nil {
		return nil, err
	}
	return project.Plan(t.Context(), target, w.schedule.choice())
}
