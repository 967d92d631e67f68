package apply

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// counting counts the questions about files before and after they are written.
type counting struct {
	*fakeWiki
	looks, backs atomic.Int32
	bad          func(titles []provider.Title) error // of a question after a write
}

func (w *counting) Files(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.File, error) {
	w.looks.Add(1)
	return w.fakeWiki.Files(ctx, titles)
}

func (w *counting) FilesWithOld(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.File, error) {
	w.backs.Add(1)
	if w.bad != nil {
		if err := w.bad(titles); err != nil {
			return nil, err
		}
	}
	return w.fakeWiki.FilesWithOld(ctx, titles)
}

// many is a run of n new files by one worker, on a wiki that guards them.
func many(t *testing.T, n int) (*counting, *plan.Plan, *Runner) {
	w, p, r := batch(t, n)
	w.delay = 0
	c := &counting{fakeWiki: w}
	r.Wiki, r.NoShared, r.Jobs, r.Account = c, true, 1, "Uploader"
	return c, p, &r
}

func TestLooksAreOfMany(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change       func(*Runner, *plan.Plan)
		looks, backs int32
	}{
		"guarded":                   {func(*Runner, *plan.Plan) {}, 3, 3},
		"a shared repository":       {func(r *Runner, _ *plan.Plan) { r.NoShared = false }, 120, 3},
		"a warning is accepted":     {accepting, 120, 120},
		"several workers, as often": {func(r *Runner, _ *plan.Plan) { r.Jobs = 4 }, 3, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, p, r := many(t, 120)
			c.change(r, p)
			report := r.Run(t.Context(), nil, p)
			checkWrites(t, w.fakeWiki, report.Results...)
			if report.Count(Done) != 120 || w.looks.Load() != c.looks || w.backs.Load() != c.backs {
				t.Errorf("%d are done, with %d looks before and %d after, want %d and %d", report.Count(Done), w.looks.Load(), w.backs.Load(), c.looks, c.backs)
			}
		})
	}
}

func accepting(_ *Runner, p *plan.Plan) {
	for i := range p.Changes {
		p.Changes[i].Claim.Accept = []provider.WarningKind{provider.WarnBadPrefix}
	}
}

// finishes notes when each file was said to be finished, and how.
func finishes(r *Runner) map[spec.Address]string {
	began, said := time.Now(), map[spec.Address]string{}
	r.Emit = func(e Event) {
		if e, ok := e.(Finished); ok {
			said[e.Change.Claim.Address] = fmt.Sprintf("%s after %v", e.Outcome, time.Since(began))
		}
	}
	return said
}

// What waits to be seen does not wait for long, however long something else takes.
func TestReadBackWait(t *testing.T) {
	t.Parallel()
	for wait, want := range map[time.Duration]string{0: "done after 10s", 3 * time.Second: "done after 3s"} {
		synctest.Test(t, func(t *testing.T) {
			w, p, r := many(t, 2)
			r.ReadBackWait = wait
			w.faults["upload F1.png"] = []fault{{late: func() {
				w.mu.Unlock()
				time.Sleep(time.Minute)
				w.mu.Lock()
			}}}
			said := finishes(r)
			r.Run(t.Context(), nil, p)
			if d := cmp.Diff(map[spec.Address]string{"file.f0": want, "file.f1": "done after 1m0s"}, said); d != "" {
				t.Error(d)
			}
		})
	}
}

