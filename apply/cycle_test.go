package apply

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/plan"
	"wikiform/provider"
)

// three is a wiki with A.png, B.png and C.png, whose pages have the ids 1, 2 and 3.
func three(t *testing.T) *fakeWiki {
	w := newFake(t)
	for _, title := range []provider.Title{"A.png", "B.png", "C.png"} {
		w.put(title, "of "+string(title), "text", "Anna", "")
	}
	return w
}

// where tells the titles of three's pages, and what else there is.
func (w *fakeWiki) layout() string {
	at := map[int64]provider.Title{}
	rest := ""
	for _, title := range []provider.Title{"A.png", "B.png", "C.png", "D.png", "T.png"} {
		f := w.files[title]
		switch {
		case f == nil:
		case f.id <= 3 && at[f.id] == "":
			at[f.id] = title
		default:
			rest += fmt.Sprintf(" %s=%s", title, w.target(title))
		}
	}
	return fmt.Sprintf("%s %s %s", at[1], at[2], at[3]) + rest
}

func plain(changes ...plan.Change) *plan.Plan { return &plan.Plan{Changes: changes} }

func chain(w *fakeWiki) *plan.Plan {
	return plain(
		relocated(w, moving("A.png", "B.png", true), ""),
		relocated(w, moving("B.png", "C.png", false), ""),
		relocated(w, moving("C.png", "D.png", false), ""),
	)
}

func TestChain(t *testing.T) {
	t.Parallel()
	w := three(t)
	p := chain(w)
	r := Runner{Wiki: w}
	checked, err := r.Check(t.Context(), p)
	if d := cmp.Diff([]Outcome{NotStarted, NotStarted, NotStarted}, outcomes(checked)); d != "" || err != nil {
		t.Errorf("checked: %v\n%s", err, d)
	}
	report := r.Run(t.Context(), nil, p)
	checkWrites(t, w, report.Results...)
	if got := w.layout(); report.Moved() != 3 || got != "B.png C.png D.png A.png=File:B.png" {
		t.Errorf("%v: %s", outcomes(report), got)
	}
	if got := w.trail(); got != "C.png>D.png B.png>C.png A.png>B.png" {
		t.Errorf("in the order %s", got)
	}
	if again := r.Run(t.Context(), nil, p); again.Count(AlreadyDone) != 3 {
		t.Errorf("then: %v", outcomes(again))
	}
}

// What waits for a title that is not freed is not begun, and says for which.
func TestChainWithARefusal(t *testing.T) {
	t.Parallel()
	w := three(t)
	w.faults["move B.png"] = []fault{{before: errDenied}}
	p := chain(w)
	p.Changes = append(p.Changes, led(w, "A.png", "D.png"))
	report := (&Runner{Wiki: w}).Run(t.Context(), nil, p)
	checkWrites(t, w, report.Results...)
	if d := cmp.Diff([]Outcome{NotStarted, Failed, Done, NotStarted}, outcomes(report)); d != "" {
		t.Error(d)
	}
	for i, want := range map[int]string{
		0: "it waits for File:B.png to be free, and file.c failed",
		3: "it waits for File:A.png to be free, and file.b was not started",
	} {
		res := report.Results[i]
		if waits, ok := errors.AsType[*WaitsError](res.Err); !ok || waits.Error() != want || report.Cure(res) != provider.CureWiki {
			t.Errorf("%d: %v, cure %s", i, res.Err, report.Cure(res))
		}
	}
	if got := w.layout(); got != "A.png B.png D.png" {
		t.Error(got)
	}
}

// Whether a file has made room is told by where it is, not by what came of the rest
// of its change.
func TestChainPastAFailedText(t *testing.T) {
	t.Parallel()
	w := three(t)
	ahead := moving("B.png", "C.png", false)
	ahead.Text = &plan.Text{Text: "new text"}
	delete(w.files, "C.png")
	w.faults["edit C.png"] = []fault{{before: errDenied}}
	report := (&Runner{Wiki: w}).Run(t.Context(), nil, plain(relocated(w, moving("A.png", "B.png", true), ""), relocated(w, ahead, "")))
	checkWrites(t, w, report.Results...)
	if d := cmp.Diff([]Outcome{Done, Failed}, outcomes(report)); d != "" {
		t.Error(d)
	}
}

// The first interrupt lets a cycle that has begun come to its end, and nothing else
// begin.
func TestInterruptedCycle(t *testing.T) {
	for name, c := range map[string]struct {
		after time.Duration
		want  []Outcome
		at    string
	}{
		"before it begins":      {0, []Outcome{NotStarted, NotStarted, NotStarted}, "A.png B.png C.png"},
		"in its first request":  {500 * time.Millisecond, []Outcome{Done, Done, NotStarted}, "B.png A.png C.png"},
		"in its second request": {1500 * time.Millisecond, []Outcome{Done, Done, NotStarted}, "B.png A.png C.png"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := three(t)
				w.delay = time.Second
				p := swapped(w, "A.png", "B.png", "T.png")
				p.Changes = append(p.Changes, removed(w, "C.png"))
				stop := make(chan struct{})
				if c.after == 0 {
					close(stop)
				} else {
					time.AfterFunc(c.after, func() { close(stop) })
				}
				report := (&Runner{Wiki: w, Jobs: 1}).Run(t.Context(), stop, p)
				if d := cmp.Diff(c.want, outcomes(report)); d != "" {
					t.Error(d)
				}
				if got := w.layout(); got != c.at {
					t.Error(got)
				}
				for i, m := range w.moves {
					if stops := m.Stop != nil; stops != (i == 0) {
						t.Errorf("the move to %s can be stopped: %v", m.To, stops)
					}
				}
			})
		})
	}
}

