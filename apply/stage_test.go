package apply

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/plan"
	"wikiform/provider"
)

func TestStageFirst(t *testing.T) {
	refused := &provider.Error{Kind: provider.Rejected, Op: "stash", Code: "filetype-banned"}
	for name, c := range map[string]struct {
		refuse  error
		window  Window
		stop    time.Duration
		want    []Outcome // of A.png, B.png and C.png, which is edited only
		stopped string
	}{
		"all":         {window: Window{Life: time.Minute}, want: []Outcome{Done, Done, Done}},
		"one refused": {refuse: refused, window: Window{Life: time.Minute}, want: []Outcome{NotStarted, Failed, NotStarted}, stopped: "not all content could be staged"},
		"too slow":    {window: Window{Life: time.Minute, Publishing: 55 * time.Second}, want: []Outcome{NotStarted, NotStarted, NotStarted}, stopped: "staging took 8s and publishing would take 55s"},
		"interrupted": {window: Window{Life: time.Minute}, stop: 1500 * time.Millisecond, want: []Outcome{NotStarted, NotStarted, NotStarted}, stopped: Interrupted},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, r := two(t, &memory{})
				w.put("C.png", "c", "old", "Anna", "")
				if c.refuse != nil {
					w.lose["B.png"] = c.refuse
				}
				r.StageFirst = &c.window
				p := planOf(w.fakeWiki, want("A.png", "aaaa", nil), want("B.png", "bbbb", nil), want("C.png", "c", ptr("new")))
				var order []string
				r.Emit = func(e Event) {
					switch e := e.(type) {
					case Staged:
						order = append(order, "staged "+string(e.Change.Claim.Title))
					case Finished:
						order = append(order, string(e.Outcome)+" "+string(e.Change.Claim.Title))
					}
				}
				stop := make(chan struct{})
				if c.stop > 0 {
					time.AfterFunc(c.stop, func() { close(stop) })
				}
				report := r.Run(t.Context(), stop, p)
				if d := cmp.Diff(c.want, outcomes(report)); d != "" {
					t.Error(d)
				}
				if !strings.HasPrefix(report.Stopped, c.stopped) || (report.Stopped == "") != (c.stopped == "") {
					t.Errorf("stopped: %q", report.Stopped)
				}
				if c.want[0] == Done {
					if d := cmp.Diff([]string{"staged A.png", "staged B.png", "staged C.png", "done A.png", "done B.png", "done C.png"}, order); d != "" {
						t.Error(d)
					}
					return
				}
				if w.files["A.png"] != nil || len(w.edits) > 0 || report.Changed() {
					t.Error("the wiki was touched")
				}
				if report.Results[0].Kept.Key == "" {
					t.Error("what was staged is not told")
				}
			})
		})
	}
}

func TestStageFirstGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m memory
		w, r := two(t, &m)
		w.lose["B.png"] = &provider.Error{Kind: provider.Busy, Op: "stash", Code: "readonly"}
		r.StageFirst = &Window{Life: time.Hour}
		p := planOf(w.fakeWiki, want("A.png", "aaaa", nil), want("B.png", "bbbb", nil))
		r.Run(t.Context(), nil, p)
		delete(w.lose, "B.png")
		r.Journal = NewJournal(&m, "w", "A", read(t, m.String()))
		if report := r.Run(t.Context(), nil, p); report.Added() != 2 || w.sent != 8 {
			t.Errorf("%v after %d chunks", outcomes(report), w.sent)
		}
	})
}

func TestBudgets(t *testing.T) {
	for name, c := range map[string]struct {
		budget Budget
		took   time.Duration
		runs   int
		say    string
	}{
		"time":  {Budget{Time: 2500 * time.Millisecond}, 3 * time.Second, 3, "the run's time of 2.5s is used up"},
		"bytes": {Budget{Bytes: 5}, 5 * time.Second, 2, "the run's allowance of 5 bytes is used up"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var m memory
				w, r := two(t, &m)
				r.Budget = c.budget
				began := time.Now()
				wants := []plan.Claim{want("A.png", "aaaa", nil), want("B.png", "bbbb", nil)}
				report := r.Run(t.Context(), nil, planOf(w.fakeWiki, wants...))
				if took := time.Since(began); took != c.took || !report.Spent || report.Stopped != c.say {
					t.Errorf("after %s: %+v", took, report)
				}
				runs := 1
				for ; report.Incomplete() && runs < 10; runs++ {
					r.Journal = NewJournal(&m, "w", "A", read(t, m.String()))
					report = r.Run(t.Context(), nil, planOf(w.fakeWiki, wants...))
				}
				if runs != c.runs || w.sent != 8 || report.Spent {
					t.Errorf("done after %d runs and %d chunks", runs, w.sent)
				}
			})
		})
	}
}

// Every file is patient with a busy wiki; a thousand of them together are not.
func TestStalledRunEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, p, r := batch(t, 20)
		r.Jobs = 1
		w.delay = 10 * time.Minute
		for _, c := range p.Changes {
			w.faults["upload "+string(c.Claim.Title)] = []fault{{before: &provider.Error{Kind: provider.Busy, Op: "upload", Code: "maxlag"}}}
		}
		report := r.Run(t.Context(), nil, p)
		if n := report.Count(Failed); n != 3 || report.Spent || !strings.HasPrefix(report.Stopped, "nothing could be done for 30m") {
			t.Errorf("%d failed: %s", n, report.Stopped)
		}
	})
}
