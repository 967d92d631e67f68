package plan

import (
	"slices"
)

// Compute compares the claims with the facts. It is pure and total: every claim
// gives exactly one change, at its own place, whatever the facts are. No two
// changes write to one title.
func Compute(claims []Claim, f Facts) *Plan {
	claims = slices.Clone(claims)
	markTaken(claims)
	p := &Plan{Wiki: f.Wiki, Changes: make([]Change, len(claims))}
	for i, claim := range claims {
		c := decide(claim, f.Have[claim.Title])
		c.block(problems(&c, &f))
		p.Changes[i] = c
	}
	blockDuplicates(p.Changes, &f)
	blockNeighbours(p.Changes, &f)
	for i := range p.Changes {
		if c := &p.Changes[i]; c.Action() == Create {
			c.OwnDeletions = f.ownDeletions(c)
			c.block(slices.Concat(found(oddName(c, &f)), deleted(c, &f)))
		}
	}
	for i := range p.Changes {
		p.Changes[i].Remarks = remarks(&p.Changes[i], &f)
	}
	if f.Account.Anonymous() && p.Pending() {
		p.Notes = append(p.Notes, "Nobody is logged in, so rights, tags, rate limits and page protection were not checked.")
	}
	if f.Unsearched && p.Pending() {
		p.Notes = append(p.Notes, "Whether the wiki has deleted the same bytes before was not checked for all files, since it has deleted too much or does not let this account look. Where it has, the upload stops.")
	}
	if e := p.Expect(f.Site, f.Account); e.Time > 0 {
		p.Notes = append(p.Notes, e.String()+".")
	}
	return p
}
