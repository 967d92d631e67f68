package plan

// format23 is the format that knew no rollbacks.
const format23 = "2.3"

// asIn23 takes from m what format 2.3 had not, so that a plan of that format which has
// it all the same is refused.
func (m *resourceChange) asIn23() {
	m.Undoes = nil
	for i := range m.Steps {
		m.Steps[i].Timestamp, m.Steps[i].Versions, m.Steps[i].Revisions = "", 0, 0
	}
}

// in23 reports whether format 2.3 has the step.
func (k stepKind) in23() bool { return k != stepRevert && k != stepUndelete }
