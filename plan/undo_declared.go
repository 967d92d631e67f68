package plan

import "slices"

// TakesBack reports whether a plan takes back what a run did, or would do what only such
// a plan may.
func (p *Plan) TakesBack() bool {
	return p.Receipt != "" || slices.ContainsFunc(p.Changes, func(c Change) bool {
		return c.Claim.Undoes != nil || c.Revert() != nil || c.Restore() != nil
	})
}

// Confirmed makes a rollback's plan that was read from a file one that can be carried out.
// The claims are those that the receipt and the wiki's histories give now, and f what they
// were found by. Of what a change writes nothing is taken from the file, as of one for a
// manifest: see [Plan.Declared]. What is as it was before the run already is left out.
func (p *Plan) Confirmed(claims []Claim, f Facts) (*Plan, []Undeclared) {
	now := map[string]*Change{}
	fresh := Compute(claims, f)
	for i := range fresh.Changes {
		c := &fresh.Changes[i]
		now[string(c.Claim.Address)] = c
	}
	q := *p
	q.Changes = slices.Clone(p.Changes)
	for i := range q.Changes {
		c := &q.Changes[i]
		n := now[string(c.Claim.Address)]
		if c.Writes() && n != nil && !n.Writes() && n.Verdict == VerdictClear && n.Claim.Title == c.Claim.Title {
			*c = *n
		}
	}
	return q.Declared(claims, f)
}