// Once a file has failed, or nothing more is begun, those that wait are seen at once.
func TestReadBackAtOnce(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]func(w *counting, r *Runner, stop, cancel func()) fault{
		"failure": func(*counting, *Runner, func(), func()) fault { return fault{before: errDenied} },
		"stop":    func(_ *counting, _ *Runner, stop, _ func()) fault { return fault{meddle: stop} },
		"cancel":  func(_ *counting, _ *Runner, _, cancel func()) fault { return fault{meddle: cancel} },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, p, r := many(t, 5)
				w.delay, r.Jobs = time.Second, 2
				stop := make(chan struct{})
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				w.faults["upload F2.png"] = []fault{after(w, r, func() { close(stop) }, cancel)}
				w.faults["upload F3.png"] = []fault{{late: func() {
					w.mu.Unlock()
					time.Sleep(time.Minute)
					w.mu.Lock()
				}}}
				said := finishes(r)
				r.Run(ctx, stop, p)
				for _, a := range []spec.Address{"file.f0", "file.f1"} { // taken after a second
					if said[a] != "done after 2s" {
						t.Errorf("%s is %s", a, said[a])
					}
				}
			})
		})
	}
}

// A file of which the wiki does not show what was written is gone on with alone, or fails,
// and others are done all the same.
func TestSeenOtherwise(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		late    func(w *counting)
		outcome Outcome
		err     string
		done    []plan.Aspect
	}{
		"gone":             {func(w *counting) { delete(w.files, "F1.png") }, Failed, "shows no file", content},
		"without its page": {func(w *counting) { w.file("F1.png").revisions = nil }, Done, "", content},
		"another text":     {func(w *counting) { w.write("F1.png", "theirs", "Bob") }, Failed, "another description", content},
		"another content":  {func(w *counting) { w.put("F1.png", "theirs", "", "Bob", "") }, Failed, "instead of", content},
		"over another, which no wiki should let happen": {func(w *counting) {
			f := w.file("F1.png")
			theirs := provider.Version{Digest: digestOf("theirs"), User: "Bob", Time: epoch}
			f.versions = append([]provider.Version{theirs}, f.versions...)
		}, Overtook, "it overtook", content},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, p, r := many(t, 3)
			p.Changes[1].Claim.Text = &plan.Text{Text: "text"}
			p.Changes[1].Steps = []plan.Step{plan.Upload{Content: *p.Changes[1].Claim.Content, Page: ptr("text")}}
			w.faults["upload F1.png"] = []fault{{late: func() { c.late(w) }}}
			report := r.Run(t.Context(), nil, p)
			res := report.Results[1]
			if res.Outcome != c.outcome || (c.err == "") != (res.Err == nil) || !strings.Contains(errorText(res.Err), c.err) || !slices.Equal(res.Done, c.done) {
				t.Errorf("%s (%v), done %v", res.Outcome, res.Err, res.Done)
			}
			if report.Results[0].Outcome != Done || report.Results[2].Outcome != Done {
				t.Errorf("the others: %v", outcomes(report))
			}
			if name == "gone" && w.state("F1.png").Page != nil {
				t.Errorf("a page was made where somebody deleted the file: %+v", w.state("F1.png").Page)
			}
			if name == "without its page" && (w.state("F1.png").Page == nil || w.state("F1.png").Page.TextSHA1 != provider.TextSHA1("text")) {
				t.Errorf("the page is %+v", w.state("F1.png").Page)
			}
		})
	}
}

// Of files of which the wiki does not say what it shows, each is asked about once more,
// unless nothing at all can be asked of the wiki.
func TestNotSeen(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  error
		of   int // titles from which on it is so
		want []Outcome
		asks int32
	}{
		"one of them":       {wikiError(provider.Rejected, "query", "odd"), 2, []Outcome{Done, Done, Done}, 4},
		"all of them":       {wikiError(provider.Rejected, "query", "odd"), 1, []Outcome{Unsure, Unsure, Unsure}, 4},
		"the wiki is away":  {errNoWiki, 1, []Outcome{Unsure, Unsure, Unsure}, 1},
		"it is busy":        {wikiError(provider.Busy, "query", "maxlag"), 1, []Outcome{Unsure, Unsure, Unsure}, 1},
		"we are not let in": {wikiError(provider.Auth, "query", "assertuserfailed"), 1, []Outcome{Unsure, Unsure, Unsure}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, p, r := many(t, 3)
			w.bad = func(titles []provider.Title) error {
				if len(titles) >= c.of {
					return c.err
				}
				return nil
			}
			report := r.Run(t.Context(), nil, p)
			checkWrites(t, w.fakeWiki, report.Results...)
			if d := cmp.Diff(c.want, outcomes(report)); d != "" || w.backs.Load() != c.asks {
				t.Errorf("%d questions\n%s", w.backs.Load(), d)
			}
		})
	}
}

