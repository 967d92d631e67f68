package render

import (
	"strings"
	"testing"
	"time"

	"wikiform/plan"
	"wikiform/provider"
)

// What carrying a plan out takes is said where that is much, or takes long; and what a saved
// plan says of it is shown as anything that it says.
func TestEffort(t *testing.T) {
	t.Parallel()
	counted := func(p *plan.Plan, d time.Duration) *plan.Plan {
		p.Budget = plan.Budget{Rate: provider.Rate{Class: provider.Newcomer, PerMinute: 200, Raise: "**log** in"}, Reads: 7, Writes: 5, Time: d}
		return p
	}
	long := "Applying takes about 7 reads and 5 writes. The wiki takes 200 requests a minute, reads included, from a new account (class newcomer): about "
	for name, c := range map[string]struct {
		p    *plan.Plan
		want string
	}{
		"few, of a wiki that does not count": {many(20, createOne), ""},
		"many":                               {many(300, createOne), "Applying takes about"},
		"few and short":                      {counted(many(20, createOne), 5*time.Second), ""},
		"few and long":                       {counted(many(20, createOne), 40*time.Second), long + "40 s."},
		"and longer":                         {counted(many(20, createOne), 10*time.Minute), long + "10 min. To be faster, **log** in."},
		"many and short":                     {counted(many(1000, createOne), 5*time.Second), long + "5 s."},
		"nothing to do":                      {counted(many(20, unchangedOne), 10*time.Minute), ""},
	} {
		if got := effort(c.p); c.want == "" && got != "" || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	var b strings.Builder
	if err := Markdown(&b, counted(many(20, createOne), 10*time.Minute), Style{}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `To be faster, &#42;&#42;log&#42;&#42; in.`) {
		t.Errorf("what the plan says of requests is not escaped:\n%s", b.String())
	}
}
