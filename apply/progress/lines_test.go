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

// A run of a little more than a minute with everything that makes a line.
func TestLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const mib = 1 << 20
		p := &plan.Plan{Changes: []plan.Change{
			creation("file.big", 96*mib, 3), creation("file.logo", 12<<10, 9), edition(`file.plate["a::b"]`, 20),
			creation("file.url", 0, 30), creation("file.bad", 100, 40), creation("file.there", 2048, 50), edition("file.gone", 60),
			{},
		}}
		c := func(i int) *plan.Change { return &p.Changes[i] }
		var out strings.Builder
		d := Lines(&out, NewTracker(p, 0), Style{})
		wait := func(i int, s time.Duration, why string) {
			d.Event(apply.Progressed{Address: c(i).Claim.Address, Progress: provider.Progress{Phase: provider.Waiting, Wait: s, Why: why}})
		}

		d.Event(apply.Started{Change: c(0)})
		d.Event(apply.Started{Change: c(1)})
		d.Event(sending("file.logo", 12<<10, 12<<10))
		time.Sleep(800 * time.Millisecond)
		done := finished(c(1), apply.Done, nil)
		done.Took = 800 * time.Millisecond
		d.Event(done)
		d.Event(apply.Started{Change: c(2)})
		wait(2, 5*time.Second, "maxlag: 7 s behind")
		wait(0, 5*time.Second, "maxlag: 7 s behind") // the same wait: no second line
		wait(0, 900*time.Millisecond, "badtoken")    // too short for a line
		wait(0, 0, "what is staged on the wiki is of no use any more; it is sent again")
		time.Sleep(4 * time.Second)
		done = finished(c(2), apply.Done, nil)
		done.Took = 4 * time.Second
		d.Event(done)
		d.Event(apply.Started{Change: c(3)})
		d.Event(apply.Progressed{Address: "file.url", Progress: provider.Progress{Phase: apply.Fetching, Sent: 3 * mib, Total: 40 * mib}})
		for i := range 12 {
			d.Event(sending("file.big", int64(i+1)*8*mib, 96*mib))
			time.Sleep(5 * time.Second)
			if i == 2 {
				d.Event(apply.FellBack{Address: "file.url", Err: refusal("copyuploadbaddomain", "not\x1b[31m listed")})
			}
		}
		d.Event(apply.Progressed{Address: "file.big", Progress: provider.Progress{Phase: provider.Publishing}})
		d.Event(apply.Started{Change: c(4)})
		d.Event(finished(c(4), apply.Failed, refusal("protectedpage", "::error::This page is protected")))
		d.Event(apply.Started{Change: c(5)})
		d.Event(finished(c(5), apply.AlreadyDone, nil))
		d.Event(apply.Stopping{Why: apply.Interrupted})
		time.Sleep(10 * time.Second)
		d.Event(apply.Stopping{Why: "cancelled", Cancelled: true})
		cut := finished(c(0), apply.Unsure, errors.New("the answer was lost"))
		cut.Done = []plan.Aspect{plan.ContentAspect}
		d.Event(cut)
		d.Event(finished(c(3), apply.NotStarted, nil))
		d.Close()
		d.Close() // twice is once
		golden(t, "lines.txt", out.String())
	})
}

// A run that says nothing for long is alive all the same.
func TestLinesOfASilentFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &plan.Plan{Changes: []plan.Change{creation("file.a", 100, 1)}}
		var out strings.Builder
		d := Lines(&out, NewTracker(p, 0), Style{})
		time.Sleep(3 * time.Second)
		d.Event(apply.Started{Change: &p.Changes[0]})
		time.Sleep(22 * time.Second)
		d.Close()
		want := "file.a: still comparing with the wiki, 17s elapsed\n"
		if out.String() != want {
			t.Errorf("got %q, want %q", out.String(), want)
		}
	})
}
