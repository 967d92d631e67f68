package progress

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
)

// A run that goes on with what another left, stages all and publishes little.
func TestStages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const mib = 1 << 20
		p := &plan.Plan{Changes: []plan.Change{
			creation("file.half", 64*mib, 3), creation("file.whole", 16*mib, 9), edition("file.text", 20),
			creation("file.late", 32*mib, 30), creation("file.queued", 12*mib, 40),
		}}
		c := func(i int) *plan.Change { return &p.Changes[i] }
		at := func(i int, phase provider.Phase, sent, total int64) apply.Progressed {
			return apply.Progressed{Address: c(i).Claim.Address, Progress: provider.Progress{Phase: phase, Sent: sent, Total: total}}
		}
		var out strings.Builder
		d := Lines(&out, NewTracker(p, 0), Style{})
		s := Live(&strings.Builder{}, func() int { return 80 }, NewTracker(p, 0), Style{})
		tell := func(e apply.Event) {
			d.Event(e)
			s.Event(e)
		}

		tell(apply.Started{Change: c(0)})
		tell(at(0, provider.Resuming, 48*mib, 64*mib))
		time.Sleep(5 * time.Second)
		tell(sending("file.half", 64*mib, 64*mib))
		tell(at(0, provider.Joining, 64*mib, 64*mib))
		time.Sleep(6 * time.Second)
		tell(apply.Staged{Change: c(0), Took: 11 * time.Second})
		tell(apply.Started{Change: c(1)})
		tell(at(1, provider.Resuming, 16*mib, 16*mib))
		tell(apply.Staged{Change: c(1), Took: time.Second})
		tell(apply.Started{Change: c(2)})
		tell(apply.Staged{Change: c(2)})
		tell(apply.Started{Change: c(0)})
		tell(at(0, provider.Sending, 0, 64*mib))
		if got := d.track.bytes(); got != 80*mib {
			t.Errorf("%d bytes counted as sent: what was staged counts once", got)
		}
		tell(finished(c(0), apply.Done, nil))
		tell(apply.Started{Change: c(4)})
		tell(at(4, provider.Resuming, 0, 0))
		stopped := finished(c(3), apply.NotStarted, nil)
		stopped.Kept = provider.Stash{Key: "k", State: provider.Uploading, Offset: 8 * mib, Digest: provider.Digest{Size: 32 * mib}}
		tell(apply.Started{Change: c(3)})
		tell(stopped)
		d.Close()
		s.Close()
		golden(t, "stages.txt", out.String())
	})
}

func TestSummaryOfWhatTheWikiKeeps(t *testing.T) {
	t.Parallel()
	kept := func(o apply.Outcome, state provider.StashState, offset int64) apply.Result {
		r := result(int(offset)+1, o, nil)
		if o == apply.Unsure {
			r.Err = &apply.UnsureError{Write: refusal("timeout", "no answer")}
		}
		r.Kept = provider.Stash{Key: "k", State: state, Offset: offset, Digest: provider.Digest{Size: 10}}
		return r
	}
	r := &apply.Report{Stopped: "the run's time of 30m0s is used up", Spent: true, Results: []apply.Result{
		kept(apply.NotStarted, provider.Uploading, 0), kept(apply.NotStarted, provider.Uploading, 4),
		kept(apply.NotStarted, provider.Staged, 10), kept(apply.Unsure, provider.Queued, 8), result(12, apply.NotStarted, nil),
	}}
	var out strings.Builder
	if err := Summary(&out, r, Style{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "summary-kept.txt", out.String())
}