// So it does with one that an earlier run has left half done, of which the next plan
// says that the file starts from its passing title.
func TestInterruptedHalfCycle(t *testing.T) {
	for name, c := range map[string]struct {
		after time.Duration
		at    string
	}{
		"before it goes on":    {0, "T.png B.png C.png"},
		"in its first request": {500 * time.Millisecond, "B.png A.png C.png"},
		"in its last request":  {1500 * time.Millisecond, "B.png A.png C.png"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := three(t)
				shift("A.png", "T.png")(w)
				w.delay = time.Second
				p := plain(relocated(w, moving("T.png", "B.png", false), ""), relocated(w, moving("B.png", "A.png", false), ""))
				p.Changes[0].Claim.From.Title = "A.png"
				stop := make(chan struct{})
				if c.after == 0 {
					close(stop)
				} else {
					time.AfterFunc(c.after, func() { close(stop) })
				}
				report := (&Runner{Wiki: w}).Run(t.Context(), stop, p)
				if got := w.layout(); got != c.at {
					t.Errorf("%v: %s", outcomes(report), got)
				}
			})
		})
	}
}

// The second interrupt leaves a cycle as it is, and says where the file is.
func TestCancelledCycle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := three(t)
		w.delay = time.Second
		p := swapped(w, "A.png", "B.png", "T.png")
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(1500*time.Millisecond, cancel)
		report := (&Runner{Wiki: w}).Run(ctx, nil, p)
		res := report.Results[0]
		passing, ok := errors.AsType[*PassingError](res.Err)
		if !ok || res.Outcome != Failed || passing.Via != "T.png" || !strings.Contains(res.Err.Error(), "under the passing title File:T.png") {
			t.Errorf("%s, %v", res.Outcome, res.Err)
		}
		if !strings.Contains(provider.HintOf(res.Err), "goes on to File:B.png") {
			t.Errorf("hint: %s", provider.HintOf(res.Err))
		}
		w.delay = 0
		again := (&Runner{Wiki: w}).Run(t.Context(), nil, p)
		if got := w.layout(); got != "B.png A.png C.png" || again.Incomplete() {
			t.Errorf("%v: %s", outcomes(again), got)
		}
	})
}

// What came under the passing title is not moved over, and no file has left its place.
func TestPassingTitleIsTaken(t *testing.T) {
	t.Parallel()
	w := three(t)
	p := swapped(w, "A.png", "B.png", "T.png")
	w.write("T.png", "came", "Bob")
	report := (&Runner{Wiki: w}).Run(t.Context(), nil, p)
	checkWrites(t, w, report.Results...)
	if d := cmp.Diff([]Outcome{Stale, NotStarted}, outcomes(report)); d != "" || len(w.moves) > 0 {
		t.Errorf("%s after %s", d, w.trail())
	}
	if got := errorText(report.Results[0].Err); !strings.Contains(got, "File:T.png: there is a description page now, revision 4 by Bob") {
		t.Error(got)
	}
}

// A change of which a part was written is not stale, since stale is untouched.
func TestStaleIsUntouched(t *testing.T) {
	t.Parallel()
	w := three(t)
	p := swapped(w, "A.png", "B.png", "T.png")
	st := newStep(newSession(&Runner{Wiki: w}, newReport(p)), &p.Changes[0])
	for _, touch := range []func(){func() {}, func() { st.aside = true }, func() { st.aside = false; st.note(plan.NameAspect) }} {
		touch()
		want := Failed
		if st.untouched() {
			want = Stale
		}
		if got := st.failed(t.Context(), &StaleError{}).Outcome; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// If the others of a cycle cannot be moved, the file that made way waits under its
// passing title, and the report says so.
func TestCycleWithARefusal(t *testing.T) {
	t.Parallel()
	w := three(t)
	w.faults["move B.png"] = []fault{{before: errDenied}}
	p := swapped(w, "A.png", "B.png", "T.png")
	report := (&Runner{Wiki: w}).Run(t.Context(), nil, p)
	checkWrites(t, w, report.Results...)
	if d := cmp.Diff([]Outcome{Failed, Failed}, outcomes(report)); d != "" {
		t.Error(d)
	}
	want := "it waits for File:B.png to be free, and file.a failed (the file is under the passing title File:T.png)"
	if got := errorText(report.Results[0].Err); got != want {
		t.Errorf("got %q", got)
	}
	if !report.Changed() {
		t.Error("the report says that nothing was written")
	}
}
