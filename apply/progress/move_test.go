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
	"wikiform/spec"
)

// naming is a change of the names of a file.
func naming(address spec.Address, line int, step plan.Step) plan.Change {
	c := edition(address, line)
	c.Claim.Content, c.Claim.Title, c.Steps = nil, "New.png", []plan.Step{step}
	return c
}

func namings() []plan.Change {
	return []plan.Change{
		naming(`moved["File:Old\u202e.png"]`, 3, plan.Moving{From: "Old\u202e.png"}),
		naming("redirect.short", 9, plan.SetRedirect{Target: "New.png"}),
		naming("absent.gone", 12, plan.Deletion{}),
		naming("file.waits", 15, plan.Moving{From: "B.png"}),
	}
}

// What is done to names, line by line.
func TestLinesOfNames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &plan.Plan{Changes: namings()}
		var out strings.Builder
		d := Lines(&out, NewTracker(p, 0), Style{})
		for i, phase := range []provider.Phase{apply.Moving, apply.Redirecting, apply.Deleting} {
			c := &p.Changes[i]
			d.Event(apply.Started{Change: c})
			d.Event(apply.Progressed{Address: c.Claim.Address, Progress: provider.Progress{Phase: phase}})
			time.Sleep(12 * time.Second)
			done := finished(c, apply.Done, nil)
			if i == 0 {
				done.Remark = "its talk page stayed behind: articleexists\x1b[31m"
			}
			d.Event(done)
		}
		last := &p.Changes[3]
		d.Event(apply.Started{Change: last})
		d.Event(finished(last, apply.NotStarted, &apply.WaitsError{Title: "B.png", By: "file.b", Err: errors.New("no")}))
		d.Close()
		golden(t, "lines-names.txt", out.String())
	})
}

func leftovers() []apply.LeftOver {
	return []apply.LeftOver{
		{Title: "Old.png", To: "New.png", Reason: "clearer|{{name}}", Usage: provider.Usage{Count: 1, Pages: []string{"Home\u202e"}}},
		{Title: "B.png", To: "C.png", Taken: true, Usage: provider.Usage{Count: 3, Pages: []string{"A", "Help", "User:Anna"}}},
		{Title: "Gone.png", Usage: provider.Usage{Count: 500, More: true, Pages: []string{"A"}, Wikis: []provider.WikiUsage{{Wiki: "de.wikipedia.org", Count: 1200}}}},
		{Title: "D.png", To: "E.png", Usage: provider.Usage{Wikis: []provider.WikiUsage{{Wiki: "de.wikipedia.org", Count: 1}, {Wiki: "fr.wikipedia.org", Count: 2}}}},
	}
}

func TestSummaryOfNames(t *testing.T) {
	t.Parallel()
	changes := namings()
	done := func() *apply.Report {
		r := &apply.Report{Left: leftovers()}
		for i := range changes {
			r.Results = append(r.Results, apply.Result{Change: &changes[i], Outcome: apply.Done, Done: changes[i].Aspects()})
		}
		return r
	}
	commons := done()
	commons.Site = "commonswiki"
	unasked := done()
	unasked.Left, unasked.LeftErr = nil, errors.New("query: no\x1b answer")
	many := done()
	for range 9 {
		many.Left = append(many.Left, leftovers()[0])
	}
	failed := done()
	failed.Left = nil
	redirected := provider.File{Redirect: true, Page: &provider.Page{Rev: 1}}
	for i, err := range []error{
		&apply.PassingError{Via: "T.png", To: "New.png", Err: &apply.WaitsError{Title: "New.png", By: "file.b", Err: errors.New("no")}},
		&apply.LeftBehindError{From: "A.png", To: "New.png", Now: redirected},
		&apply.SplitError{From: "A.png", To: "New.png"},
		&apply.WaitsError{Title: "B.png", By: "absent.gone", Err: errors.New("no")},
	} {
		res := &failed.Results[i]
		res.Outcome, res.Err, res.Done = apply.Failed, err, nil
	}
	failed.Results[3].Outcome = apply.NotStarted
	for name, report := range map[string]*apply.Report{"names": done(), "commons": commons, "unasked": unasked, "many": many, "names-failed": failed} {
		var out strings.Builder
		if err := Summary(&out, report, Style{}); err != nil {
			t.Fatal(err)
		}
		golden(t, "summary-"+name+".txt", out.String())
	}
}
