package faulttest

import (
	"fmt"
	"testing/synctest"
	"time"

	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// apply runs the program as one of us until there is nothing left to do.
func (w *tending) apply(as string) error {
	w.agreed = false
	for run, calm := 1, 0; ; run++ {
		if w.Compare && run == 1 {
			if err := w.sameForAll(w.t, w.dir); err != nil {
				return err
			}
		}
		if err := w.begin(); err != nil {
			return err
		}
		before, struck := w.since, w.strikes()
		w.requests, w.met = 0, false
		p := w.start(w.t.Context(), w.dir)
		p.as = mediawiki.Credentials{User: as + "@wikiform", Password: sandbox.Password}
		o := p.run()
		synctest.Wait() // for requests that a dead process left behind
		w.n.Runs++
		if _, _, err := w.page(w.pages[0]); err != nil {
			return err
		}
		if _, _, err := w.page(w.pages[1]); err != nil {
			return err
		}
		if err := w.judge(before, o.plan); err != nil {
			return fmt.Errorf("run %d: %w", run, err)
		}
		quiet := w.strikes() == struck && !w.met
		if w.met {
			w.n.Meanwhile++
		}
		if calm++; !quiet {
			calm = 0
		}
		switch {
		case !quiet:
			w.agreed = false
		case o.err != nil:
			return fmt.Errorf("run %d: nothing broke, but it failed: %w", run, o.err)
		case !o.complete():
			return fmt.Errorf("run %d: nothing broke, but it is not complete: %w", run, o.complaint())
		case o.agreed:
		case o.report == nil:
			return w.rest(o)
		case w.agreed:
			w.agreed = false // there may be more to do than was agreed to
		case calm > 1 && o.report.Changed():
			return fmt.Errorf("run %d: the last run did all that there was to do, and this one did more: %v", run, o.plan.Changes)
		}
		if run == mostRuns {
			return fmt.Errorf("%d runs did not bring it to an end: %w", run, o.complaint())
		}
		time.Sleep(time.Minute)
	}
}

// rest holds the wiki against the manifest, and lets happen what no request came for.
func (w *tending) rest(o outcome) error {
	if err := w.settled(o.plan); err != nil {
		return err
	}
	for _, b := range w.waiting {
		if err := w.visits(b, true); err != nil {
			return err
		}
	}
	w.waiting = nil
	return nil
}
