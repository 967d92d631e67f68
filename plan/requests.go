package plan

// Requests is about how many requests carrying the plan out takes, if none has
// to be made again: every file is looked at before it is written and after each
// write.
func (p *Plan) Requests() int {
	n := 0
	for i := range p.Changes {
		c := &p.Changes[i]
		if c.Writes() {
			n++
		}
		for s, row := range c.steps() {
			n += row.requests(s)
		}
	}
	return n
}
