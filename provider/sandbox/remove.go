package sandbox

import (
	"fmt"
	"slices"
)

// The parts of a page that an event deletes when it does not delete both.
const (
	onlyFile = "file" // the page is left to the job queue
	onlyPage = "page"
)

// delete takes a page and its file from the wiki, or one of both.
func (s *state) delete(e event) error {
	p, f := s.pages[e.page()], s.fileOf(e.page())
	switch e.Part {
	case onlyFile:
		p = nil
	case onlyPage:
		f = nil
	}
	if p == nil && f == nil {
		return fmt.Errorf("a deletion of %q, which is not there", e.Title)
	}
	if f != nil {
		s.release(f)
		for _, v := range f.versions {
			s.lastDeleted++
			s.deleted = append(s.deleted, deletedFile{v, s.lastDeleted, f.name})
		}
		delete(s.files, f.name)
	}
	if p != nil {
		s.bury(p)
		delete(s.protected, p.title)
	}
	if e.Part == onlyFile {
		return nil
	}
	entry := s.record(e, nil, "delete", "delete", e.Tags)
	if p != nil {
		entry.pageID = p.id
	}
	s.countTags(e.Tags)
	return nil
}

// bury takes a page from the wiki and remembers its revisions.
func (s *state) bury(p *page) {
	delete(s.pages, p.title)
	delete(s.byID, p.id)
	s.deletedIDs[p.title] = p.id
	s.deletedContents[p.title] = append(s.deletedContents[p.title], p.revs...)
	for _, rev := range p.revs {
		delete(s.byRev, rev.id)
	}
}

// gone reports whether a page or a file of this title was deleted.
func (s *state) gone(t title) bool {
	name := t.key()
	return len(s.deletedContents[t]) > 0 || slices.ContainsFunc(s.deleted, func(d deletedFile) bool { return d.name == name })
}
