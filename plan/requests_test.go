package plan

import (
	"testing"

	"wikiform/provider"
	"wikiform/spec"
)

func TestRequests(t *testing.T) {
	t.Parallel()
	sized := func(n int64) Upload { return Upload{Content: Content{Digest: provider.Digest{Size: n}}} }
	byURL := Upload{Content: Content{Source: spec.Source{URL: "https://a.example"}, Digest: provider.Digest{Size: 9}}}
	for name, test := range map[string]struct {
		change Change
		want   int
	}{
		"nothing":      {Change{}, 0},
		"blocked":      {Change{Verdict: VerdictBlocked}, 0},
		"direct":       {Change{Steps: []Step{sized(8 << 20)}}, 3},
		"edit":         {Change{Steps: []Step{SetText{}}}, 3},
		"both":         {Change{Steps: []Step{sized(9), SetText{}}}, 5},
		"three chunks": {Change{Steps: []Step{sized(16<<20 + 1)}}, 6},
		"by URL":       {Change{Steps: []Step{byURL}}, 4},
	} {
		if got := (&Plan{Changes: []Change{test.change}}).Requests(); got != test.want {
			t.Errorf("%s: %d requests, want %d", name, got, test.want)
		}
	}
	var many Plan
	for range 101 {
		many.Changes = append(many.Changes, Change{Steps: []Step{sized(9)}})
	}
	if got, want := many.Requests(), 101+2*3; got != want {
		t.Errorf("many new files: %d requests, want %d", got, want)
	}
}

// Only what the wiki itself refuses, should anything have come in its way, is guarded.
func TestGuarded(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Change){
		"": func(*Change) {}, "with a text": func(c *Change) { c.Claim.Text = &Text{Text: "text"} },
		"over a version":        func(c *Change) { c.Before.Version = &provider.Version{} },
		"on a page":             func(c *Change) { c.Before.Page = &provider.Page{} },
		"over a redirect":       func(c *Change) { c.Before.Redirect = true },
		"hides a shared file":   func(c *Change) { c.Before.Shared = true },
		"accepts a warning":     func(c *Change) { c.Claim.Accept = []provider.WarningKind{provider.WarnBadPrefix} },
		"beside a neighbour":    func(c *Change) { c.Neighbours = []provider.Title{"A.gif"} },
		"brings back":           func(c *Change) { c.OwnDeletions = []provider.WarningKind{provider.WarnWasDeleted} },
		"in place of another":   func(c *Change) { c.Claim.Holder = "B.png" },
		"and an edit":           func(c *Change) { c.Steps = append(c.Steps, SetText{}) },
		"and a move":            func(c *Change) { c.Steps = append([]Step{Moving{From: "B.png"}}, c.Steps...) },
		"an edit":               func(c *Change) { c.Steps = []Step{SetText{}} },
		"a deletion":            func(c *Change) { c.Steps = []Step{Deletion{}} },
		"a version comes back":  func(c *Change) { c.Steps = []Step{Revert{}} },
		"a deleted one returns": func(c *Change) { c.Steps = []Step{Restore{}} },
		"a redirect":            func(c *Change) { c.Steps = []Step{SetRedirect{Target: "B.png"}} },
		"nothing":               func(c *Change) { c.Steps = nil },
		"blocked":               func(c *Change) { c.Verdict = VerdictBlocked },
	} {
		c := Change{Claim: Claim{Title: "A.png"}, Steps: []Step{Upload{}}}
		change(&c)
		if want := name == "" || name == "with a text"; c.Guarded() != want {
			t.Errorf("%s: guarded %v", name, c.Guarded())
		}
	}
}
