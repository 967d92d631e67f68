package progress

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
)

// Who asks is told what is done, what is on its way, what is waited for and until when.
func TestState(t *testing.T) {
	t.Parallel()
	const mib = 1 << 20
	p := &plan.Plan{Changes: []plan.Change{
		creation("file.big", 96*mib, 1), creation("file.a", mib, 2), creation("file.b", mib, 3), creation("file.bad", mib, 4), creation("file.wait\x1b", mib, 5),
	}}
	c := func(i int) *plan.Change { return &p.Changes[i] }
	tr := NewTracker(p, 0)
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	if diff := cmp.Diff([]string{"At 12:00:00 UTC: 0/5 files, 0%, 0.0/100.0 MiB, 0.0s elapsed"}, tr.State(now).Lines(now)); diff != "" {
		t.Errorf("before: -want +got:\n%s", diff)
	}
	for i := range p.Changes {
		tr.Take(now, apply.Started{Change: c(i)})
	}
	tr.Take(now, finished(c(1), apply.Done, nil))
	tr.Take(now, apply.Taken{Change: c(2)})
	tr.Take(now, finished(c(3), apply.Failed, refusal("no", "no")))
	for i := range 30 {
		tr.Take(now, sending("file.big", int64(i)*mib, 96*mib))
		now = now.Add(time.Second)
	}
	tr.Take(now, apply.Progressed{Address: c(4).Claim.Address, Progress: provider.Progress{Phase: provider.Waiting, Wait: 9 * time.Second, Left: time.Minute, Why: "maxlag\x07"}})
	now = now.Add(5 * time.Second)
	want := []string{
		"At 12:00:35 UTC: 3/5 files, 31% (1 done, 1 failed, 1 to be seen), 31.0/99.0 MiB, 819.2 KiB/s, ETA 1m24s (at 12:01:59 UTC), 35s elapsed",
		"  file.big: uploading, 29.0 MiB of 96.0 MiB, 35s elapsed",
		`  file.wait\x1b: waiting 4s: maxlag\x07 (given up in 55s), 35s elapsed, until 12:00:39 UTC`,
	}
	if diff := cmp.Diff(want, tr.State(now).Lines(now)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	tr.Take(now, apply.Stopping{Why: apply.Interrupted})
	if got := tr.State(now).Lines(now)[0]; !strings.Contains(got, ", stopping: interrupt, 35s elapsed") {
		t.Errorf("stopping: %q", got)
	}
}

// Files that the wiki has taken count as files that are written: whoever watches sees them
// go by, and how many of them are to be seen is said beside.
func TestTakenFilesCount(t *testing.T) {
	t.Parallel()
	p := &plan.Plan{Changes: []plan.Change{creation("file.a", 1000, 1), creation("file.b", 1000, 2), creation("file.c", 1000, 3)}}
	tr := NewTracker(p, 0)
	now := time.Unix(0, 0)
	for i := range 2 {
		tr.Take(now, apply.Started{Change: &p.Changes[i]})
		tr.Take(now, apply.Taken{Change: &p.Changes[i]})
	}
	if got := totalRow(tr, now, 100); got.before != "2/3 files" || !strings.Contains(got.after, "2 to be seen") {
		t.Errorf("%q %q", got.before, got.after)
	}
	if got := overallLine(tr, now); got != "[2/3 66% 2.0/2.9 KiB, 2 to be seen]" {
		t.Errorf("%q", got)
	}
	tr.Take(now, finished(&p.Changes[0], apply.Done, nil))
	tr.Take(now, finished(&p.Changes[1], apply.Failed, nil))
	if got := overallLine(tr, now); got != "[2/3 66% 1.0/2.0 KiB]" {
		t.Errorf("%q", got)
	}
}

// What went fast so far says nothing of the time for which the wiki's limits let no more
// through.
func TestLimitsBoundTheTimeLeft(t *testing.T) {
	t.Parallel()
	p := &plan.Plan{}
	for i := range 100 {
		p.Changes = append(p.Changes, creation("file.f", 1000, i))
	}
	left := func(least time.Duration) time.Duration {
		tr, now := NewTracker(p, least), time.Unix(0, 0)
		for i := range 50 {
			tr.Take(now, apply.Started{Change: &p.Changes[i]})
			now = now.Add(time.Second)
			tr.Take(now, finished(&p.Changes[i], apply.Done, nil))
		}
		d, told := tr.eta(now)
		if !told {
			t.Error("not told")
		}
		return d
	}
	if d := left(0); d < 40*time.Second || d > 70*time.Second {
		t.Errorf("without limits: %s", d)
	}
	if d := left(2 * time.Hour); d != time.Hour {
		t.Errorf("with limits: %s", d)
	}
	if d := left(time.Minute); d != left(0) {
		t.Errorf("with limits that are no bound: %s", d)
	}
}

// A wait that is over is not told as one of no time.
func TestAfterAWait(t *testing.T) {
	t.Parallel()
	now := time.Unix(100, 0)
	a := activity{last: provider.Progress{Phase: provider.Waiting, Wait: 5 * time.Second, Why: "maxlag"}, until: now}
	for at, want := range map[time.Time]string{
		now.Add(-4 * time.Second):        "waiting 4s: maxlag",
		now.Add(-900 * time.Millisecond): "waiting 1s: maxlag",
		now:                              "going on after a wait: maxlag",
		now.Add(time.Minute):             "going on after a wait: maxlag",
	} {
		if got := doing(&a, at); got != want {
			t.Errorf("%s: %q, want %q", at, got, want)
		}
	}
}

// Both displays tell it in lines that stay.
func TestDisplaysTell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &plan.Plan{Changes: []plan.Change{creation("file.a", 1000, 1)}}
		var printed strings.Builder
		m := newTerminal(t, 100)
		for _, d := range []Display{Lines(&printed, NewTracker(p, 0), Style{}), Live(m, m.columns, NewTracker(p, 0), Style{})} {
			d.Event(apply.Started{Change: &p.Changes[0]})
			time.Sleep(2 * time.Second)
			d.Tell()
			time.Sleep(time.Second)
			d.Close()
		}
		for name, got := range map[string]string{"lines": printed.String(), "live": m.text()} {
			if !strings.Contains(got, "0/1 files, 0%, 0/1,000 bytes, 2.0s elapsed\n  file.a: comparing with the wiki, 2.0s elapsed\n") {
				t.Errorf("%s: %q", name, got)
			}
		}
	})
}
