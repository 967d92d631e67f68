package sandbox

import (
	"fmt"
	"slices"

	"wikiform/provider"
)

// Version is one version of a file, for tests that ask what became of it.
type Version struct {
	provider.Digest
	User, Comment string
	Archive       string // "" while it is current
}

// Versions are those of a file, newest first; nil when there is none.
func (w *Wiki) Versions(name string) (all []Version, err error) {
	err = w.read(func() error {
		if f := w.state.files[fileTitle(name).key()]; f != nil {
			all = versionsOf(f)
		}
		return nil
	})
	return all, err
}

// Revision is one revision of a page, for tests that ask what became of it.
type Revision struct {
	Text, User string
	Tags       []string
}

// Revisions are those of a page, newest first; nil when there is none. One that
// changed nothing repeats the text before.
func (w *Wiki) Revisions(name string) (all []Revision, err error) {
	err = w.read(func() error {
		t, bad := w.set.parseTitle(name)
		if bad != nil {
			return fmt.Errorf("title %q: %s", name, bad.text)
		}
		if p := w.state.pages[t]; p != nil {
			all = revisionsOf(p)
		}
		return nil
	})
	return all, err
}

// Texts are those of all revisions of a page, newest first; nil when there is
// none.
func (w *Wiki) Texts(name string) (all []string, err error) {
	revisions, err := w.Revisions(name)
	for _, r := range revisions {
		all = append(all, r.Text)
	}
	return all, err
}

// Holding is what a wiki has under one title, for tests that ask what became of it.
type Holding struct {
	Page      int64      // id, which goes along when the page is moved; 0: there is no page
	Redirect  string     // the title that the page names as a redirect, with its namespace
	Revisions []Revision // of the page, newest first
	Versions  []Version  // of the file, newest first
}

// Holdings are the titles that the wiki has anything under.
func (w *Wiki) Holdings() (all map[string]Holding, err error) {
	all = map[string]Holding{}
	err = w.read(func() error {
		for t, p := range w.state.pages {
			h := Holding{Page: p.id, Revisions: revisionsOf(p)}
			if aim, redirects := w.redirect(p); redirects {
				h.Redirect = w.set.full(aim.to)
			}
			all[w.set.full(t)] = h
		}
		for name, f := range w.state.files {
			t := w.set.full(fileTitle(name))
			h := all[t]
			h.Versions = versionsOf(f)
			all[t] = h
		}
		return nil
	})
	return all, err
}

func revisionsOf(p *page) (all []Revision) {
	for _, rev := range slices.Backward(p.revs) {
		all = append(all, Revision{rev.text, rev.user, slices.Concat(rev.tags, rev.added)})
	}
	return all
}

func versionsOf(f *file) (all []Version) {
	for _, v := range f.versions {
		all = append(all, Version{v.Digest, v.user, v.comment, v.archive})
	}
	return all
}
