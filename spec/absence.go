package spec

// evalAbsences gives what must not be there in order of declaration, and of the
// keys within a block.
func (l *loader) evalAbsences(blocks []*block, d common) {
	for _, b := range blocks {
		for a := range l.instances(b, global) {
			x := Absence{Address: a.address(), Reason: a.reason(d), Tags: d.tags, Foreign: a.flag("foreign"), Adopt: a.flag("adopt"),
				Ranges: AbsenceRanges{Block: a.header, Title: a.at("title")}}
			x.Name, x.Title = a.titleIn("title")
			a.mention(gone, "title", x.Title, "", x.Address)
			if a.counts() {
				l.m.Absences = append(l.m.Absences, x)
			}
		}
	}
}
