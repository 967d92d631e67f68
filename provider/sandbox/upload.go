package sandbox

import (
	"slices"
	"strings"
)

// sending is one request of action=upload while it goes its way (facts §4 to 6).
type sending struct {
	*request
	name     string
	comment  string
	text     string // of the page, if this makes one
	tags     []string
	key      string
	url      string
	stash    bool // keep, but do not publish
	ignore   bool
	async    bool // leave the rest to the job queue
	filesize int64
	offset   int64 // -1 when it was not sent

	chunk   bool
	arrival *arrival // bytes that came with the request, or nil
	entry   *stashed // content that is in the stash already, or nil
	content content
	dest    destination
}

// upload is action=upload. The steps have MediaWiki's order, which decides
// which of several faults is told.
func (w *Wiki) upload(r *request) (obj, error) {
	if w.set.UploadsOff {
		return nil, refuse("uploaddisabled", "Uploads are disabled.")
	}
	u, err := w.readUpload(r)
	if err != nil {
		return nil, err
	}
	if r.flag("checkstatus") && u.key != "" {
		return w.checkStatus(u)
	}
	for _, step := range []func(*sending) error{w.selectContent, w.checkUploader, w.verify, w.checkTitle} {
		if err := step(u); err != nil {
			return nil, err
		}
	}
	result, err := w.conclude(u)
	if err != nil {
		return nil, err
	}
	return obj{"upload": result}, nil
}

func (w *Wiki) readUpload(r *request) (*sending, error) {
	tags, err := w.tags(r)
	if err != nil {
		return nil, err
	}
	u := &sending{request: r, name: r.str("filename"), comment: shorten(r.str("comment")), tags: tags, key: r.str("filekey"), url: r.str("url"),
		stash: r.flag("stash"), ignore: r.flag("ignorewarnings"), filesize: r.num("filesize", 0, 0, w.set.MaxUpload), offset: -1}
	if u.key == "" {
		u.key = r.str("sessionkey")
	}
	if r.has("offset") {
		u.offset = r.num("offset", 0, 0, unbounded)
	}
	u.text = u.comment // facts §4.2
	if r.has("text") {
		u.text = r.str("text")
	}
	r.oneOf("watchlist", "preferences", "watch", "nochange")
	r.flag("watch")
	u.async = r.flag("async") && w.set.Async // otherwise it is ignored (facts §6.4)
	for _, part := range []string{"file", "chunk"} {
		if err := w.checkPart(r, part); err != nil {
			return nil, err
		}
	}
	u.chunk = r.parts["chunk"] != nil
	return u, r.err()
}

// checkPart refuses content that PHP would not have let through.
func (w *Wiki) checkPart(r *request, name string) error {
	if _, text := r.values[name]; text {
		return refuse("badupload", "File upload parameter %q is not a file upload; be sure to use multipart/form-data for your POST and "+
			"include a filename in the Content-Disposition header.", name).with("code", "notupload")
	}
	if a := r.parts[name]; a != nil && w.set.MaxPart > 0 && a.size > w.set.MaxPart {
		return refuse("badupload", "The uploaded file for %q exceeds the server's maximum of %d bytes.", name, w.set.MaxPart).with("size", w.set.MaxPart)
	}
	return nil
}

// selectContent finds what is to be uploaded.
func (w *Wiki) selectContent(u *sending) error {
	if !u.chunk {
		if err := u.onlyOne(); err != nil {
			return err
		}
	}
	if !u.has("filename") {
		return refuse("nofilename", "The \"filename\" parameter must be set.")
	}
	switch {
	case u.chunk:
		u.arrival = u.parts["chunk"]
		return w.selectPart(u)
	case u.key != "":
		if !validKey.MatchString(u.key) {
			return refuse("invalid-file-key", "Not a valid file key.")
		}
		entry, err := w.fromStash(u.request, u.key)
		if err == nil && entry.partial {
			err = w.keepFirst(entry)
		}
		if err != nil {
			return err
		}
		u.entry = entry
	case u.url != "":
		return w.allowedURL(u.url)
	default:
		u.arrival = u.parts["file"]
	}
	return nil
}

// onlyOne checks that the content has one source.
func (u *sending) onlyOne() error {
	var sources []string
	for name, given := range map[string]bool{"url": u.url != "", "file": u.parts["file"] != nil, "filekey": u.key != ""} {
		if given {
			sources = append(sources, `"`+name+`"`)
		}
	}
	slices.Sort(sources)
	switch len(sources) {
	case 0:
		return refuse("missingparam", "One of the parameters \"filekey\", \"file\" and \"url\" is required.")
	case 1:
		return nil
	}
	return refuse("invalidparammix", "The parameters %s can not be used together.", strings.Join(sources, " and "))
}

// verify looks at the content, and then at the name it shall have.
func (w *Wiki) verify(u *sending) error {
	if u.chunk {
		return w.verifyPart(u)
	}
	b, err := w.openContent(u)
	if err != nil {
		return err
	}
	defer b.Close()
	switch {
	case u.content.Size == 0:
		return refuse("empty-file", "The file you submitted was empty.")
	case u.content.Size > w.set.MaxUpload:
		return refuse("file-too-large", "The file you submitted was too large.")
	}
	c, head, err := examine(b, u.content.Digest)
	if err != nil {
		return err
	}
	u.content = c
	u.dest = w.set.destination(u.name, u.content.MIME)
	if details := u.content.verify(b, head, u.dest.ext); details != nil {
		return verificationError(details)
	}
	if u.dest.bad == nil {
		return nil
	}
	if u.dest.hopeless() {
		return u.dest.bad
	}
	return w.recoverable(u, "filename", u.dest.bad)
}

func (w *Wiki) openContent(u *sending) (blob, error) {
	if u.entry != nil {
		u.content = u.entry.content
		return w.vault.open(u.content.SHA1)
	}
	u.content.Digest = u.arrival.digest()
	return u.arrival.open()
}

func verificationError(details list) *refusal {
	text := "This file did not pass file verification."
	switch details[0] {
	case "filetype-mime-mismatch":
		return refuse("verification-error", "File extension \".%v\" does not match the detected MIME type of the file (%v).", details[1], details[2]).
			with("details", details)
	case "filetype-badmime":
		return refuse("verification-error", "Files of the MIME type %q are not allowed to be uploaded.", details[1]).with("details", details)
	case "uploadscripted":
		text = "This file contains HTML or script code that may be erroneously interpreted by a web browser."
	}
	return refuse("verification-error", "%s", text).with("details", details)
}
