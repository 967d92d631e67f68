package progress

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// result is a result of a file declared in the n-th line.
func result(n int, o apply.Outcome, err error) apply.Result {
	c := creation(spec.Address(fmt.Sprintf(`file.f["%d"]`, n)), 100, n)
	return apply.Result{Change: &c, Outcome: o, Err: err}
}

func incomplete() *apply.Report {
	stale := func(user string) error {
		return &apply.StaleError{Now: provider.File{Page: &provider.Page{Rev: 7, User: user, Time: time.Unix(1e9, 0)}}}
	}
	r := &apply.Report{Stopped: "upload: blocked: You\u202e are blocked"}
	add := func(o apply.Outcome, errs ...error) {
		for _, err := range errs {
			r.Results = append(r.Results, result(len(r.Results)+1, o, err))
		}
	}
	add(apply.Done, nil, nil)
	add(apply.AlreadyDone, nil)
	for range 14 {
		add(apply.Failed, refusal("protectedpage", "This page has been protected."))
	}
	add(apply.Failed,
		refusal("verification-error", "Files of the type text/html"),
		refusal("verification-error", "::set-output\nThe extension does not match"),
		errors.New("scans/7.png: no such file"))
	half := &r.Results[len(r.Results)-1]
	half.Done, half.Undone = []plan.Aspect{plan.ContentAspect}, []plan.Aspect{plan.TextAspect}
	add(apply.Stale, stale("Anna"), stale("Bob"))
	add(apply.Unsure, &apply.UnsureError{Write: errors.New("upload: reset"), Read: errors.New("query: refused")})
	add(apply.BlockedNow, errors.New("the wiki takes no .exe"))
	add(apply.NotStarted, nil, nil, nil)
	return r
}

func TestSummary(t *testing.T) {
	t.Parallel()
	edit := edition("file.text", 1)
	for _, c := range []struct {
		name   string
		report *apply.Report
		style  Style
	}{
		{"complete", &apply.Report{Results: []apply.Result{result(1, apply.Done, nil), {Change: &edit, Outcome: apply.Done}}}, Style{}},
		{"repeated", &apply.Report{Results: []apply.Result{result(1, apply.AlreadyDone, nil)}}, Style{}},
		{"incomplete", incomplete(), Style{}},
		{"full", incomplete(), Style{Full: true}},
		{"colour", incomplete(), Style{Color: true}},
		{"narrow", incomplete(), Style{Width: 60}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			if err := Summary(&out, c.report, c.style); err != nil {
				t.Fatal(err)
			}
			golden(t, "summary-"+c.name+".txt", out.String())
		})
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestSummaryTellsThatItWasNotWritten(t *testing.T) {
	t.Parallel()
	if err := Summary(brokenPipe{}, &apply.Report{}, Style{}); err == nil {
		t.Error("no error")
	}
}

func TestDisplaysSurviveABrokenPipe(t *testing.T) {
	t.Parallel()
	c := creation("file.a", 1, 1)
	p := &plan.Plan{Changes: []plan.Change{c}}
	for _, d := range []Display{Lines(brokenPipe{}, NewTracker(p, 0), Style{}), Live(brokenPipe{}, func() int { return 80 }, NewTracker(p, 0), Style{})} {
		d.Event(apply.Started{Change: &c})
		d.Event(finished(&c, apply.Done, nil))
		d.Close()
	}
}
