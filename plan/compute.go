package plan

import (
	"slices"

	"wikiform/provider"
)

// Compute compares the claims with the facts. It is pure and total: every claim
// gives exactly one change, at its own place, whatever the facts are; what is pruned
// comes after them. No two changes write to one title, unless a move frees it for the
// other.
func Compute(claims []Claim, f Facts) *Plan {
	claims = slices.Clone(claims)
	markTaken(claims)
	p := &Plan{Wiki: f.Wiki, Changes: make([]Change, len(claims)), Matching: f.Matching}
	if f.Rollback != nil {
		p.Receipt = f.Rollback.Receipt
	}
	ss := situations(claims, &f)
	findHolders(claims, ss, &f)
	findAdopted(claims, ss, &f)
	for i, claim := range claims {
		c := decide(claim, ss[i])
		c.block(problems(&c, ss[i], &f))
		f.leaveUnchecked(&c)
		if why := ss[i].unsure; why != nil && c.Verdict == VerdictClear {
			c.leave(*why)
		}
		p.Changes[i] = c
	}
	findRenamed(p.Changes, ss, &f)
	blockDuplicates(p.Changes, &f)
	blockNeighbours(p.Changes, &f)
	for i := range p.Changes {
		c := &p.Changes[i]
		if c.namesFile() {
			c.block(found(oddName(c, &f)))
		}
		if c.getsTitle() {
			c.OwnDeletions = f.ownDeletions(c)
			c.block(deleted(c, &f))
		}
	}
	f.Approved.blockOthers(p.Changes)
	blockWaiting(p.Changes, ss)
	blockStaying(p.Changes, ss)
	blockLeading(p.Changes, &f)
	for i := range p.Changes {
		c := &p.Changes[i]
		c.Remarks = remarks(c, &f)
		c.Usages = f.usages(c)
	}
	remarkTargets(p.Changes, &f)
	findOrphans(p, &f)
	p.Notes = notes(p, &f)
	p.Budget = p.Spend(f.Site, f.Account, f.Rate)
	p.noteTags(ss, &f)
	return p
}

// usages are what names the titles that the change takes away.
func (f *Facts) usages(c *Change) map[provider.Title]provider.Usage {
	var us map[provider.Title]provider.Usage
	for _, t := range c.takesAway() {
		if u, asked := f.Usages[t]; asked {
			if us == nil {
				us = map[provider.Title]provider.Usage{}
			}
			us[t] = u
		}
	}
	return us
}

// takesAway are the titles under which there will be something else than before, or
// nothing.
func (c *Change) takesAway() []provider.Title {
	switch {
	case c.deletes():
		return []provider.Title{c.Claim.Title}
	case c.vacates() != "":
		return []provider.Title{c.vacates()}
	}
	return nil
}

// notes are what there is to say of the plan as a whole.
func notes(p *Plan, f *Facts) []string {
	all := f.heldNote()
	for i := range p.Changes {
		if c := &p.Changes[i]; c.Claim.Gone && c.Before.Shared && !c.Writes() && c.Verdict == VerdictClear {
			all = append(all, string(c.Claim.Address)+": "+c.Claim.Title.Page()+" is in a shared repository, whose files are not this wiki's to delete.")
		}
	}
	if f.Account.Anonymous() && p.Pending() {
		all = append(all, "Nobody is logged in, so rights, tags, rate limits and page protection were not checked.")
	}
	if !f.toldWho() && slices.ContainsFunc(p.Changes, func(c Change) bool {
		what, _, _ := c.takes()
		return what != "" || slices.Contains(c.Reasons, OwnerUnchecked)
	}) {
		all = append(all, "Whether what is moved, deleted, pointed elsewhere or replaced is ours was not checked: "+nobodyToldWho+".")
	}
	if f.Unsearched && p.Pending() {
		all = append(all, "Whether the wiki has deleted the same bytes before was not checked for all files, since it has deleted too much or does not let this account look. Where it has, the upload stops.")
	}
	if text := f.foreignAsWanted(p); text != "" {
		all = append(all, text)
	}
	if text := adopted(p.Changes); text != "" {
		all = append(all, text)
	}
	if text := keptNote(p.Changes); text != "" {
		all = append(all, text)
	}
	if e := p.Expect(f.Site, f.Account, f.Rate); e.Time > 0 {
		all = append(all, e.String()+".")
	}
	all = append(all, f.Approved.notes(p)...)
	return append(all, f.Rollback.notes()...)
}
