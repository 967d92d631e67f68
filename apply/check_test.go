package apply

import (
	"context"
	"errors"
	"testing"

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
