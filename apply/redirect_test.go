package apply

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/plan"
	"wikiform/provider"
)

func TestRedirect(t *testing.T) {
	t.Parallel()
	to := func(title provider.Title) func(*fakeWiki) {
		return says("R.png", redirection+title.Page()+"]]")
	}
	set := []plan.Aspect{plan.RedirectAspect}
	for name, c := range map[string]struct {
		have, between func(*fakeWiki)
		faults        []fault
		outcome       Outcome
		err           string
		done          []plan.Aspect
		target        string
		base          int64 // of the edit; -1: there is none
	}{
		"new":                           {outcome: Done, done: set, target: "File:B.png"},
		"repointed":                     {have: to("C.png"), outcome: Done, done: set, target: "File:B.png", base: 2},
		"made by somebody":              {between: to("B.png"), outcome: AlreadyDone, target: "File:B.png", base: -1},
		"made with other words":         {between: says("R.png", redirection+"File:B.png]] and more"), outcome: AlreadyDone, target: "File:B.png", base: -1},
		"another came":                  {between: to("C.png"), outcome: Stale, err: "there is a description page now", target: "File:C.png", base: -1},
		"it was repointed":              {have: to("C.png"), between: to("D.png"), outcome: Stale, err: "the description page is now revision 3", target: "File:D.png", base: -1},
		"it was protected":              {have: to("C.png"), between: func(w *fakeWiki) { w.null("R.png", "Admin") }, outcome: Done, done: set, target: "File:B.png", base: 3},
		"it is gone":                    {have: to("C.png"), between: func(w *fakeWiki) { delete(w.files, "R.png") }, outcome: Stale, err: "gone", base: -1},
		"a file came":                   {between: upTo("R.png", "x"), outcome: Stale, err: "there is a file now", base: -1},
		"a page came":                   {between: says("R.png", "a page"), outcome: Stale, err: "there is a description page now", base: -1},
		"a redirect with its own file":  {between: func(w *fakeWiki) { w.put("R.png", "x", redirection+"File:B.png]]", "Bob", "") }, outcome: Stale, err: "there is a file now", target: "File:B.png", base: -1},
		"refused":                       {faults: []fault{{before: errDenied}}, outcome: Failed, err: "protectedpage"},
		"the answer is lost":            {faults: []fault{{after: errLost}}, outcome: Done, done: set, target: "File:B.png"},
		"the request is lost":           {faults: []fault{{before: errLost}}, outcome: Failed, err: "the wiki does not show it"},
		"the wiki makes something else": {faults: []fault{{other: "nonsense"}}, outcome: Failed, err: "shows no redirect to File:B.png", done: set},
		"somebody was faster": {
			faults: []fault{{other: "", meddle: nil, before: wikiError(provider.Conflict, "edit", "editconflict")}}, outcome: Stale, err: "editconflict",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFake(t)
			w.put("B.png", "b", "text", "Anna", "")
			if c.have != nil {
				c.have(w)
			}
			p := plain(led(w, "R.png", "B.png"))
			if c.between != nil {
				c.between(w)
			}
			w.faults["edit R.png"] = c.faults
			res := (&Runner{Wiki: w, Account: "Uploader"}).Run(t.Context(), nil, p).Results[0]
			checkWrites(t, w, res)
			if res.Outcome != c.outcome || !strings.Contains(errorText(res.Err), c.err) || (c.err == "") != (res.Err == nil) {
				t.Errorf("%s, %v; want %s, %q", res.Outcome, res.Err, c.outcome, c.err)
			}
			if d := cmp.Diff(c.done, res.Done); d != "" {
				t.Errorf("done: %s", d)
			}
			if got := w.target("R.png"); got != c.target {
				t.Errorf("it leads to %q, want %q", got, c.target)
			}
			if edited := len(w.edits) > 0; edited != (c.base >= 0) || edited && (w.edits[0].Base != c.base || w.edits[0].Title != "R.png") {
				t.Errorf("edits: %+v", w.edits)
			}
		})
	}
}

// What somebody else put there is not what a move has left.
func TestRedirectWhereAFileWasAndSomethingCame(t *testing.T) {
	t.Parallel()
	for name, came := range map[string]func(*fakeWiki){
		"a redirect": says("A.png", redirection+"File:Elsewhere.png]]"),
		"a page":     says("A.png", "a page"),
		"a file":     upTo("A.png", "a file"),
	} {
		w := three(t)
		p := plain(led(w, "A.png", "C.png"), relocated(w, moving("A.png", "D.png", false), ""))
		all(shift("A.png", "D.png"), came)(w)
		report := (&Runner{Wiki: w}).Run(t.Context(), nil, p)
		checkWrites(t, w, report.Results...)
		if d := cmp.Diff([]Outcome{Stale, AlreadyDone}, outcomes(report)); d != "" || len(w.edits) > 0 {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// A redirect under a title that a move of the run leaves takes the place of what the
// move left there, which no plan can have seen.
func TestRedirectWhereAFileWas(t *testing.T) {
	t.Parallel()
	for _, leave := range []bool{false, true} {
		w := three(t)
		p := plain(led(w, "A.png", "C.png"), relocated(w, moving("A.png", "D.png", leave), ""))
		r := Runner{Wiki: w}
		checked, err := r.Check(t.Context(), p)
		if d := cmp.Diff([]Outcome{NotStarted, NotStarted}, outcomes(checked)); d != "" || err != nil {
			t.Errorf("checked: %v\n%s", err, d)
		}
		report := r.Run(t.Context(), nil, p)
		if got := w.layout(); report.Incomplete() || got != "D.png B.png C.png A.png=File:C.png" {
			t.Errorf("%v: %s", outcomes(report), got)
		}
		if again := r.Run(t.Context(), nil, p); again.Count(AlreadyDone) != 2 {
			t.Errorf("then: %v", outcomes(again))
		}
	}
}
