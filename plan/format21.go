package plan

// format21 is the format that knew nothing of whose files are whose.
const format21 = "2.1"

// asIn21 takes from m what format 2.1 had not, so that a plan of that format which has
// it all the same is refused.
func (m *resourceChange) asIn21() {
	m.Holder, m.Held = "", nil
	if m.Type == TypeOrphan {
		m.Type = TypeAbsent
	}
	if a := m.Change.After; a != nil {
		a.OnDuplicate = ""
	}
	m.Precondition.PageModel = ""
	if from := m.Precondition.From; from != nil {
		from.PageModel = ""
	}
	for i := range m.Problems {
		m.Problems[i].Other = ""
	}
}
