package plan

import (
	"fmt"
)

// Unreviewed is something that a plan writes and that is not in the list of a
// reviewed plan.
type Unreviewed struct {
	Change *Change
	Aspect Aspect
	// Otherwise: the reviewed plan writes this aspect of this title as well, but
	// in the place of something else, or something else in its place.
	Otherwise bool
}

// Unreviewed gives what the plan writes and the reviewed list does not have;
// nothing when all of the plan was reviewed. A plan that does a part of the
// reviewed one is reviewed, whatever the reason why it does not do the rest.
func (p *Plan) Unreviewed(reviewed Digests) []Unreviewed {
	var us []Unreviewed
	labels := map[string]bool{}
	for _, line := range reviewed.lines {
		labels[line[sumDigits:]] = true
	}
	seen := map[string]bool{}
	for i := range p.Changes {
		for _, l := range p.Changes[i].leaves(p.Wiki.API) {
			line := l.line()
			if !reviewed.has(line) || seen[line] {
				us = append(us, Unreviewed{&p.Changes[i], l.Aspect, labels[l.label()]})
			}
			seen[line] = true
		}
	}
	return us
}

// Why says in one line what of the plan was not reviewed.
func (u Unreviewed) Why() string {
	known := "is not in the reviewed plan"
	if u.Otherwise {
		known = "was reviewed otherwise"
	}
	after, before := rowOf(u.Aspect).shown(u.Change)
	return fmt.Sprintf("its %s %s; this plan puts %s in the place of %s", u.Aspect, known, after, before)
}
