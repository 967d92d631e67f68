package sandbox

import "slices"

// checkUploader asks for the rights that need no title, and brings in what was
// fetched.
func (w *Wiki) checkUploader(u *sending) error {
	if err := w.mayUpload(u.request, u.url != ""); err != nil {
		return err
	}
	if u.url == "" {
		return nil
	}
	switch {
	case u.fetched == nil:
		return refuse("http-internal-error", "There was a problem during the HTTP request: it was not made.")
	case u.fetched.err != nil:
		return u.fetched.err
	}
	u.arrival = u.fetched.content
	return nil
}

func (w *Wiki) mayUpload(r *request, byURL bool) error {
	right := "upload"
	if byURL && r.actor.may("upload") {
		right = "upload_by_url"
	}
	switch {
	case r.actor.may(right):
	case r.actor.anonymous():
		return refuse("mustbeloggedin", "You must be logged in to upload this file.")
	default:
		return denied(right)
	}
	if b, blocked := w.state.blocks[r.actor.name()]; blocked {
		return b.refusal()
	}
	return nil
}

// checkTitle asks for the rights on the title. While stashing they do not
// matter yet.
func (w *Wiki) checkTitle(u *sending) error {
	if u.stash {
		return nil
	}
	no := w.mayNotUploadTo(u.actor, u.dest.title)
	f := w.state.files[u.dest.title.key()]
	_, shared := w.shared[u.dest.title.key()]
	switch {
	case len(no) > 0:
	case f != nil && !u.actor.may("reupload") && !(u.actor.may("reupload-own") && f.current().user == u.actor.name()):
		no = refusals{refuse("fileexists-forbidden", "A file with this name already exists, and cannot be overwritten.")}
	case f == nil && shared && !u.actor.may("reupload-shared"):
		no = refusals{refuse("fileexists-shared-forbidden", "A file with this name exists already in the shared file repository.")}
	}
	if len(no) == 0 {
		no = w.pingUpload(u)
	}
	if len(no) == 0 {
		return nil
	}
	return w.recoverable(u, "filename", no...)
}

// mayNotUploadTo is why an actor may not upload to a title, which is an edit of its
// page as well.
func (w *Wiki) mayNotUploadTo(a actor, t title) refusals {
	no := w.mayNot(a, "edit", t)
	no.add(w.mayNot(a, "upload", t))
	return no
}

// pingUpload counts an upload, which is an edit as well (facts §2).
func (w *Wiki) pingUpload(u *sending) refusals {
	for _, action := range []string{"edit", "upload"} {
		if err := w.ping(u.request, action, 1); err != nil {
			return refusalsIn(err)
		}
	}
	return nil
}

// add appends the refusals of which there is none of the same code.
func (rs *refusals) add(more refusals) {
	for _, no := range more {
		if !slices.ContainsFunc(*rs, func(r *refusal) bool { return r.code == no.code }) {
			*rs = append(*rs, no)
		}
	}
}
