package sandbox

import (
	"bytes"
	"fmt"
	"slices"

	"wikiform/provider"
)

// The methods of this file do what somebody else does on a wiki: an
// administrator, or another user.

// PutFile stores content as the current version of a file, as user.
func (w *Wiki) PutFile(name string, body []byte, text, user string) error {
	a, err := receive(w.vault, bytes.NewReader(body), name)
	if err != nil {
		return err
	}
	defer a.discard()
	return w.write(func() error {
		b, err := a.open()
		if err != nil {
			return err
		}
		defer b.Close()
		c, head, err := examine(b, a.digest())
		if err != nil {
			return err
		}
		d := w.set.destination(name, c.MIME)
		if d.bad != nil {
			return d.bad
		}
		if details := c.verify(b, head, d.ext); details != nil {
			return verificationError(details)
		}
		if err := w.vault.keep(a.draft, c.SHA1); err != nil {
			return err
		}
		return w.commit(event{Do: doUpload, At: w.now(), User: user, NS: fileNS, Title: d.title.text, Content: &c, Text: w.saved(text, user)})
	})
}

// PutPage saves a page, as user.
func (w *Wiki) PutPage(name, text, user string) error {
	return w.onTitle(name, func(t title) event {
		return event{Do: doEdit, User: user, NS: t.ns, Title: t.text, Text: w.saved(text, user)}
	})
}

// Delete deletes a page and its file, for a reason that may be "".
func (w *Wiki) Delete(name, reason string) error {
	return w.onTitle(name, func(t title) event {
		return event{Do: doDelete, User: "Admin", NS: t.ns, Title: t.text, Comment: reason}
	})
}

// Protect keeps a title from everybody without the right editprotected, which
// no account has unless it was given.
func (w *Wiki) Protect(name string) error {
	return w.onTitle(name, func(t title) event { return event{Do: doProtect, User: "Admin", NS: t.ns, Title: t.text} })
}

// Block keeps a user from writing.
func (w *Wiki) Block(user, reason string) error {
	return w.do(event{Do: doBlock, User: user, Comment: reason})
}

// Unblock ends a block.
func (w *Wiki) Unblock(user string) error { return w.do(event{Do: doUnblock, User: user}) }

// AddTag defines a change tag that clients may apply.
func (w *Wiki) AddTag(name string) error { return w.do(event{Do: doTag, Tags: []string{name}}) }

// SetReadOnly refuses writes for a reason; "" allows them again.
func (w *Wiki) SetReadOnly(reason string) { w.Configure(func(s *Settings) { s.ReadOnly = reason }) }

// Share puts a file into the shared repository that the wiki uses. It is not
// kept in a folder.
func (w *Wiki) Share(name string, body []byte) error {
	a, err := receive(w.vault, bytes.NewReader(body), name)
	if err != nil {
		return err
	}
	defer a.discard()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.shared[fileTitle(name).key()] = a.digest()
	return w.vault.keep(a.draft, a.digest().SHA1)
}

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
			for _, v := range f.versions {
				all = append(all, Version{v.Digest, v.user, v.comment, v.archive})
			}
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
			for _, rev := range slices.Backward(p.revs) {
				all = append(all, Revision{rev.text, rev.user, slices.Clone(rev.tags)})
			}
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

func (w *Wiki) onTitle(name string, make func(title) event) error {
	return w.write(func() error {
		t, bad := w.set.parseTitle(name)
		if bad != nil {
			return fmt.Errorf("title %q: %s", name, bad.text)
		}
		e := make(t)
		e.At = w.now()
		return w.commit(e)
	})
}

func (w *Wiki) do(e event) error {
	return w.write(func() error {
		e.At = w.now()
		return w.commit(e)
	})
}
