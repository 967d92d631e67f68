package plan

// format20 is the format that knew files only, whose steps are uploads and edits.
const format20 = "2.0"

// asIn20 takes from m what format 2.0 had not, so that a plan of that format which
// has it all the same is refused.
func (m *resourceChange) asIn20() {
	m.asIn21()
	m.Type = TypeFile
	m.Previous, m.Declared, m.Found = "", "", ""
	m.MovedAt, m.Deletion, m.Occupied, m.Usage = nil, nil, nil, nil
	m.Precondition.PageID, m.Precondition.From = 0, nil
	if b := m.Change.Before; b != nil {
		b.Target = ""
	}
	if a := m.Change.After; a != nil {
		a.Target, a.Foreign, a.Move = "", false, nil
	}
}

// in20 reports whether format 2.0 has the step.
func (k stepKind) in20() bool { return k == stepUpload || k == stepSetText }
