package plan

// Requests is about how many requests carrying the plan out takes, if none has
// to be made again: every file is looked at before it is written and after each
// write, and what was deleted before is asked after once more.
func (p *Plan) Requests() int {
	n := 0
	for i := range p.Changes {
		c := &p.Changes[i]
		if c.Writes() {
			n += 1 + len(c.OwnDeletions)
		}
		for s, row := range c.steps() {
			n += row.requests(s)
		}
	}
	return n
}
