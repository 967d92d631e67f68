package apply

import (
	"errors"

	"wikiform/plan"
	"wikiform/provider"
)

// Outcome is what came of one file.
type Outcome string

// The outcomes.
const (
	Done        Outcome = "done"         // written, and the wiki showed it when read back
	Overtook    Outcome = "overtook"     // written and shown, on top of a version that nobody had seen
	AlreadyDone Outcome = "already done" // the wiki was as wanted before anything was written
	Failed      Outcome = "failed"       // not written, or not all of it, or the wiki does not show it
	Stale       Outcome = "stale"        // the wiki is not as the plan saw it; nothing was written
	BlockedNow  Outcome = "blocked"      // the plan said that it cannot be done
	Unsure      Outcome = "unknown"      // the answer was lost and the wiki could not tell
	NotStarted  Outcome = "not started"  // nothing was written: the run stopped before, or it waits for a change that failed
)

// Result is the outcome of one change.
type Result struct {
	Change  *plan.Change // not to be modified
	Outcome Outcome
	Err     error         // why, for Overtook, Failed, Stale, BlockedNow and Unsure, and a [WaitsError]
	Now     provider.File // what the wiki showed last; zero when it was not read
	// Done is what this run wrote, or is known to have written: all of it when the
	// outcome is Done or Overtook, else the parts that were done before it ended.
	Done []plan.Aspect
	// Undone is what it did not get to, of a file that failed after a part of it was
	// done, and what the wiki does not show.
	Undone []plan.Aspect
	// Writes are the writes on the wiki that are known to be this run's, in their order,
	// whatever the outcome.
	Writes []provider.Write
	// Kept is what the wiki keeps of the content without showing it, from which
	// the next run goes on; the zero value is nothing.
	Kept provider.Stash
	// Remark is what has to be said beside, which is no failure; "" for nothing.
	Remark string
}

// Report is what came of a run: one result for every change of the plan that
// is neither a no-op nor unknown, in the plan's order.
type Report struct {
	Results []Result
	Stopped string // why the run stopped early, "" when it did not
	// StopCode is the code of that, where an error has one.
	StopCode string
	cure     provider.Cure // of what stopped it; "" when nothing did
	// Spent: it was a budget of the Runner that stopped it, so that running again
	// is all there is to do.
	Spent bool

	Site string // id of the wiki, as the Runner has it
	// Left are titles that this run took away and that something still names.
	Left []LeftOver
	// LeftErr is why the wiki could not be asked for Left; nil when it could.
	LeftErr error
}

// newReport has every change as not started, or as blocked.
func newReport(p *plan.Plan) *Report {
	r := &Report{}
	for i := range p.Changes {
		c := &p.Changes[i]
		switch c.Action() {
		case plan.Create, plan.Update, plan.Move, plan.Delete:
			r.Results = append(r.Results, Result{Change: c, Outcome: NotStarted})
		case plan.Blocked:
			r.Results = append(r.Results, Result{Change: c, Outcome: BlockedNow, Err: blockedError(c.Problems)})
		}
	}
	return r
}

// Count is the number of results with one outcome.
func (r *Report) Count(o Outcome) int {
	return r.count(func(res Result) bool { return res.Outcome == o })
}

// Added is the number of files that this run created.
func (r *Report) Added() int {
	return r.count(func(res Result) bool { return res.Outcome == Done && res.Change.Action() == plan.Create })
}

// Updated is the number of files whose content or page this run changed.
func (r *Report) Updated() int {
	return r.count(func(res Result) bool { return res.Outcome == Done && res.Change.Action() == plan.Update })
}

// Moved is the number of files that this run gave another title, whatever else it
// did to them.
func (r *Report) Moved() int {
	return r.count(func(res Result) bool { return res.Outcome == Done && res.Change.Action() == plan.Move })
}

// Deleted is the number of pages that this run deleted.
func (r *Report) Deleted() int {
	return r.count(func(res Result) bool { return res.Outcome == Done && res.Change.Action() == plan.Delete })
}

// Changed reports whether this run is known to have written anything, be it
// only a part of what a file needed.
func (r *Report) Changed() bool {
	return r.count(func(res Result) bool {
		_, passing := errors.AsType[*PassingError](res.Err)
		return res.Outcome == Done || res.Outcome == Overtook || len(res.Done) > 0 || passing
	}) > 0
}

// Interrupted reports whether it was the caller who stopped the run, by the stop channel or by
// ending its context.
func (r *Report) Interrupted() bool {
	return r.Stopped == errInterrupt.Error() || r.Stopped == errCancelled.Error()
}

// Incomplete reports whether the wiki is not, or may not be, as the plan wants it.
func (r *Report) Incomplete() bool {
	return r.Count(Done)+r.Count(AlreadyDone) < len(r.Results)
}

func (r *Report) count(yes func(Result) bool) int {
	n := 0
	for _, res := range r.Results {
		if yes(res) {
			n++
		}
	}
	return n
}
