package apply

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// batch is a plan of n new files, of which each takes a second.
func batch(t *testing.T, n int) (*fakeWiki, *plan.Plan, Runner) {
	w := newFake(t)
	w.delay = time.Second
	local := make(map[string]string)
	var wants []plan.Claim
	for i := range n {
		content := fmt.Sprintf("content %d", i)
		local[content] = content
		wants = append(wants, want(provider.Title(fmt.Sprintf("F%d.png", i)), content, nil))
	}
	return w, planOf(w, wants...), Runner{Wiki: w, Body: sources(local), Jobs: 2}
}

func outcomes(r *Report) []Outcome {
	var o []Outcome
	for _, res := range r.Results {
		o = append(o, res.Outcome)
	}
	return o
}

func TestParallel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, p, r := batch(t, 7)
		began := time.Now()
		report := r.Run(t.Context(), nil, p)
		if took := time.Since(began); took != 4*time.Second {
			t.Errorf("7 files of a second each by 2 workers took %v", took)
		}
		if report.Added() != 7 || report.Incomplete() || report.Stopped != "" {
			t.Errorf("report: %+v", report)
		}
	})
}

// The plan lets no two files have one title; the runner does not rely on it.
// The fake complains of two writes at once.
func TestOneTitleAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newFake(t)
		w.delay = time.Second
		a, b := want(title, "a", nil), want(title, "b", nil)
		b.Address = "file.b"
		r := Runner{Wiki: w, Body: sources(map[string]string{"a": "a", "b": "b"})}
		report := r.Run(t.Context(), nil, planOf(w, a, b))
		if d := cmp.Diff([]Outcome{Done, Stale}, outcomes(report)); d != "" {
			t.Error(d)
		}
	})
}

// What waits for its turn behind another change of its title is not in flight.
func TestStopBetweenChangesOfOneTitle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newFake(t)
		w.delay = time.Second
		r := Runner{Wiki: w, Body: sources(map[string]string{"a": "a"})}
		stop := make(chan struct{})
		time.AfterFunc(500*time.Millisecond, func() { close(stop) })
		report := r.Run(t.Context(), stop, planOf(w, want(title, "a", nil), want(title, "a", nil)))
		if d := cmp.Diff([]Outcome{Done, NotStarted}, outcomes(report)); d != "" {
			t.Error(d)
		}
	})
}

func TestReportLeavesOutWhatIsNoWork(t *testing.T) {
	t.Parallel()
	w, p, r := batch(t, 2)
	w.delay = 0
	p.Changes[0].Verdict, p.Changes[0].Steps = plan.VerdictBlocked, nil
	p.Changes[0].Problems = []plan.Problem{{Text: "the wiki takes no .png"}, {Text: "no right", Hint: "to upload"}}
	p.Changes = append(p.Changes, plan.Change{}, plan.Change{Verdict: plan.VerdictUnknown})
	report := r.Run(t.Context(), nil, p)
	checkWrites(t, w, report.Results...)
	if d := cmp.Diff([]Outcome{BlockedNow, Done}, outcomes(report)); d != "" {
		t.Error(d)
	}
	if got := report.Results[0].Err.Error(); got != "the wiki takes no .png; no right: to upload" {
		t.Errorf("error of the blocked file: %q", got)
	}
	if !report.Incomplete() || !report.Changed() {
		t.Error("a run with a blocked file is incomplete, and it changed something")
	}
}

func TestStopFinishesWhatIsInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, p, r := batch(t, 6)
		stop := make(chan struct{})
		time.AfterFunc(500*time.Millisecond, func() { close(stop) })
		var said []Stopping
		r.Emit = func(e Event) {
			if e, ok := e.(Stopping); ok {
				said = append(said, e)
			}
		}
		report := r.Run(t.Context(), stop, p)
		if d := cmp.Diff([]Outcome{Done, Done, NotStarted, NotStarted, NotStarted, NotStarted}, outcomes(report)); d != "" {
			t.Error(d)
		}
		if d := cmp.Diff([]Stopping{{Why: "interrupt"}}, said); d != "" {
			t.Error(d)
		}
		if report.Stopped != "interrupt" {
			t.Errorf("stopped: %q", report.Stopped)
		}
	})
}

func TestStopBeforeTheRun(t *testing.T) {
	t.Parallel()
	w, p, r := batch(t, 3)
	stop := make(chan struct{})
	close(stop)
	report := r.Run(t.Context(), stop, p)
	if report.Count(NotStarted) != 3 || len(w.calls) > 0 {
		t.Errorf("outcomes %v after calls %v", outcomes(report), w.calls)
	}
}

// cancelling cancels a run of two workers after half of their first second.
func cancelling(t *testing.T, r Runner, p *plan.Plan) (*Report, time.Duration) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	time.AfterFunc(500*time.Millisecond, cancel)
	began := time.Now()
	report := r.Run(ctx, nil, p)
	if len(report.Results) != len(p.Changes) {
		t.Errorf("%d results for %d changes", len(report.Results), len(p.Changes))
	}
	return report, time.Since(began)
}

func TestCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, p, r := batch(t, 4)
		// Of the first two, the wiki gets one done although it was given up.
		w.put("F1.png", "content 1", "", "Uploader", "")
		have := w.files["F1.png"]
		delete(w.files, "F1.png")
		time.AfterFunc(400*time.Millisecond, func() {
			w.mu.Lock()
			w.files["F1.png"] = have
			w.mu.Unlock()
		})
		var said []Stopping
		r.Emit = func(e Event) {
			if e, ok := e.(Stopping); ok {
				said = append(said, e)
			}
		}
		report, _ := cancelling(t, r, p)
		if d := cmp.Diff([]Outcome{Unsure, Done, NotStarted, NotStarted}, outcomes(report)); d != "" {
			t.Error(d)
		}
		if d := cmp.Diff([]Stopping{{Why: "cancelled", Cancelled: true}}, said); d != "" {
			t.Error(d)
		}
	})
}

