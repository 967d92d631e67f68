package cli

import (
	"fmt"

	"wikiform/apply/reconcile"
	"wikiform/plan"
	"wikiform/spec"
)

// shardFlag is a flag for the part of a saved plan that is carried out.
type shardFlag struct{ s *plan.Shard }

func (f shardFlag) String() string { return "" }
func (f shardFlag) Type() string   { return "shard" }
func (f shardFlag) Set(s string) (err error) {
	*f.s, err = plan.ParseShard(s)
	return err
}

// checkShard refuses a shard of what is not the same for every process.
func (o *applyOptions) checkShard() error {
	switch {
	case o.shard.Whole():
		return nil
	case o.saved.file == "":
		return hinted{usagef("-shard is for a saved plan, which is one for all shards; what each of them plans for itself is not"),
			"Save one with wikiform plan -out=FILE, and give it to all of them: wikiform apply -shard=" + o.shard.String() + " FILE"}
	case o.saved.receipt != "":
		return hinted{usagef("-shard cannot be used with -receipt: what others do meanwhile would keep a rollback from being confirmed"),
			"Apply it as a whole. Each shard of a run left a receipt of its own, and these are taken back one by one."}
	}
	return nil
}

// shardOf is what of a confirmed plan the shard does, of all of it where there is none.
// What is in which shard is told by the plan as it was saved.
func shardOf(saved, confirmed *plan.Plan, s plan.Shard, t reconcile.Target) *plan.Plan {
	if s.Whole() {
		return confirmed
	}
	part := confirmed.Part(s, saved.Shards(s.Of))
	part.Budget = part.Spend(t.Wiki.Site(), t.Wiki.Account(), t.Wiki.Rate())
	part.Notes = append(part.Notes, gainless(t.Declared)...)
	return part
}

// gainless says of a wiki that shards are of no use there.
func gainless(w spec.Wiki) []string {
	if !w.Wikimedia() {
		return nil
	}
	return []string{"Shards of one account gain nothing on Wikimedia's wikis, which count the requests of all its processes together: each shard has its part of them, and one run without -shard would end as early."}
}

// shardHeading says above a summary which part of what it is about.
func shardHeading(p *plan.Plan, digest string) string {
	if p.Shard.Whole() {
		return ""
	}
	return fmt.Sprintf("\nShard %d of %d of the plan %s:\n", p.Shard.Number, p.Shard.Of, digest)
}
