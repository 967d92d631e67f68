package sandbox

import (
	"fmt"
	"slices"
	"strings"
)

// relocate gives a page with its file another title (facts §13.1.1). What was
// logged or deleted under the old one stays there.
func (s *state) relocate(e event) error {
	from, to := e.page(), title{e.ToNS, e.To}
	p, f := s.pages[from], s.fileOf(from)
	if p == nil || to.text == "" || from == to || s.fileOf(to) != nil || f != nil && to.ns != fileNS {
		return fmt.Errorf("a move of %q to %q, which no wiki makes", e.Title, e.To)
	}
	there := e.under(to)
	action := "move"
	if over := s.pages[to]; over != nil {
		action = "move_redir"
		s.bury(over)
		s.mention(there, over, "delete", "delete_redir", nil).comment = e.Over
	}
	delete(s.pages, from)
	p.title = to
	s.pages[to] = p
	if f != nil {
		s.rename(f, to.key())
	}
	s.revise(there, p.latest().text, e.Summary, e.Tags).latest().minor = true
	moved := s.record(e, p, "move", action, e.Tags)
	moved.other, moved.suppressed = to, e.Text == ""
	if e.Text != "" {
		s.revise(e, e.Text, e.Summary, slices.Concat(e.Tags, e.Marks))
	}
	s.moveProtection(e, p, from)
	s.countTags(e.Tags)
	return nil
}

// moveProtection has a protection go along. A redirect that is left keeps it.
func (s *state) moveProtection(e event, p *page, from title) {
	if s.protected[from] == nil {
		delete(s.protected, p.title) // that of a redirect which gave way
		return
	}
	s.protected[p.title] = s.protected[from]
	copied := s.mention(e.under(p.title), p, "protect", "move_prot", nil)
	copied.other = from
	copied.comment = fmt.Sprintf("[[%s]] moved to [[%s]]: %s", canonical(from), canonical(p.title), e.Comment)
	if e.Text == "" {
		delete(s.protected, from)
	}
}

// rename gives a file another name, and its old versions with it: their archive
// names keep the time alone.
func (s *state) rename(f *file, name string) {
	s.take(f)
	f.name = name
	s.put(f)
	for i := range f.versions {
		if replaced, _, old := strings.Cut(f.versions[i].archive, "!"); old {
			f.versions[i].archive = replaced + "!" + name
		}
	}
}

// fileOf is the file of a title's own, nil when there is none.
func (s *state) fileOf(t title) *file {
	if t.ns != fileNS {
		return nil
	}
	return s.files[t.key()]
}
