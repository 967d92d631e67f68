package apply

import (
	"context"
	"fmt"

	"wikiform/provider"
)

// What a run wrote is told by what the wiki shows when it is read back, and by what it
// answered. A write that it shows and that is somebody else's is not among it, nor is one
// of which it shows nothing.

// RecordError says that what was written could not be recorded, so that no further file
// was begun.
type RecordError struct{ Err error }

func (e *RecordError) Error() string {
	return fmt.Sprintf("what was written could not be recorded, so no further file was begun: %v", e.Err)
}

// Hint implements [provider.Hinter].
func (e *RecordError) Hint() string { return provider.HintOf(e.Err) }

// Unwrap gives the cause.
func (e *RecordError) Unwrap() error { return e.Err }

// wrote remembers a write of this run.
func (s *step) wrote(w provider.Write) {
	s.writes = append(s.writes, w)
	if s.Record == nil {
		return
	}
	if err := s.Record(s.change.Claim.Address, w); err != nil {
		s.halt(&RecordError{err}, false)
	}
}

// ours reports whether this run's account has that name. Where nobody says who that is,
// every name may be.
func (s *step) ours(user string) bool { return s.Account == "" || user == s.Account }

// wroteVersion remembers an upload, or a revert: told is what the wiki said that it stored,
// the zero value where it said nothing.
func (s *step) wroteVersion(kind provider.WriteKind, told provider.Version, before provider.File) {
	v := s.stored(told, before)
	if v == nil {
		return
	}
	w := provider.Write{Kind: kind, Title: s.change.Claim.Title, Page: pageID(s.now), Time: v.Time, SHA1: v.SHA1}
	if page := s.nextRevision(s.now, before); page != nil {
		w.Revision = page.Rev
	}
	if v != s.now.Version && v != s.beneath { // it is not shown there, and what is may be another page by now
		w.Page, w.Revision = pageID(before), 0
	}
	s.wrote(w)
}

// wroteTold remembers an upload by what the wiki answered, before anybody has seen it: a
// run that is killed meanwhile leaves word of it.
func (s *step) wroteTold(told provider.Version) {
	if told.User == "" || s.ours(told.User) {
		s.wrote(provider.Write{Kind: provider.WroteVersion, Title: s.change.Claim.Title, Time: told.Time, SHA1: told.SHA1})
	}
}

// completeTold adds to that what the wiki shows of the same version.
func (s *step) completeTold() {
	v := s.stored(s.answer, s.before)
	if v == nil || len(s.writes) == 0 || v != s.now.Version && v != s.beneath || !sameVersion(v, &s.answer) {
		return
	}
	w := &s.writes[0] // the only one
	w.Page = pageID(s.now)
	if page := s.nextRevision(s.now, s.before); page != nil {
		w.Revision = page.Rev
	}
	if s.Complete != nil {
		s.Complete(s.change.Claim.Address, *w)
	}
}

// stored is the version that an upload made; nil when none is known.
func (s *step) stored(told provider.Version, before provider.File) *provider.Version {
	for _, v := range []*provider.Version{s.now.Version, s.beneath} {
		switch {
		case v == nil || sameVersion(v, before.Version):
		case before.Version != nil && v.Time.Before(before.Version.Time): // what comes back lay there before
		case told.Known() && v.SHA1 != told.SHA1, !told.Known() && v.SHA1 != s.want.SHA1:
		case s.ours(v.User):
			return v
		default: // somebody else had uploaded the same before us
			return nil
		}
	}
	if told.Known() && (told.User == "" || s.ours(told.User)) && !sameVersion(&told, before.Version) {
		return &told
	}
	return nil
}

// nextRevision is the page's latest revision, where it is of this run's account and comes
// right after the one that was seen before; nil otherwise.
func (s *step) nextRevision(now, before provider.File) *provider.Page {
	if p := now.Page; p != nil && p.Parent == revision(before) && s.ours(p.User) {
		return p
	}
	return nil
}

