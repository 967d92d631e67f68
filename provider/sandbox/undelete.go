package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// restored is what a log entry says of a page that came back.
type restored struct{ revisions, files int }

// undelete is action=undelete: all that was deleted under a title comes back (facts
// §13.3).
func (w *Wiki) undelete(r *request) (obj, error) {
	reason := r.str("reason")
	for _, name := range []string{"watchlist", "tags"} {
		r.str(name)
	}
	t, p, err := w.namedPage(r, "title", "pageid")
	if err == nil {
		err = r.err()
	}
	switch {
	case err != nil:
		return nil, err
	case !r.actor.may("undelete"):
		return nil, denied("undelete")
	case r.has("timestamps") || r.has("fileids"):
		return nil, refuse("badvalue", "The sandbox restores all that there was.")
	case !w.state.gone(t):
		return nil, refusals{
			refuse("undelete-no-results", "No matching pages found in the deletion archive."),
			refuse("cantundelete", "Couldn't undelete: the requested revisions may not exist, or may have been undeleted already."),
		}
	case p != nil || w.state.fileOf(t) != nil:
		return nil, refuse("badvalue", "The sandbox restores pages under titles that are free.")
	}
	e := r.event(doRestore).under(t)
	e.Comment = shorten(strings.TrimSpace(reason))
	if err := w.commit(e); err != nil {
		return nil, err
	}
	came := w.state.log[len(w.state.log)-1].restored
	return obj{"undelete": obj{"title": w.set.full(t), "revisions": came.revisions, "fileversions": came.files, "reason": reason}}, nil
}

// restore brings back all that was deleted under a title. There is nothing new: not even
// the times change.
func (s *state) restore(e event) error {
	t := e.page()
	if !s.gone(t) || s.pages[t] != nil || s.fileOf(t) != nil {
		return fmt.Errorf("%q was not deleted, or is there again", e.Title)
	}
	var came restored
	if revs := s.deletedContents[t]; len(revs) > 0 {
		slices.SortStableFunc(revs, func(a, b *revision) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) })
		p := &page{id: s.deletedIDs[t], title: t, revs: revs}
		s.pages[t], s.byID[p.id] = p, p
		for _, rev := range revs {
			s.byRev[rev.id] = p
		}
		came.revisions = len(revs)
		delete(s.deletedContents, t)
	}
	f := &file{name: t.key()}
	s.deleted = slices.DeleteFunc(s.deleted, func(d deletedFile) bool {
		if t.ns == fileNS && d.name == f.name {
			f.versions = append(f.versions, d.version)
			return true
		}
		return false
	})
	if came.files = len(f.versions); came.files > 0 {
		slices.SortStableFunc(f.versions, func(a, b version) int { return b.at.Compare(a.at) })
		f.current().archive = ""
		s.files[f.name] = f
		s.holders[f.current().SHA1] = append(s.holders[f.current().SHA1], f.name)
	}
	s.record(e, s.pages[t], "delete", "restore", nil).restored = &came
	return nil
}
