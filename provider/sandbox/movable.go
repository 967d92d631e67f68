package sandbox

import "slices"

// shadows is why a move would hide a file of a shared repository (facts §8).
func (w *Wiki) shadows(m *moving, ignore bool) error {
	_, shared := w.shared[m.to.key()]
	switch {
	case !shared || m.to.ns != fileNS || w.state.fileOf(m.to) != nil:
		return nil
	case !m.actor.may("reupload-shared"):
		return refuse("cantoverwrite-sharedfile", "The target file exists on a shared repository and you do not have permission to override it.")
	case !ignore:
		return refuse("fileexists-sharedrepo-perm", "The target file exists on a shared repository. Use the \"ignorewarnings\" parameter to override it.")
	}
	return nil
}

// mayMove is all that speaks against a move.
func (w *Wiki) mayMove(m *moving) refusals {
	no := w.validMove(m)
	denied := w.mayNotMove(m)
	for _, action := range []string{"move", "edit"} { // what is refused counts (facts §13.1.6)
		if len(denied) > 0 {
			break
		}
		if err := w.ping(m.request, action, 1); err != nil {
			denied = refusalsIn(err)
		}
	}
	no = append(no, denied...)
	if err := w.mayTag(m.request, m.tags); err != nil {
		no = append(no, refusalsIn(err)...)
	}
	return no
}

// mayNotMove is why the account may not move a page: it has to be allowed to move
// and to edit it, and to make the target.
func (w *Wiki) mayNotMove(m *moving) (no refusals) {
	no.add(w.mayNot(m.actor, "move", m.from))
	if !m.actor.may("move") {
		no.add(refusals{cantMove()})
	}
	no.add(w.mayNot(m.actor, "edit", m.from))
	no.add(w.mayNot(m.actor, "edit", m.to))
	if w.protectedFrom(m.actor, m.to, "create") && w.state.pages[m.to] == nil {
		no = append(no, refuse("protectedtitle", "You cannot move a page to this location because the new title has been protected from creation."))
	}
	return no
}

// validMove is what speaks against the two titles, whoever asks (facts §13.1.2).
func (w *Wiki) validMove(m *moving) (no refusals) {
	switch {
	case m.from == m.to:
		no = append(no, refuse("selfmove", "The title is the same; cannot move a page over itself."))
	case m.from.ns < 0 || m.to.ns < 0:
		no = append(no, refuse("immobile-target-namespace", "Cannot move pages into namespace %q.", w.set.namespace(min(m.from.ns, m.to.ns))))
	default:
		if refusal := w.occupied(m); refusal != nil {
			no = append(no, refusal)
		}
	}
	switch {
	case m.from.ns != fileNS && m.to.ns == fileNS:
		no = append(no, refuse("nonfile-cannot-move-to-file", "Cannot move non-file to file namespace."))
	case m.from.ns == fileNS && m.to.ns != fileNS:
		no = append(no, refuse("nonfilenamespace", "Cannot move file to non-file namespace."))
	case m.from.ns == fileNS:
		no = append(no, w.validFileMove(m)...)
	}
	return no
}

// occupied is why a move may not go to a title that is taken; nil when it is free,
// or a redirect gives way.
func (w *Wiki) occupied(m *moving) *refusal {
	p, f := w.state.pages[m.to], w.state.fileOf(m.to)
	aim, redirects := w.redirect(p)
	switch {
	case p == nil && f == nil:
		return nil
	case p == nil:
		return refuse("backend-fail-notsame", "A non-identical file already exists at \"mwstore://local-backend/local-public/%s\".", m.to.key())
	case !redirects, len(p.revs) > 1:
		return refuse("articleexists", "A page already exists at [[:%s]], or the page name you have chosen is not valid. Please choose another name.", w.set.full(m.to))
	case aim.to != m.from, f != nil:
		return refuse("redirectexists", "A redirect already exists at [[:%s]], and it cannot be deleted automatically. Please choose another name.", w.set.full(m.to))
	}
	return nil
}

// validFileMove is what speaks against the name that a file shall have. It is less
// than is asked of an upload.
func (w *Wiki) validFileMove(m *moving) (no refusals) {
	f := w.state.fileOf(m.from)
	if f == nil {
		return nil
	}
	if illegalInName.MatchString(m.to.key()) {
		no = append(no, refuse("imageinvalidfilename", "The target filename is invalid."))
	}
	if !keepsType(f.current().MIME, extension(m.to.key())) {
		no = append(no, refuse("filetypemismatch", "The new file extension does not match its type."))
	}
	return no
}

// keepsType reports whether a file of a type may get an extension. What nobody knows
// the extensions of may get none.
func keepsType(mime, ext string) bool {
	if of := textTypes[ext]; of != "" {
		return mime == of
	}
	return slices.Contains(kinds[mime], ext)
}