// wroteText remembers an edit: rev is the revision that the wiki told, and refused is what it
// said besides. An edit that was a conflict, and was stored all the same, may be one of
// another page: of the redirect where somebody moved the page away. What is under the title
// tells, or nothing does.
func (s *step) wroteText(rev int64, before provider.File, refused error) {
	title := s.change.Claim.Title
	w := provider.Write{Kind: provider.WroteText, Title: title, Page: pageID(before), Revision: rev}
	if refused != nil {
		w.Page = 0
	}
	for _, p := range []*provider.Page{s.now.Page, s.files[title].Page} {
		if p == nil || p.Rev != rev {
			continue
		}
		if !s.ours(p.User) {
			return
		}
		w.Page, w.Time = p.ID, p.Time
	}
	s.wrote(w)
}

// foundText remembers an edit of which the wiki told no revision, and that the page shows.
// What others did on top of it left its text alone; the revision before theirs is looked at.
func (s *step) foundText(ctx context.Context, before provider.File) {
	if p := s.nextRevision(s.now, before); p != nil {
		s.wroteText(p.Rev, before, nil)
		return
	}
	p := s.now.Page
	if p == nil || p.Rev == revision(before) || p.Parent == revision(before) {
		return
	}
	lctx, cancel := linger(ctx)
	defer cancel()
	revisions, err := s.Wiki.Revisions(lctx, []int64{p.Parent})
	if r := revisions[p.Parent]; err == nil && r.ID != 0 && r.Parent == revision(before) && s.ours(r.User) {
		s.wrote(provider.Write{Kind: provider.WroteText, Title: s.change.Claim.Title, Page: r.Page, Revision: r.ID, Time: r.Time})
	}
}

// wroteTitle remembers a move of what was under from; there is what was under to. Where
// somebody was faster, it was another page that the wiki moved: a redirect.
func (s *step) wroteTitle(from, to provider.Title, before, there provider.File) {
	w := provider.Write{Kind: provider.WroteTitle, Title: to, From: from, Page: pageID(before)}
	switch p := s.files[to].Page; {
	case p == nil, p.Rev == revision(there): // it is not shown, or could not be looked at
	case p.ID == w.Page && p.Parent == revision(before):
		if !s.ours(p.User) {
			return
		}
		w.Revision, w.Time = p.Rev, p.Time
	case p.ID != w.Page && s.ours(p.User):
		w.Page, w.Revision, w.Time = p.ID, p.Rev, p.Time
	case p.ID != w.Page:
		w.Page = 0
	}
	s.wrote(w)
}

// wroteRestore remembers that something deleted came back, as the wiki's log tells.
func (s *step) wroteRestore(ctx context.Context, u provider.Undelete) {
	w := provider.Write{Kind: provider.WroteRestore, Title: u.Title, Page: pageID(s.now)}
	lctx, cancel := linger(ctx)
	defer cancel()
	logs, err := s.Wiki.Deletions(lctx, []provider.Title{u.Title})
	if made := logs[u.Title].Restorations; err == nil && len(made) > 0 {
		if last := made[0]; !s.ours(last.User) { // somebody else was faster
			return
		}
		w.Log, w.Time = made[0].ID, made[0].Time
	}
	s.wrote(w)
}

// wroteDeletion remembers a deletion of which the wiki told the entry of its log, or that
// its log tells: it may be somebody else who was faster.
func (s *step) wroteDeletion(ctx context.Context, d provider.Delete, log int64) {
	w := provider.Write{Kind: provider.WroteDeletion, Title: d.Title, Page: d.Page, Log: log}
	switch {
	case log != 0: // whatever is there by now
		s.wrote(w)
		return
	case s.untouched():
		return
	}
	lctx, cancel := linger(ctx)
	defer cancel()
	logs, err := s.Wiki.Deletions(lctx, []provider.Title{d.Title})
	if made := logs[d.Title].Deletions; err == nil && len(made) > 0 {
		if last := made[0]; last.Version == "" && !last.Redirect && s.ours(last.User) && (d.Page == 0 || last.Page == d.Page) {
			w.Log, w.Time = last.ID, last.Time
			s.wrote(w)
		}
	}
}
