package spec

import (
	"fmt"
	"sync"
	"testing"
	"testing/fstest"
)

// A check about a plan is held against any number of plans, at the same time, and costs
// each the same.
func TestChecksOfPlans(t *testing.T) {
	t.Parallel()
	m, diags := Load(fstest.MapFS{"main.wiki.hcl": {Data: []byte(`
check "loop" {
  condition     = length([for n in range(1024) : n if n > plan.change]) > 1000
  error_message = "many: ${plan.change}"
}
check "each" {
  for_each      = toset(["a", "b"])
  condition     = each.key == "a" || plan.replaces_others == 0
  error_message = "${each.key}: ${plan.replaces_others} of others"
}
check "files" {
  condition     = length(file) == 0
  error_message = "some"
}
`)}}, ".", Inputs{})
	if diags.HasErrors() || m.Failed.HasErrors() {
		t.Fatal(diags, m.Failed)
	}
	spent := fmt.Sprint(m.planChecks.loader.eval.meter)
	for _, tt := range []struct {
		of   PlanNumbers
		want []string
	}{
		{PlanNumbers{}, nil},
		{PlanNumbers{Change: 100}, []string{"many: 100"}},
		{PlanNumbers{ReplacesOthers: 3}, []string{"b: 3 of others\n\nThis is about check.each[\"b\"]."}},
	} {
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				for range 5 {
					got := m.FailedBy(tt.of)
					if len(got) != len(tt.want) {
						t.Errorf("%+v: %v, want %q", tt.of, got, tt.want)
						return
					}
					for i, d := range got {
						if d.Detail != tt.want[i] {
							t.Errorf("%+v: %q, want %q", tt.of, d.Detail, tt.want[i])
						}
					}
				}
			})
		}
		all.Wait()
	}
	if now := fmt.Sprint(m.planChecks.loader.eval.meter); now != spent {
		t.Errorf("evaluation has cost %s before, and %s now", spent, now)
	}
}
