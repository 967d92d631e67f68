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
	if e.Archive != "" {
		return s.deleteVersion(e, p, f)
	}
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
		s.take(f)
		for _, v := range f.versions {
			s.archive(e, f, v)
		}
	}
	if p != nil {
		s.bury(p)
		delete(s.protected, p.title)
	}
	if e.Part == onlyFile {
		return nil
	}
	s.mention(e, p, "delete", "delete", e.Tags)
	s.countTags(e.Tags)
	return nil
}

// archive keeps a version that is deleted.
func (s *state) archive(e event, f *file, v version) {
	s.lastDeleted++
	s.deleted.add(deletedFile{v, s.lastDeleted, f.name, e.At})
}

// deleteVersion takes one old version of a file; all else stays.
func (s *state) deleteVersion(e event, p *page, f *file) error {
	at := -1
	if f != nil {
		at = f.old(e.Archive)
	}
	if at < 0 {
		return fmt.Errorf("a deletion of %q, which is no old version of %q", e.Archive, e.Title)
	}
	s.archive(e, f, f.versions[at])
	f.versions = slices.Delete(f.versions, at, at+1)
	s.mention(e, p, "delete", "delete", e.Tags)
	s.countTags(e.Tags)
	return nil
}

// old is where the old version of a name is, -1 when there is none.
func (f *file) old(archive string) int {
	return slices.IndexFunc(f.versions, func(v version) bool { return v.archive != "" && v.archive == archive })
}

// bury takes a page from the wiki and remembers its revisions.
func (s *state) bury(p *page) {
	delete(s.pages, p.title)
	delete(s.byID, p.id)
	for _, rev := range p.revs {
		rev.buried = p.id
		s.strike(rev)
	}
	all := append(s.deletedContents[p.title], p.revs...)
	slices.SortStableFunc(all, older)
	s.deletedContents[p.title] = all
}

// gone reports whether a page or a file of this title was deleted.
func (s *state) gone(t title) bool {
	return len(s.deletedContents[t]) > 0 || len(s.deleted.of(t.key())) > 0
}
