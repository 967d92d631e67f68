package sandbox

import "slices"

// bringIn takes in a revision that was made elsewhere. It stands where its time puts it,
// also among the parents, and is the page's latest if that is later than all others; a
// revision that changes nothing tells who has imported it (facts §13.6).
func (s *state) bringIn(e event) {
	p := s.pages[e.page()]
	at := 0
	var parent int64
	if p != nil {
		if at = slices.IndexFunc(p.revs, func(v *revision) bool { return v.at.After(e.Made) }); at < 0 {
			at = len(p.revs)
		}
		if at > 0 {
			parent = p.revs[at-1].id
		}
	} else {
		s.lastPage++
		p = &page{id: s.lastPage, title: e.page()}
		s.pages[p.title], s.byID[p.id] = p, p
	}
	s.lastRev++
	rev := &revision{id: s.lastRev, parent: parent, at: e.Made, user: e.Author, comment: e.Summary, text: e.Text}
	p.revs = slices.Insert(p.revs, at, rev)
	s.enter(p, rev)
	s.revise(e, p.latest().text, "1 revision imported", nil)
	s.record(e, p, "import", "upload", nil)
}
