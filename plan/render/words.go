package render

// leader is the first of several changes of descriptions in which the same words
// change.
type leader struct {
	*view
	more int // others
}

// byWords gives the changes of a section with those next to one another in which the
// same words change in other lines, and for each of these the first of them. What
// replaces somebody else's work stays first.
func (s section) byWords() ([]*view, map[*view]*leader) {
	leaders := map[*view]*leader{}
	if s.kind != description {
		return s.changes, leaders
	}
	sorted := s.changes[:s.others:s.others]
	for _, g := range groupBy(s.changes[s.others:], func(v *view) (string, string) { return "", v.text.edit().words }) {
		sorted = append(sorted, g.changes...)
		if !g.linesDiffer() {
			continue
		}
		lead := &leader{g.changes[0], len(g.changes) - 1}
		for _, v := range g.changes {
			leaders[v] = lead
		}
	}
	return sorted, leaders
}

// leadBy says which change has the same words, unless all of it is the same as some.
func (d *htmlDiff) leadBy(first *htmlChange) {
	if d.Same == "" {
		d.Words, d.SameAs = first.ID, first.Address
	}
}
