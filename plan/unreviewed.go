package plan

import (
	"fmt"

	"wikiform/provider"
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
	c := u.Change
	after, before := "a text of "+Size(int64(len(c.pageText()))), pageShown(c.Before.Page)
	if u.Aspect == ContentAspect {
		after, before = "content with "+shown(c.Digest), versionShown(c.Before.Version)
		if !c.Digest.Known() {
			after = "content that is not known yet"
		}
	}
	return fmt.Sprintf("its %s %s; this plan puts %s in the place of %s", u.Aspect, known, after, before)
}

func versionShown(v *provider.Version) string {
	if v == nil {
		return "nothing"
	}
	return shown(v.Digest) + byWhom(v.User, stamp(v.Time))
}

func pageShown(p *provider.Page) string {
	if p == nil {
		return "no page"
	}
	return fmt.Sprintf("revision %d", p.Rev) + byWhom(p.User, stamp(p.Time))
}

func byWhom(user, when string) string {
	s := ""
	if user != "" {
		s += " by " + user
	}
	if when != "" {
		s += " of " + when
	}
	return s
}
