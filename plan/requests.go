package plan

// Requests is about how many requests carrying the plan out takes, if none has
// to be made again: every file is looked at before it is written and after each
// write, and what was deleted before is asked after once more. Of changes that the wiki
// guards ([Change.Guarded]) many are looked at in one request; where the wiki has a shared
// repository, though, each is before it is written.
func (p *Plan) Requests() int {
	n, guarded := 0, 0
	for i := range p.Changes {
		c := &p.Changes[i]
		for s, row := range c.steps() {
			n += row.requests(s)
		}
		switch {
		case c.Guarded():
			guarded++
			n-- // the look after it
		case c.Writes():
			n += 1 + len(c.OwnDeletions)
		}
	}
	return n + 2*((guarded+LookedAt-1)/LookedAt)
}

// LookedAt is how many files are looked at in one request where that is enough.
const LookedAt = 50
