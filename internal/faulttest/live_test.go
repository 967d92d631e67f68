package faulttest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"wikiform/provider"
	"wikiform/provider/sandbox"
)

// lived is what a wiki's past came to, as far as it cannot be seen on the wiki.
type lived struct {
	left    map[int64]bool             // redirects that a move left, by page
	moved   map[int64][]string         // who moved a page
	deleted map[string]string          // titles, and who deleted what was there last
	gone    map[provider.SHA1][]string // contents that were deleted, and by whom
}

// live lets happen what did.
func (w *world) live() error {
	w.lived = lived{map[int64]bool{}, map[int64][]string{}, map[string]string{}, map[provider.SHA1][]string{}}
	hands := map[string]*hand{}
	for _, x := range w.schedule.Deeds {
		before, err := w.snapshot()
		if err != nil {
			return err
		}
		if x.Do == protects {
			_ = w.wiki.Protect("File:" + x.Title)
			continue
		}
		h := hands[x.By]
		if h == nil {
			if h, err = w.hand(x.By); err != nil {
				return err
			}
			hands[x.By] = h
		}
		time.Sleep(time.Minute) // so that nothing is of the same second
		if h.does(x) != nil {
			continue // the wiki does not let them
		}
		if err := w.note(x, before); err != nil {
			return err
		}
	}
	if len(w.schedule.Deeds) > 0 {
		time.Sleep(time.Minute)
	}
	return nil
}

// note keeps of a deed what is not to be seen any more.
func (w *world) note(x happened, before snapshot) error {
	after, err := w.snapshot()
	was := before[x.Title]
	switch x.Do {
	case moves:
		w.lived.moved[was.Page] = append(w.lived.moved[was.Page], x.By)
		w.lived.left[after[x.Title].Page] = true
	case deletes:
		by := x.By
		if w.schedule.bears(x.Note) { // which only who may delete can have written
			by = us
		}
		w.lived.deleted[x.Title] = by
		for _, v := range was.Versions {
			w.lived.gone[v.SHA1] = append(w.lived.gone[v.SHA1], by)
		}
	}
	for title, now := range after {
		if now.Page != 0 { // somebody made it again, before any run could
			delete(w.lived.deleted, title)
		}
	}
	return err
}

// wrote keeps of a run what is not to be seen any more.
func (l *lived) wrote(s segment) {
	for _, x := range s.before {
		now, there := s.after.page(x.Page)
		switch {
		case !there && len(x.Versions) > 0:
			l.deleted[x.Title] = us
			for _, v := range x.Versions {
				l.gone[v.SHA1] = append(l.gone[v.SHA1], us)
			}
		case there && now.Title != x.Title:
			l.left[s.after[x.Title].Page] = true
		}
	}
}

// whose reports whether what is under a title is ours. Of a file with a set, one of its
// versions has to be by one of us and to bear the set's mark; without a set the latest one has
// to be ours. A page is of who wrote its text.
func (s schedule) whose(x thing) bool {
	switch {
	case len(x.Versions) > 0 && s.Set != "":
		return slices.ContainsFunc(x.Versions, func(v version) bool { return s.isUs(v.User) && s.bears(v.Comment) })
	case len(x.Versions) > 0:
		return s.isUs(x.Versions[0].User)
	case len(x.Revisions) > 0:
		return s.isUs(x.author())
	}
	return true
}

func (s schedule) isUs(user string) bool { return slices.Contains(s.accounts(), user) }

// author is who wrote the text of a page, "" without one.
func (x thing) author() string {
	author := ""
	for i, r := range x.Revisions {
		if r.Text != x.Revisions[0].Text {
			break
		}
		author = x.Revisions[i].User
	}
	return author
}

// throughout reports whether nobody else had a hand in what is under a title, ever.
func (s schedule) throughout(x thing) bool {
	foreign := func(user string) bool { return !s.isUs(user) }
	return !slices.ContainsFunc(x.Versions, func(v version) bool { return foreign(v.User) || s.otherSets(v.Comment) }) &&
		!slices.ContainsFunc(x.Revisions, func(r sandbox.Revision) bool { return foreign(r.User) })
}

// used reports whether a page shows what is under a title, by this or by another name.
func (w *world) used(title string, now snapshot) (bool, error) {
	holdings, err := w.wiki.Holdings()
	if err != nil {
		return false, err
	}
	names := []string{title}
	for _, x := range now {
		if x.Leads == title {
			names = append(names, x.Title)
		}
	}
	for full, h := range holdings {
		for _, name := range names {
			if !strings.HasPrefix(full, "File:") && len(h.Revisions) > 0 && strings.Contains(h.Revisions[0].Text, fmt.Sprintf("[[File:%s]]", name)) {
				return true, nil
			}
		}
	}
	return false, nil
}
