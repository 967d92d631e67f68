package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// picked are rows of a title, some of which come back.
type picked struct {
	event
	revs, restRevs []*revision
	versions, rest []deletedFile
}

func (p picked) all() bool       { return len(p.Times)+len(p.Rows) == 0 }
func (p picked) wantsRevs() bool { return p.all() || len(p.Times) > 0 }

// pick parts what a restoration brings back from what it leaves.
func (s *state) pick(e event) picked {
	p := picked{event: e}
	for _, rev := range s.deletedContents[e.page()] {
		if p.all() || slices.Contains(e.Times, shortStamp(rev.at)) {
			p.revs = append(p.revs, rev)
		} else {
			p.restRevs = append(p.restRevs, rev)
		}
	}
	if e.NS != fileNS {
		return p
	}
	for _, d := range s.deleted.of(e.page().key()) {
		if p.all() || slices.Contains(e.Rows, d.id) {
			p.versions = append(p.versions, d)
		} else {
			p.rest = append(p.rest, d)
		}
	}
	return p
}

// restore brings back what was deleted under a title. There is nothing new: not even
// the times change.
func (s *state) restore(e event) error {
	p := s.pick(e)
	if len(p.revs)+len(p.versions) == 0 {
		return fmt.Errorf("nothing of %q was deleted that could come back", e.Title)
	}
	s.deletedContents[e.page()] = p.restRevs
	if len(p.restRevs) == 0 {
		delete(s.deletedContents, e.page())
	}
	if len(p.versions) > 0 {
		s.deleted.leave(e.page().key(), p.rest)
	}
	s.exhume(e.page(), p.revs)
	s.reshelve(e.page().key(), p.versions)
	entry := s.record(e, s.pages[e.page()], "delete", "restore", e.Tags)
	entry.restored = &restored{len(p.revs), len(p.versions)}
	s.countTags(e.Tags)
	return nil
}

func older(a, b *revision) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) }

// exhume puts revisions back, among those of the page that has the title, or into one that
// has the number of theirs again.
func (s *state) exhume(t title, revs []*revision) {
	if len(revs) == 0 {
		return
	}
	p := s.pages[t]
	if p == nil {
		p = &page{id: slices.MaxFunc(revs, older).buried, title: t}
		if s.byID[p.id] != nil {
			s.lastPage++
			p.id = s.lastPage
		}
		s.pages[t], s.byID[p.id] = p, p
	}
	for _, rev := range revs {
		s.enter(p, rev)
	}
	p.revs = append(p.revs, revs...)
	slices.SortStableFunc(p.revs, older)
}

// reshelve puts versions back: under a current one that is there, or else with the newest
// of them as the current one.
func (s *state) reshelve(name string, rows []deletedFile) {
	if len(rows) == 0 {
		return
	}
	slices.SortStableFunc(rows, func(a, b deletedFile) int { return b.at.Compare(a.at) })
	f := s.files[name]
	if f == nil {
		now := rows[0].version
		now.archive = ""
		f, rows = &file{name: name, versions: []version{now}}, rows[1:]
		s.put(f)
	}
	for _, d := range rows {
		v := d.version
		for at := d.gone; v.archive == "" || f.archived(v.archive); at = at.Add(time.Second) {
			v.archive = archiveName(name, at)
		}
		f.versions = append(f.versions, v)
	}
	slices.SortStableFunc(f.versions[1:], func(a, b version) int { return b.at.Compare(a.at) })
}
