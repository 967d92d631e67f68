package plan

// chunk is how many bytes a request carries where nobody says otherwise.
const chunk = 8 << 20

// Requests is about how many requests carrying the plan out takes, if none has
// to be made again: every file is looked at before it is written and after each
// write, and a large one is sent in chunks and then published.
func (p *Plan) Requests() int {
	n := 0
	for i := range p.Changes {
		c := &p.Changes[i]
		if !c.Writes() {
			continue
		}
		n++
		if u := c.Upload(); u != nil {
			n += 2
			if size := u.Content.Digest.Size; size > chunk || u.Content.Source.URL != "" {
				n += int((size + chunk - 1) / chunk)
			}
		}
		if c.Edits() {
			n += 2
		}
	}
	return n
}
