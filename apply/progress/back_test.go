package progress

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
)

func takingBack() []plan.Change {
	old := provider.Version{Time: time.Date(2026, 11, 20, 10, 15, 3, 0, time.UTC)}
	text := naming(`rollback["Both.png"]`, 4, plan.Revert{Version: old})
	text.Steps = append(text.Steps, plan.SetText{Text: "old"})
	return []plan.Change{
		naming(`rollback["Logo.png"]`, 3, plan.Revert{Version: old}),
		text,
		naming(`rollback["Gone.png"]`, 5, plan.Restore{}),
	}
}

// What comes back, line by line.
func TestLinesOfRollback(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &plan.Plan{Changes: takingBack()}
		var out strings.Builder
		d := Lines(&out, NewTracker(p, 0), Style{})
		for i, phase := range []provider.Phase{apply.Reverting, apply.Reverting, apply.Restoring} {
			c := &p.Changes[i]
			d.Event(apply.Started{Change: c})
			d.Event(apply.Progressed{Address: c.Claim.Address, Progress: provider.Progress{Phase: phase}})
			time.Sleep(12 * time.Second)
			d.Event(finished(c, apply.Done, nil))
		}
		d.Close()
		golden(t, "lines-back.txt", out.String())
	})
}

// What did not come back, or not all of it, in the summary.
func TestSummaryOfRollback(t *testing.T) {
	cs := takingBack()
	half := finished(&cs[1], apply.Failed, errors.New("the wiki is away")).Result
	half.Done, half.Undone = []plan.Aspect{plan.ContentAspect}, []plan.Aspect{plan.TextAspect}
	r := &apply.Report{Results: []apply.Result{
		finished(&cs[0], apply.Failed, &apply.MismatchError{Aspect: plan.ContentAspect, Back: true}).Result,
		half,
		finished(&cs[2], apply.Stale, &apply.StaleError{Deleted: "it was deleted again by Admin"}).Result,
	}}
	var out strings.Builder
	if err := Summary(&out, r, Style{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "summary-back.txt", out.String())
}
