package plan

// Moves that touch each other's titles, where which file is meant is not told by which
// title has one.

// another reports whether what is under the title from which a file was to be moved is
// not that file: of several moves that touch each other's titles it was made already; or
// the file is one of another block, that was brought there and is wanted there, or would
// go round in a circle for ever; or it has the bytes that are wanted there, as on a wiki
// that got all files under their last titles.
func (m *moves) another(i int) bool {
	from := m.claims[i].From.Title
	k, comes := m.to[from]
	comes = comes && m.claims[k].From != nil
	switch {
	case !comes && m.declared(i) < 0:
		return false
	case comes && m.claims[k].Type() == TypeFile && (m.home(k) || m.home(i)), m.made(i):
		return true
	case !comes || m.claims[k].Type() != TypeFile && !m.inRing[i]:
		return false
	}
	return m.came(k)
}

// came reports whether the log tells that the file of a claim came to its title, be it at
// once from where the first of several moves begins that follow one another.
func (m *moves) came(i int) bool {
	to := m.claims[i].Title
	for range mostStops {
		from := m.claims[i].From.Title
		if made, told := m.log.leads(from, to); made && told {
			return true
		}
		before, found := m.to[from]
		if !found || m.inRing[i] || m.claims[before].Type() != TypeMoved {
			return false
		}
		i = before
	}
	return false
}

// made reports whether the log tells that a move was made: to the title of the claim,
// or of one that takes the file on from there.
func (m *moves) made(i int) bool {
	from := m.claims[i].From.Title
	for range mostStops {
		if made, told := m.log.leads(from, m.claims[i].Title); made && told {
			return true
		}
		if i = m.declared(i); i < 0 || m.claims[i].Title == from {
			return false
		}
	}
	return false
}

// home reports whether a file has its title and the bytes that are wanted.
func (m *moves) home(i int) bool {
	c := &m.claims[i]
	have := m.f.Have[c.Title].Version
	return c.Content != nil && c.Content.Digest.Known() && have != nil && have.SHA1 == c.Content.Digest.SHA1
}
