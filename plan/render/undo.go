package render

import (
	"time"

	"wikiform/plan"
	"wikiform/provider"
)

// rollback says of which run a plan takes back what it did; the receipt is "" of a plan for
// a manifest.
func rollback(p *plan.Plan) (before, receipt string) {
	return "Rollback: this takes back what the run did whose receipt has the SHA-256 ", p.Receipt
}

// undoes has what of a file comes back that the wiki still has.
func (v *view) undoes(c *plan.Change, has provider.File) {
	if r := c.Revert(); r != nil {
		v.content = &contents{before: versionOf(has.Version), after: *versionOf(&r.Version), there: true}
		v.facts = append(v.facts, fact{"reverts to", "the version" + ofWhom(r.Version.User, r.Version.Time), true})
	}
	if r := c.Restore(); r != nil {
		said := r.Rows()
		if vs := r.Deleted.Versions; len(vs) > 0 {
			v.content = &contents{after: *versionOf(&vs[0].Version), there: true}
			said += ", the latest version that" + ofWhom(vs[0].User, vs[0].Time)
		}
		v.facts = append(v.facts, fact{"undeletes", said, true})
	}
}

func ofWhom(user string, when time.Time) string {
	s := ""
	if !when.IsZero() {
		s = " of " + when.UTC().Format("2 January 2006 15:04 UTC")
	}
	return s + " by " + author(user)
}