// deaf is a wiki that answers reads only once nobody wants the answer any more.
type deaf struct {
	*fakeWiki
	from int32 // the first deaf read
	n    atomic.Int32
}

func (d *deaf) Files(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.File, error) {
	if d.n.Add(1) >= d.from {
		<-ctx.Done()
		return nil, &provider.Error{Kind: provider.Unavailable, Op: "query", Err: ctx.Err()}
	}
	return d.fakeWiki.Files(ctx, titles)
}

func (d *deaf) FilesWithOld(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.File, error) {
	return d.Files(ctx, titles)
}

func TestCancelDoesNotWaitForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, p, r := batch(t, 2)
		r.Wiki = &deaf{fakeWiki: w, from: 3}
		report, took := cancelling(t, r, p)
		if d := cmp.Diff([]Outcome{Unsure, Unsure}, outcomes(report)); d != "" {
			t.Error(d)
		}
		if took != 500*time.Millisecond+lingering {
			t.Errorf("took %v", took)
		}
	})
}

// staging is a wiki whose uploads are given up while they only stage.
type staging struct{ *fakeWiki }

func (staging) Upload(ctx context.Context, _ provider.Upload) (provider.Version, error) {
	<-ctx.Done()
	return provider.Version{}, fmt.Errorf("stash: %w", ctx.Err())
}

func TestCancelWhileStaging(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, p, r := batch(t, 3)
		r.Wiki = staging{w}
		report, _ := cancelling(t, r, p)
		if d := cmp.Diff([]Outcome{NotStarted, NotStarted, NotStarted}, outcomes(report)); d != "" {
			t.Error(d)
		}
	})
}

func TestCancelBeforeAnythingWasWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, p, r := batch(t, 2)
		r.Wiki = &deaf{fakeWiki: w, from: 1}
		report, took := cancelling(t, r, p)
		if d := cmp.Diff([]Outcome{NotStarted, NotStarted}, outcomes(report)); d != "" {
			t.Error(d)
		}
		if took != 500*time.Millisecond || report.Changed() {
			t.Errorf("took %v, changed: %v", took, report.Changed())
		}
	})
}

func TestErrorOfTheWholeRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, p, r := batch(t, 5)
		r.Jobs = 1
		w.faults["upload F0.png"] = []fault{{before: errDenied}} // concerns F0 alone
		w.faults["upload F1.png"] = []fault{{before: wikiError(provider.Blocked, "upload", "blocked")}}
		report := r.Run(t.Context(), nil, p)
		if d := cmp.Diff([]Outcome{Failed, Failed, NotStarted, NotStarted, NotStarted}, outcomes(report)); d != "" {
			t.Error(d)
		}
		if report.Stopped != "upload: blocked" {
			t.Errorf("stopped: %q", report.Stopped)
		}
	})
}

// What one file's wiki says about fetching at all is asked once.
func TestFetchingIsGivenUpOnce(t *testing.T) {
	t.Parallel()
	w := newFake(t)
	refusal := fault{before: unfetched("copyuploaddisabled", provider.GroundFetching)}
	var wants []plan.Claim
	for i := range 3 {
		title := provider.Title(fmt.Sprintf("F%d.png", i))
		w.faults["upload "+string(title)] = []fault{refusal}
		wants = append(wants, plan.Claim{Title: title, Address: spec.Address(fmt.Sprint("file.f", i)), Content: &plan.Content{Source: byURL}})
	}
	fellBack := 0
	r := Runner{Wiki: w, Body: sources(map[string]string{byURL.URL: "x"}), CopyUpload: true, Jobs: 1, Emit: func(e Event) {
		if _, ok := e.(FellBack); ok {
			fellBack++
			// Whoever comes later is not refused but not asked either.
			clear(w.faults)
		}
	}}
	report := r.Run(t.Context(), nil, planOf(w, wants...))
	if fellBack != 1 || report.Added() != 3 || len(w.uploads) != 4 {
		t.Errorf("fell back %d times, added %d, uploads %d", fellBack, report.Added(), len(w.uploads))
	}
	if slices.ContainsFunc(w.uploads[1:], func(u provider.Upload) bool { return u.URL != "" }) {
		t.Error("the wiki was asked again")
	}
}

func TestEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, p, r := batch(t, 9)
		r.Jobs = 3
		var inside atomic.Int32
		seen := make(map[spec.Address][]string)
		note := func(a spec.Address, what string) { seen[a] = append(seen[a], what) }
		r.Emit = func(e Event) {
			if inside.Add(1) != 1 {
				t.Error("two events at once")
			}
			switch e := e.(type) {
			case Started:
				note(e.Change.Claim.Address, "started")
			case Finished:
				note(e.Change.Claim.Address, fmt.Sprintf("%s in %v", e.Outcome, e.Took))
			}
			inside.Add(-1)
		}
		r.Run(t.Context(), nil, p)
		if len(seen) != 9 {
			t.Errorf("events of %d files", len(seen))
		}
		for a, got := range seen {
			if d := cmp.Diff([]string{"started", "done in 1s"}, got); d != "" {
				t.Errorf("%s: %s", a, d)
			}
		}
	})
}
