package reconcile_test

import (
	"fmt"
	"testing"
	"time"

	"wikiform/apply/reconcile"
	"wikiform/plan"
	"wikiform/provider"
)

// limited is a wiki that takes ten uploads an hour from the account, of so many processes.
type limited struct {
	reconcile.Wiki
	shares int
}

func (l limited) Rate() provider.Rate {
	r := l.Wiki.Rate()
	r.Shares = l.shares
	return r
}

func (l limited) Account() provider.Account {
	a := l.Wiki.Account()
	a.Limits = []provider.RateLimit{{Action: "upload", Hits: 10, Per: time.Hour}}
	return a
}

// How long a shard takes to publish what it has staged counts with its share of the
// account's limits: all the others publish at the same time.
func TestWindowOfShard(t *testing.T) {
	t.Parallel()
	p := newFolder(t, two).open()
	w := newWiki(t)
	to := target(t, p, "first", w, us)
	made, err := p.Plan(t.Context(), to, reconcile.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	wiki := to.Wiki
	to.Wiki = limited{wiki, 1}
	ten := &plan.Plan{Wiki: made.Wiki}
	for i := range 10 {
		ten.Changes = append(ten.Changes, plan.Change{
			Claim: plan.Claim{Title: provider.Title(fmt.Sprint(i, ".png"))},
			Steps: []plan.Step{plan.Upload{Content: plan.Content{Digest: provider.Digest{SHA1: provider.SHA1{byte(i + 1)}, Size: 9}}}},
		})
	}
	staged := reconcile.Limits{StageFirst: true}
	if _, err := p.Prepare(to, ten, staged); err != nil {
		t.Errorf("ten uploads of one process: %v", err)
	}
	all := make([]int, 10)
	for i := range all {
		all[i] = 7
	}
	to.Wiki = limited{wiki, 10}
	staged.Part = ten.Part(plan.Shard{Number: 7, Of: 10}, all)
	if _, err := p.Prepare(to, ten, staged); !is[*reconcile.WindowError](err) {
		t.Errorf("the same ten as one of ten shards: %v", err)
	}
}
