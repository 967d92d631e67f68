// Package disjoint keeps sets of which no two have an element in common.
package disjoint

// Sets are disjoint sets; each is known by one of its elements. An element of which
// nothing was said is a set by itself. The zero value has no other.
type Sets[E comparable] struct {
	parent map[E]E
}

// Of gives the element by which the set of e is known.
func (s *Sets[E]) Of(e E) E {
	top := e
	for p, found := s.parent[top]; found && p != top; p, found = s.parent[top] {
		top = p
	}
	for e != top { // the next walk is short
		s.parent[e], e = top, s.parent[e]
	}
	return top
}

// Join makes one set of those that elements are in.
func (s *Sets[E]) Join(elements ...E) {
	if s.parent == nil {
		s.parent = make(map[E]E)
	}
	for _, e := range elements {
		s.parent[s.Of(e)] = s.Of(elements[0])
	}
}
