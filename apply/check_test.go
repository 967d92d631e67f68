package apply

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/plan"
	"wikiform/provider"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	w := newFake(t)
	for _, title := range []provider.Title{"A.png", "B.png", "C.png"} {
		w.put(title, "old", "text", "Anna", "")
	}
	p := planOf(w, want("A.png", "new", nil), want("B.png", "new", nil), want("C.png", "new", nil), want("D.png", "new", nil))
	p.Changes = append(p.Changes, plan.Change{Want: want("E.exe", "e", nil), Action: plan.Blocked, Problem: "no"}, plan.Change{Action: plan.NoOp})
	w.put("B.png", "new", "", "Bob", "")
	w.put("C.png", "other", "", "Bob", "")
	w.calls = nil

	r, err := (&Runner{Wiki: w}).Check(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Outcome{NotStarted, AlreadyDone, Stale, NotStarted, BlockedNow}, outcomes(r)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, ok := errors.AsType[*StaleError](r.Results[2].Err); !ok {
		t.Errorf("the stale file has the error %v", r.Results[2].Err)
	}
	if len(w.uploads)+len(w.edits) > 0 {
		t.Error("it wrote")
	}
}

func TestCheckReports(t *testing.T) {
	t.Parallel()
	w := newFake(t)
	p := planOf(w, want("A.png", "new", nil))
	_, err := (&Runner{Wiki: &unreadableWiki{fakeWiki: w}}).Check(t.Context(), p)
	if provider.KindOf(err) != provider.Unavailable {
		t.Errorf("got %v, want the wiki's error", err)
	}
	if r, err := (&Runner{Wiki: &unreadableWiki{fakeWiki: w}}).Check(t.Context(), &plan.Plan{}); err != nil || len(r.Results) > 0 {
		t.Errorf("an empty plan: %v, %v", r, err)
	}
}

// unreadableWiki answers no question.
type unreadableWiki struct{ *fakeWiki }

func (unreadableWiki) Files(context.Context, []provider.Title) (map[provider.Title]provider.File, error) {
	return nil, errNoWiki
}

// Of a file that an earlier run left half done only the text is written, and the
// report says no more than that.
func TestHalfDone(t *testing.T) {
	for name, window := range map[string]*Window{"direct": nil, "stage first": {Life: time.Hour}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, r := two(t, &memory{})
				w.write("A.png", "old text", "Anna")
				p := planOf(w.fakeWiki, want("A.png", "new", ptr("text")))
				w.put("A.png", "new", "", "Uploader", "")
				r.StageFirst = window
				r.Emit = func(e Event) {
					switch e := e.(type) {
					case Staged:
						if e.Change.Content {
							t.Error("content was staged")
						}
					case Finished:
						if e.Outcome == Done && (e.Change.Content || !e.Change.Edit) {
							t.Errorf("it was told that %+v was done", e.Change)
						}
					}
				}
				report := r.Run(t.Context(), nil, p)
				if report.Updated() != 1 || report.Added() != 0 || len(w.uploads) != 0 || len(w.edits) != 1 || w.sent != 0 {
					t.Errorf("%v: %d uploads, %d edits, %d chunks", outcomes(report), len(w.uploads), len(w.edits), w.sent)
				}
				if c := p.Changes[0]; !c.Content || c.Action != plan.Create {
					t.Error("the plan was changed")
				}
				if again := r.Run(t.Context(), nil, p); again.Count(AlreadyDone) != 1 {
					t.Errorf("then: %v", outcomes(again))
				}
			})
		})
	}
}
