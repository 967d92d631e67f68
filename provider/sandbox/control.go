package sandbox

import (
	"bytes"
	"fmt"
	"time"
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
		saved := w.saved(text, user)
		return event{Do: doEdit, User: user, NS: t.ns, Title: t.text, Text: saved, Marks: w.set.marks(w.state.pages[t], saved)}
	})
}

// SetModel gives a page another content model, as an administrator; its text stays.
func (w *Wiki) SetModel(name, model string) error {
	return w.onTitle(name, func(t title) event {
		if w.state.pages[t] == nil {
			return event{Do: doEdit, User: "Admin", NS: t.ns, Title: t.text, Model: model}
		}
		return event{Do: doModel, User: "Admin", NS: t.ns, Title: t.text, Model: model}
	})
}

// MergeHistory makes those revisions of a page that are older than all of another one
// revisions of that one, as an administrator.
func (w *Wiki) MergeHistory(from, to string) error {
	into, bad := w.set.parseTitle(to)
	if bad != nil {
		return fmt.Errorf("title %q: %s", to, bad.text)
	}
	return w.onTitle(from, func(t title) event {
		return event{Do: doMerge, User: "Admin", NS: t.ns, Title: t.text, ToNS: into.ns, To: into.text}
	})
}

// HideLog hides the latest entry of the log of a title that has a type, such as "delete", from
// those who may not see what is deleted, as an administrator.
func (w *Wiki) HideLog(name, kind string) error {
	return w.write(func() error {
		t, bad := w.set.parseTitle(name)
		if bad != nil {
			return fmt.Errorf("title %q: %s", name, bad.text)
		}
		for i := range w.state.log.walk(&t, 0, false) {
			if w.state.log.entries[i].kind == kind {
				return w.commit(event{Do: doConceal, At: w.now(), User: "Admin", Entry: int64(i + 1), Hide: hiddenText})
			}
		}
		return fmt.Errorf("the log has no entry %q of %q", kind, name)
	})
}

// DeleteVersion deletes the version of a file that was replaced last, as an administrator.
func (w *Wiki) DeleteVersion(name string) error {
	return w.write(func() error {
		t, bad := w.set.parseTitle(name)
		if bad != nil {
			return fmt.Errorf("title %q: %s", name, bad.text)
		}
		f := w.state.fileOf(t)
		if f == nil || len(f.versions) < 2 {
			return fmt.Errorf("%q has no old version", name)
		}
		return w.commit(event{Do: doDelete, At: w.now(), User: "Admin", NS: t.ns, Title: t.text, Archive: f.versions[1].archive})
	})
}

// Restore brings back all that was deleted under a title, as an administrator.
func (w *Wiki) Restore(name string) error {
	return w.onTitle(name, func(t title) event { return event{Do: doRestore, User: "Admin", NS: t.ns, Title: t.text} })
}

// Label gives the latest revision of a page change tags, as an administrator.
func (w *Wiki) Label(name string, tags ...string) error {
	return w.write(func() error {
		t, bad := w.set.parseTitle(name)
		if bad != nil || w.state.pages[t] == nil {
			return fmt.Errorf("title %q: no page has it", name)
		}
		return w.commit(event{Do: doLabel, At: w.now(), User: "Admin", NS: t.ns, Title: t.text, Rev: w.state.pages[t].latest().id, Tags: tags})
	})
}

// Move gives a page with its file another title, as user, who has every right. It
// goes where the API would let it go, and leaves a redirect or none.
func (w *Wiki) Move(user, from, to string, redirect bool) error {
	return w.write(func() error {
		m := &moving{redirect: redirect}
		var bad *badTitle
		if m.from, bad = w.set.parseTitle(from); bad == nil {
			m.to, bad = w.set.parseTitle(to)
		}
		if bad != nil {
			return fmt.Errorf("a move of %q to %q: %s", from, to, bad.text)
		}
		if m.page = w.state.pages[m.from]; m.page == nil {
			return missingTitle()
		}
		if no := w.validMove(m); len(no) > 0 {
			return no
		}
		_, err := w.relocate(event{Do: doMove, At: w.now(), User: user}, m)
		return err
	})
}

// Redirect makes a page a redirect, as user.
func (w *Wiki) Redirect(user, from, to string) error {
	return w.PutPage(from, "#REDIRECT [["+to+"]]", user)
}

// DeletePage deletes a page and leaves its file without one, as restoring a file
// alone does.
func (w *Wiki) DeletePage(name string) error {
	return w.onTitle(name, func(t title) event {
		return event{Do: doDelete, User: "Admin", NS: t.ns, Title: t.text, Part: onlyPage}
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

// ProtectCascading protects a page, and with it the files that it shows.
func (w *Wiki) ProtectCascading(name string) error {
	return w.onTitle(name, func(t title) event { return event{Do: doCascade, User: "Admin", NS: t.ns, Title: t.text} })
}

// Hide hides parts of a revision from those who may not see what is deleted, as an
// administrator: "content", "comment", "user". The text of the latest cannot be hidden.
func (w *Wiki) Hide(rev int64, parts ...string) error {
	return w.write(func() error {
		p := w.state.byRev[rev]
		what := hidingOf(parts)
		if p == nil || what == 0 || p.latest().id == rev && what&hiddenText != 0 {
			return fmt.Errorf("revision %d: %q cannot be hidden", rev, parts)
		}
		return w.commit(event{Do: doHide, At: w.now(), User: "Admin", NS: p.title.ns, Title: p.title.text, Rev: rev, Hide: what})
	})
}

// Import brings in a revision of a page that somebody else made elsewhere, at a time of its
// own, as an administrator does: the wiki names its author "xx>Somebody", which may be any
// name.
func (w *Wiki) Import(name, author, text, comment string, made time.Time) error {
	return w.onTitle(name, func(t title) event {
		return event{Do: doImport, User: "Admin", NS: t.ns, Title: t.text, Text: w.saved(text, author), Author: author, Made: made.UTC().Truncate(time.Second), Summary: comment}
	})
}

// Unprotect ends a protection.
func (w *Wiki) Unprotect(name string) error {
	return w.onTitle(name, func(t title) event { return event{Do: doFree, User: "Admin", NS: t.ns, Title: t.text} })
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
