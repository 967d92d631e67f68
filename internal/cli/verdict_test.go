package cli

import (
	"testing"

	"wikiform/apply"
)

// The exit code of a run says whether another one gets any further.
func TestVerdict(t *testing.T) {
	t.Parallel()
	results := func(outcomes ...apply.Outcome) (rs []apply.Result) {
		for _, o := range outcomes {
			rs = append(rs, apply.Result{Outcome: o})
		}
		return rs
	}
	for name, c := range map[string]struct {
		results []apply.Result
		spent   bool
		want    int
	}{
		"all":                             {results(apply.Done, apply.AlreadyDone), false, exitOK},
		"some":                            {results(apply.Done, apply.Failed), false, exitPartial},
		"nothing but what is blocked":     {results(apply.BlockedNow, apply.AlreadyDone), false, exitError},
		"stale":                           {results(apply.Stale), false, exitStale},
		"spent":                           {results(apply.NotStarted), true, exitBudget},
		"spent, after some":               {results(apply.Done, apply.NotStarted), true, exitBudget},
		"spent, and some are blocked":     {results(apply.BlockedNow, apply.NotStarted), true, exitBudget},
		"spent, some are done or blocked": {results(apply.BlockedNow, apply.Done, apply.NotStarted), true, exitPartial},
		"spent, and the rest is blocked":  {results(apply.BlockedNow), true, exitError},
		"spent, and one has failed":       {results(apply.Failed, apply.NotStarted), true, exitError},
	} {
		got := exitOK
		if err := verdict(nil, &apply.Report{Results: c.results, Spent: c.spent}, nil); err != nil {
			got = int(err.(outcome))
		}
		if got != c.want {
			t.Errorf("%s: exit code %d, want %d", name, got, c.want)
		}
	}
}
