package plan

import (
	"slices"

	"wikiform/provider"
)

// recall takes the moves of a plan that was saved. Which ones were still to be made was
// found out when the plan was made; whoever makes them looks where the pages are. Here it
// is seen to that the manifest declares them, from where they begin.
func (m *moves) recall() {
	for i := range m.claims {
		c, course := &m.claims[i], &m.all[i]
		at, known := m.f.Planned[c.Title]
		switch {
		case c.Fault != nil || c.From == nil || !known:
		case at == "":
			course.problem = &Problem{Reason: MoveWaits, At: c.From.At, Text: "it was blocked in the plan"}
		case at == c.From.Title || m.passes(i, at) || m.comesFrom(i, at):
			course.move, course.file = &Moving{From: at}, m.f.Have[at]
		}
	}
}

// passes reports whether a title is one through which the file of a claim passes. An
// earlier run has left it there.
func (m *moves) passes(i int, at provider.Title) bool {
	if !m.inRing[i] {
		return false
	}
	for _, ring := range m.rings {
		if m.first(ring) == i && slices.Contains(m.passed(ring), at) {
			m.all[i].half = true
			return true
		}
	}
	return false
}

// comesFrom reports whether moves that were declared one after the other lead from a
// title to that of a claim.
func (m *moves) comesFrom(i int, at provider.Title) bool {
	from, strict := m.claims[i].From.Title, false
	for range mostStops {
		k, found := m.to[from]
		if !found || m.claims[k].Type() != TypeMoved {
			return false
		}
		from, strict = m.claims[k].From.Title, strict || !m.claims[k].From.Foreign
		if from == at {
			m.all[i].strict = strict
			return true
		}
	}
	return false
}
