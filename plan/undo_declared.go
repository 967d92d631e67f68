package plan

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/provider"
	"wikiform/spec"
)

// TakesBack reports whether a plan takes back what a run did, or would do what only such
// a plan may.
func (p *Plan) TakesBack() bool {
	return p.Receipt != "" || slices.ContainsFunc(p.Changes, func(c Change) bool {
		return c.Claim.Undoes != nil || c.Revert() != nil || c.Restore() != nil
	})
}

// Confirmed makes a rollback's plan that was read from a file one that can be carried out;
// fresh is the rollback of the same receipt as it is made now.
//
// A file is untrusted, so nothing of what is written is taken from it: it chooses from what
// the fresh plan has. A change of it that is done already, or blocked by now, is so in the
// result; one of which a part is done has the rest. What the fresh plan does not have, or
// has otherwise, is undeclared, and where there is some there is no plan. What the fresh plan
// has and the file has not was not reviewed, and is left out.
func (p *Plan) Confirmed(fresh *Plan) (*Plan, []Undeclared) {
	now := make(map[spec.Address]*Change, len(fresh.Changes))
	for i := range fresh.Changes {
		now[fresh.Changes[i].Claim.Address] = &fresh.Changes[i]
	}
	q := *p
	q.Changes, q.Notes, q.LeftOut = slices.Clone(p.Changes), fresh.Notes, fresh.LeftOut
	seen := map[spec.Address]bool{}
	var bad []Undeclared
	for i := range p.Changes {
		c := &p.Changes[i]
		n := now[c.Claim.Address]
		switch {
		case !c.Writes():
			continue
		case n == nil:
			bad = append(bad, Undeclared{c, "nothing of the kind is to be taken back"})
			continue
		case seen[c.Claim.Address]:
			bad = append(bad, Undeclared{c, "another change of the plan has the same address"})
			continue
		}
		seen[c.Claim.Address] = true
		if why := c.otherBack(n); why != "" {
			bad = append(bad, Undeclared{c, why})
		}
		q.Changes[i] = *n
	}
	if bad != nil {
		return nil, bad
	}
	return &q, nil
}

// otherBack says in clauses how a change of a saved rollback differs from the one that is
// made now, of which it may have more: what is done since. "" for not at all.
func (c *Change) otherBack(now *Change) string {
	var d []string
	differ := func(same bool, format string, args ...any) {
		if !same {
			d = append(d, fmt.Sprintf(format, args...))
		}
	}
	differ(c.Claim.Type() == now.Claim.Type(), "it is of the type %s, the plan has %s", now.Claim.Type(), c.Claim.Type())
	differ(!now.Writes() || c.Claim.Title == now.Claim.Title, "its title is %q, the plan has %q", now.Claim.Title, c.Claim.Title)
	differ(c.Claim.Comment == now.Claim.Comment, "its comment is %q, the plan has %q", now.Claim.Comment, c.Claim.Comment)
	differ(slices.Equal(c.Claim.Tags, now.Claim.Tags), "its tags are %q, the plan has %q", now.Claim.Tags, c.Claim.Tags)
	differ(slices.Equal(c.Claim.Accept, now.Claim.Accept), "its accepted warnings are %q, the plan has %q", now.Claim.Accept, c.Claim.Accept)
	if slices.EqualFunc(c.Steps, now.Steps, func(a, b Step) bool { return sameBack(a, b) && !halfWay(a, b) }) {
		d = append(d, c.otherThan(now.Claim)...)
	}
	for _, s := range now.Steps {
		differ(slices.ContainsFunc(c.Steps, func(planned Step) bool { return sameBack(planned, s) }),
			"the plan would %s the file; by the receipt and the wiki it is to %s it", c.verb(), now.verb())
	}
	return strings.Join(slices.Compact(d), "; ")
}

// halfWay reports whether a move goes on from the title through which it passes.
func halfWay(planned, now Step) bool {
	p, moves := planned.(Moving)
	n, _ := now.(Moving)
	return moves && p.From != n.From
}

// sameBack compares a planned step with one of now, which a run that broke may have brought
// half way.
func sameBack(planned, now Step) bool {
	switch n := now.(type) {
	case Moving:
		p, moves := planned.(Moving)
		from := p.From == n.From || p.Via != "" && p.Via == n.From
		return moves && from && (n.Via == "" || n.Via == p.Via) && (n.Redirect == p.Redirect || n.From == p.Via)
	case Revert:
		p, reverts := planned.(Revert)
		return reverts && p.Version.SHA1 == n.Version.SHA1 && p.Version.Time.Equal(n.Version.Time)
	case Restore:
		p, restores := planned.(Restore)
		return restores && sameRows(&p.Deleted, &n.Deleted)
	case SetText:
		p, edits := planned.(SetText)
		return edits && provider.TextSHA1(p.Text) == provider.TextSHA1(n.Text)
	case Deletion:
		_, deletes := planned.(Deletion)
		return deletes
	}
	return false
}
