package cli

import (
	"strings"
	"testing"

	"wikiform/apply/reconcile"
	"wikiform/plan"
	"wikiform/spec"
)

// On Wikimedia's wikis shards gain nothing, and the plan of each says so.
func TestShardsOfWikimedia(t *testing.T) {
	t.Parallel()
	saved := &plan.Plan{Changes: []plan.Change{{Claim: plan.Claim{Title: "A.png"}, Steps: []plan.Step{plan.Deletion{}}}}}
	for api, want := range map[string]bool{"https://commons.wikimedia.org/w/api.php": true, "https://wiki.example.org/w/api.php": false} {
		to := reconcile.Target{Declared: spec.Wiki{Name: "w", API: api}}
		part := shardOf(saved, saved, plan.Shard{Number: 1, Of: 2}, to)
		if got := strings.Contains(strings.Join(part.Notes, "\n"), "gain nothing"); got != want {
			t.Errorf("%s: %v", api, part.Notes)
		}
		if whole := shardOf(saved, saved, plan.Shard{}, to); whole != saved {
			t.Errorf("%s: the whole is another plan: %v", api, whole.Notes)
		}
	}
}
