package plan

import "slices"

// TakesBack reports whether a plan takes back what a run did, or would do what only such
// a plan may.
func (p *Plan) TakesBack() bool {
	return p.Receipt != "" || slices.ContainsFunc(p.Changes, func(c Change) bool {
		return c.Claim.Undoes != nil || c.Revert() != nil || c.Restore() != nil
	})
}
