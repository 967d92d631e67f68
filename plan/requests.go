package plan

import "wikiform/provider"

// Requests is about how many requests carrying the plan out takes, if none has
// to be made again: every file is looked at before it is written and after each
// write, and a large one is sent in chunks and then published.
func (p *Plan) Requests() int {
	n := 0
	for i := range p.Changes {
		c := &p.Changes[i]
		if !c.writes() {
			continue
		}
		n++
		if c.Content {
			n += 2
		}
		if c.Content && (c.Digest.Size > provider.UsualChunk || c.Source.URL != "") {
			n += int((c.Digest.Size + provider.UsualChunk - 1) / provider.UsualChunk)
		}
		if c.Edit {
			n += 2
		}
	}
	return n
}
