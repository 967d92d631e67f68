package reconcile

import (
	"context"
	"slices"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// claimsOf are the claims of what a saved plan writes. The content of what other shards
// write is taken from the plan, since nothing of that is written here: each of them holds
// its own against the sources, and need not have those of the rest.
func (p *Project) claimsOf(ctx context.Context, t Target, saved *plan.Plan, s plan.Shard) ([]plan.Claim, error) {
	m := p.writtenBy(saved)
	if s.Whole() {
		return p.claims(ctx, t, m, saved.Forced)
	}
	planned := map[spec.Address]provider.Content{}
	in := saved.Shards(s.Of)
	for i := range saved.Changes {
		c := &saved.Changes[i].Claim
		if in[i] != s.Number && saved.Changes[i].Writes() && c.Content != nil && c.Content.Digest.Known() {
			planned[c.Address] = provider.Content{Digest: c.Content.Digest}
		}
	}
	theirs := func(f spec.File) bool {
		_, found := planned[f.Address]
		return found && f.Source.Path != ""
	}
	own := *m
	own.Files = only(m.Files, func(f spec.File) bool { return !theirs(f) })
	claims, err := p.claims(ctx, t, &own, saved.Forced)
	if err != nil {
		return nil, err
	}
	rest := *m
	rest.Files = only(m.Files, theirs)
	rest.Moves, rest.Redirects, rest.Absences = nil, nil, nil
	return slices.Concat(claims, p.marked(plan.Claims(&rest, planned, t.Wiki.Site(), t.Declared), saved.Forced)), nil
}
