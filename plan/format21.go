package plan

// format21 is the format that knew nothing of whose files are whose, and no tags but
// those that go with a write.
const format21 = "2.1"

// asIn21 takes from m what format 2.1 had not, so that a plan of that format which has
// it all the same is refused.
func (m *resourceChange) asIn21() {
	m.asIn22()
	m.Holder, m.Held = "", nil
	if m.Type == TypeOrphan {
		m.Type = TypeAbsent
	}
	if a := m.Change.After; a != nil {
		a.OnDuplicate = ""
	}
	for i := range m.Steps {
		m.Steps[i].Revision, m.Steps[i].User, m.Steps[i].Tags = 0, "", nil
	}
	m.Precondition.PageModel = ""
	if from := m.Precondition.From; from != nil {
		from.PageModel = ""
	}
	for i := range m.Problems {
		m.Problems[i].Other = ""
	}
}

// in21 reports whether format 2.1 has the step.
func (k stepKind) in21() bool { return k != stepSetTags }
