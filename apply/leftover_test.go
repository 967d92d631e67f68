package apply

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/plan"
	"wikiform/provider"
)

func TestWhatStillNamesOldTitles(t *testing.T) {
	t.Parallel()
	w := three(t)
	w.put("D.png", "d", "text", "Anna", "")
	some := provider.Usage{Count: 2, Pages: []string{"Home", "User:Anna"}}
	w.usages = map[provider.Title]provider.Usage{"A.png": some, "B.png": some, "C.png": {}, "D.png": {Wikis: []provider.WikiUsage{{Wiki: "de", Count: 1}}}}
	changes := []plan.Change{
		relocated(w, moving("A.png", "B.png", true), ""),
		relocated(w, moving("B.png", "X.png", false), ""),
		removed(w, "C.png"),
		removed(w, "D.png"),
	}
	r := Runner{Wiki: w, Site: "commonswiki"}
	report := r.Run(t.Context(), nil, plain(changes...))
	checkWrites(t, w, report.Results...)
	want := []LeftOver{
		{Title: "A.png", To: "B.png", Reason: "renamed", Usage: some},
		{Title: "B.png", To: "X.png", Reason: "renamed", Taken: true, Usage: some},
		{Title: "D.png", Usage: w.usages["D.png"]},
	}
	if d := cmp.Diff(want, report.Left); d != "" || report.LeftErr != nil || report.Site != "commonswiki" {
		t.Errorf("%v\n%s", report.LeftErr, d)
	}
	asked := 0
	for _, call := range w.calls {
		if call == "usage A.png" {
			asked++
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
	w.calls = nil
	if again := r.Run(t.Context(), nil, plain(changes...)); again.Left != nil || again.Count(AlreadyDone) != 4 {
		t.Errorf("nothing was done, and it says %+v", again.Left)
	}
}

// A file that an earlier run left half way was named by its first title.
func TestWhatStillNamesTheFirstTitle(t *testing.T) {
	t.Parallel()
	w := three(t)
	shift("A.png", "T.png")(w)
	w.usages = map[provider.Title]provider.Usage{"A.png": {Count: 1}, "T.png": {}}
	c := relocated(w, moving("T.png", "D.png", false), "")
	c.Claim.From.Title = "A.png"
	report := (&Runner{Wiki: w}).Run(t.Context(), nil, plain(c))
	want := []LeftOver{{Title: "A.png", To: "D.png", Reason: "renamed", Usage: provider.Usage{Count: 1}}}
	if d := cmp.Diff(want, report.Left); d != "" {
		t.Error(d)
	}
}

// That it cannot be asked changes nothing of what the run was.
func TestWhatStillNamesOldTitlesCannotBeAsked(t *testing.T) {
	t.Parallel()
	w := three(t)
	w.faults["usage A.png"] = []fault{{before: errNoWiki}}
	report := (&Runner{Wiki: w}).Run(t.Context(), nil, plain(removed(w, "A.png")))
	if report.LeftErr == nil || report.Incomplete() || report.Stopped != "" {
		t.Errorf("%+v", report)
	}
	w = three(t)
	w.faults["delete B.png"] = []fault{{before: errNoWiki}}
	report = (&Runner{Wiki: w, Jobs: 1}).Run(t.Context(), nil, plain(removed(w, "A.png"), removed(w, "B.png")))
	if report.LeftErr == nil || slices.Contains(w.calls, "usage A.png") {
		t.Errorf("a wiki that cannot be reached is asked: %+v", report)
	}
}
