package plan

import (
	"slices"

	"wikiform/provider"
)

// Compute compares the wants with the facts. It is pure and total: every want
// gives exactly one change, at its own place, whatever the facts are. No two
// changes write to one title.
func Compute(wants []Want, f Facts) *Plan {
	wants = slices.Clone(wants)
	markTaken(wants)
	p := &Plan{Wiki: f.Wiki, Changes: make([]Change, len(wants))}
	for i, w := range wants {
		c := decide(w, f.Have[w.Title])
		c.block(problems(&c, &f))
		p.Changes[i] = c
	}
	blockDuplicates(p.Changes, &f)
	blockNeighbours(p.Changes, &f)
	for i := range p.Changes {
		p.Changes[i].Remarks = remarks(&p.Changes[i], &f)
	}
	if f.Account.Anonymous() && p.Pending() {
		p.Notes = append(p.Notes, "Nobody is logged in, so rights, tags, rate limits and page protection were not checked.")
	}
	if e := p.Expect(f.Site, f.Account); e.Time > 0 {
		p.Notes = append(p.Notes, e.String()+".")
	}
	return p
}

// writes reports whether the change would change the wiki.
func (c *Change) writes() bool { return c.Action == Create || c.Action == Update }

// block turns the change into one that cannot be made, if there are problems.
func (c *Change) block(ps []problem) {
	if len(ps) == 0 {
		return
	}
	c.Action, c.Content, c.Edit = Blocked, false, false
	c.Reasons, c.Problem = nil, ""
	for i, p := range ps {
		c.Reasons = append(c.Reasons, p.reason)
		if i > 0 {
			c.Problem += "\n"
		}
		c.Problem += p.text
	}
}

func (w *Want) accepts(k provider.WarningKind) bool { return slices.Contains(w.Accept, k) }