// What came after the look the wiki tells of, and nothing is written over it.
func TestCameAfterTheLook(t *testing.T) {
	t.Parallel()
	w, p, r := many(t, 4)
	w.faults["upload F0.png"] = []fault{{late: func() {
		w.put("F1.png", "theirs", "", "Bob", "")
		w.put("F2.png", "content 2", "", "Bob", "") // the very same
		w.write("F3.png", "a page", "Bob")
	}}}
	report := r.Run(t.Context(), nil, p)
	if d := cmp.Diff([]Outcome{Done, Stale, AlreadyDone, Stale}, outcomes(report)); d != "" || w.looks.Load() != 1 {
		t.Errorf("%d looks\n%s", w.looks.Load(), d)
	}
	checkWrites(t, w.fakeWiki, report.Results...)
}

// A write is recorded as soon as the wiki says that it was made, and once more when it is
// seen: a run that is killed between the two leaves word of it.
func TestRecordBeforeItIsSeen(t *testing.T) {
	t.Parallel()
	w, p, r := many(t, 3)
	var recorded, complete []provider.Write
	r.Record = func(_ spec.Address, m provider.Write) error {
		if recorded = append(recorded, m); w.backs.Load() != 0 || len(w.made) != len(recorded) {
			t.Errorf("after %d questions, of %d writes: %+v", w.backs.Load(), len(w.made), m)
		}
		return nil
	}
	r.Complete = func(_ spec.Address, m provider.Write) { complete = append(complete, m) }
	report := r.Run(t.Context(), nil, p)
	checkWrites(t, w.fakeWiki, report.Results...)
	if len(recorded) != 3 || recorded[0].Page != 0 || recorded[0].SHA1 != digestOf("content 0").SHA1 || !recorded[0].Time.Equal(w.made[0].Time) {
		t.Errorf("recorded: %+v", recorded)
	}
	if d := cmp.Diff(w.made, complete); d != "" {
		t.Errorf("seen (-made +complete): %s", d)
	}
}

// A record that cannot be made keeps further files from being begun, and what was taken is
// seen all the same.
func TestRecordFails(t *testing.T) {
	t.Parallel()
	w, p, r := many(t, 3)
	r.Record = func(spec.Address, provider.Write) error { return errors.New("no space left on device") }
	report := r.Run(t.Context(), nil, p)
	if d := cmp.Diff([]Outcome{Done, NotStarted, NotStarted}, outcomes(report)); d != "" || w.backs.Load() != 1 {
		t.Error(d)
	}
}

// While a question is under way, all that come are asked about together by the next one.
func TestJoint(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked [][]provider.Title
		j := newJoint(func(_ context.Context, titles []provider.Title) (map[provider.Title]provider.File, error) {
			asked = append(asked, titles)
			time.Sleep(time.Second)
			have := map[provider.Title]provider.File{}
			for _, title := range titles {
				have[title] = provider.File{Title: title}
			}
			return have, nil
		})
		for _, title := range []provider.Title{"A", "D", "C", "D"} {
			go func() {
				have, err := j.files(t.Context(), []provider.Title{title})
				if err != nil || have[title].Title != title {
					t.Errorf("%s: %v, %v", title, have, err)
				}
			}()
			time.Sleep(100 * time.Millisecond)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if d := cmp.Diff([][]provider.Title{{"A"}, {"C", "D"}}, asked); d != "" {
			t.Error(d)
		}
	})
}
