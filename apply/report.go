package apply

import (
	"strings"

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
	Failed      Outcome = "failed"       // not written, or the wiki does not show it
	Stale       Outcome = "stale"        // the wiki is not as the plan saw it; nothing was written
	BlockedNow  Outcome = "blocked"      // the plan said that it cannot be done
	Unsure      Outcome = "unknown"      // the answer was lost and the wiki could not tell
	NotStarted  Outcome = "not started"  // the run stopped before anything was written
)

// Result is the outcome of one change.
type Result struct {
	Change  *plan.Change // not to be modified
	Outcome Outcome
	Err     error         // why, for Overtook, Failed, Stale, BlockedNow and Unsure
	Now     provider.File // what the wiki showed last; zero when it was not read
	// Partial says what was done although the outcome is not Done ("the content
	// was uploaded, the description was not changed"); "" for nothing.
	Partial string
	// Kept is what the wiki keeps of the content without showing it, from which
	// the next run goes on; the zero value is nothing.
	Kept provider.Stash
}

// Report is what came of a run: one result for every change of the plan that
// is neither a no-op nor unknown, in the plan's order.
type Report struct {
	Results []Result
	Stopped string        // why the run stopped early, "" when it did not
	cure    provider.Cure // of what stopped it; "" when nothing did
	// Spent: it was a budget of the Runner that stopped it, so that running again
	// is all there is to do.
	Spent bool
}

// newReport has every change as not started, or as blocked.
func newReport(p *plan.Plan) *Report {
	r := &Report{}
	for i := range p.Changes {
		c := &p.Changes[i]
		switch c.Action {
		case plan.Create, plan.Update:
			r.Results = append(r.Results, Result{Change: c, Outcome: NotStarted})
		case plan.Blocked:
			r.Results = append(r.Results, Result{Change: c, Outcome: BlockedNow, Err: blockedError(strings.ReplaceAll(c.Problem, "\n", "; "))})
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
	return r.count(func(res Result) bool { return res.Outcome == Done && res.Change.Action == plan.Create })
}

// Updated is the number of files whose content or page this run changed.
func (r *Report) Updated() int {
	return r.count(func(res Result) bool { return res.Outcome == Done && res.Change.Action == plan.Update })
}

// Changed reports whether this run is known to have written anything, be it
// only a part of what a file needed.
func (r *Report) Changed() bool {
	return r.count(func(res Result) bool { return res.Outcome == Done || res.Outcome == Overtook || res.Partial != "" }) > 0
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
