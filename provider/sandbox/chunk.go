package sandbox

import (
	"errors"
	"fmt"

	"wikiform/provider"
)

// selectPart finds the part that a chunk belongs to (facts §6).
func (w *Wiki) selectPart(u *sending) error {
	if u.key == "" {
		if u.offset != 0 {
			return refuse("filekeyneeded", "Must supply a \"filekey\" when \"offset\" is non-zero.")
		}
		return nil
	}
	if u.offset == 0 {
		return refuse("filekeynotallowed", "Cannot supply a \"filekey\" when \"offset\" is 0.")
	}
	if u.offset < 0 {
		return refuse("filekeyneeded", "Must supply a \"filekey\" when \"offset\" is non-zero.")
	}
	if w.jobs[jobID(u, u.key)] != nil {
		return refuse("stashfailed", "Chunked upload is already completed, check status for details.")
	}
	entry, err := w.fromStash(u.request, u.key)
	if err != nil {
		return err
	}
	if !entry.partial {
		return refuse("stashfailed", "Chunked upload is already completed, check status for details.")
	}
	u.entry = entry
	return nil
}

// verifyPart can look at the name only, and of the first chunk at its type.
func (w *Wiki) verifyPart(u *sending) error {
	if u.dest = w.set.destination(u.name, unknownType); u.dest.bad != nil {
		return refuse("illegal-filename", "The filename is not allowed.")
	}
	if u.entry != nil {
		u.content = content{Digest: provider.Digest{Size: u.entry.has}, MIME: u.entry.content.MIME}
		return nil
	}
	b, err := u.arrival.open()
	if err != nil {
		return err
	}
	defer b.Close()
	u.content, _, err = examine(b, u.arrival.digest())
	return err
}

// addChunk keeps a chunk. The last one makes the part whole.
func (w *Wiki) addChunk(u *sending, result obj) error {
	size := u.arrival.size
	total := u.offset + size
	switch {
	case total > u.filesize:
		return refuse("invalid-chunk", "Offset plus current chunk is greater than claimed file size.")
	case total != u.filesize && size < w.set.MinChunk:
		return refuse("chunk-too-small", "Minimum chunk size is %s bytes for non-final chunks.", grouped(w.set.MinChunk))
	}
	var err error
	if u.entry == nil {
		u.entry, err = w.beginPart(u)
	} else {
		err = w.growPart(u)
	}
	if err != nil {
		return err
	}
	if total == u.filesize && u.async {
		return w.joinLater(u, result)
	}
	if total == u.filesize {
		return w.joinParts(u, result)
	}
	result["result"], result["offset"], result["filekey"] = "Continue", total, u.entry.key
	return nil
}

// beginPart keeps the first chunk under a new key.
func (w *Wiki) beginPart(u *sending) (*stashed, error) {
	if u.arrival.size == 0 {
		return nil, zeroLength()
	}
	e := u.event(doStash)
	e.Key, e.Content, e.Offset = newKey(u.actor.id, u.content.MIME), &u.content, u.arrival.size
	if err := w.vault.extend(e.Key, 0, u.arrival.draft); err != nil {
		return nil, err
	}
	if err := w.commit(e); err != nil {
		return nil, err
	}
	return w.state.stash[e.Key], nil
}

// growPart adds a chunk where the part ends, and nowhere else.
func (w *Wiki) growPart(u *sending) error {
	has := u.entry.has
	switch {
	case has+u.arrival.size > w.set.MaxUpload:
		return refuse("stashfailed", "The file you submitted was too large.").with("offset", fmt.Sprint(has))
	case has != u.offset:
		// The number comes as text (facts §6.2).
		return refuse("stashfailed", "Invalid chunk offset").with("offset", fmt.Sprint(has))
	}
	if err := w.vault.extend(u.key, has, u.arrival.draft); err != nil {
		return err
	}
	e := u.event(doGrow)
	e.Key, e.Offset = u.key, has+u.arrival.size
	return w.commit(e)
}

// joinParts makes stashed content of a part that is whole: it gets a new key,
// and the old one is dead.
func (w *Wiki) joinParts(u *sending, result obj) error {
	key := u.entry.key
	part, err := w.vault.part(key, u.entry.has)
	if err != nil {
		return err
	}
	whole, err := receive(w.vault, part, u.name)
	part.Close()
	if err != nil {
		return err
	}
	defer whole.discard()
	u.chunk, u.entry, u.arrival, u.key = false, nil, whole, ""
	if err := w.verify(u); err != nil {
		// Only that it failed is told, and with another code.
		var refused *refusal
		if errors.As(err, &refused) {
			no := refuse("stashfailed", "This file did not pass file verification.")
			w.ended(u, key, no)
			return no
		}
		return err
	}
	if warned := w.warnings(u.request, u.dest, u.content); len(warned) > 0 {
		result["warnings"] = warned
	}
	if err := w.vault.keep(whole.draft, u.content.SHA1); err != nil {
		return err
	}
	e := u.event(doJoin)
	e.Key, e.Into, e.Content = key, newKey(u.actor.id, u.content.MIME), &u.content
	if err := w.commit(e); err != nil {
		return err
	}
	w.vault.drop(key)
	result["result"], result["filekey"] = "Success", e.Into
	result["imageinfo"] = w.stashedInfo(u.request, w.state.stash[e.Into])
	return nil
}

// checkStatus says how far a part is. It is a note of its own: it outlives the
// part, and knows nothing of what is whole (facts §6.3).
func (w *Wiki) checkStatus(u *sending) (obj, error) {
	if known, err := w.jobStatus(u); known != nil || err != nil {
		return known, err
	}
	entry := w.state.stash[u.key]
	if entry == nil || !entry.partial || entry.user != u.actor.name() {
		return nil, refuse("missingresult", "No result in status data.")
	}
	return obj{"upload": obj{"result": "Continue", "stage": "uploading", "offset": entry.has}}, nil
}
