package sandbox

// conclude does what the request came for, or warns.
func (w *Wiki) conclude(u *sending) (obj, error) {
	warned := w.warnings(u.request, u.dest, u.content)
	result := obj{}
	if len(warned) > 0 {
		result["warnings"] = warned
	}
	switch {
	case len(warned) > 0 && !u.ignore:
		result["result"] = "Warning"
		w.offer(u, result)
		return result, nil
	case u.chunk:
		return result, w.addChunk(u, result)
	case u.stash:
		return result, w.keep(u, result)
	case u.async && u.entry != nil:
		result["filename"] = u.dest.title.key()
		return result, w.publishLater(u, result)
	}
	return result, w.publish(u, result)
}

// keep is stash=1: the content waits under a key.
func (w *Wiki) keep(u *sending, result obj) error {
	entry, err := w.stashSending(u)
	if err != nil {
		return err
	}
	result["result"] = "Success"
	result["filekey"], result["sessionkey"] = entry.key, entry.key
	result["imageinfo"] = w.stashedInfo(u.request, entry)
	return nil
}

// stashSending keeps the content that came with a request, or gives what is
// kept already a key more.
func (w *Wiki) stashSending(u *sending) (*stashed, error) {
	switch {
	case u.content.Size == 0:
		return nil, zeroLength()
	case u.entry != nil && u.entry.partial:
		return nil, refuse("uploadstash-bad-path", "Path doesn't exist.")
	case u.entry != nil:
		return w.stashContent(u.request, u.content)
	}
	return w.stashArrival(u.request, u.arrival, u.content)
}

func zeroLength() *refusal {
	return refuse("uploadstash-exception", "Could not store upload in the stash (UploadStashZeroLengthFileException): \"File is zero length.\".")
}

// offer keeps the content of a request that was not carried out, so that
// another can go on with it. It adds the key to data. A chunk that is kept in
// this way is no part that could grow.
func (w *Wiki) offer(u *sending, data obj) {
	entry, err := w.stashSending(u)
	if err != nil {
		data["stasherrors"] = list{refusalsIn(err)[0].plaintext()}
		return
	}
	data["filekey"], data["sessionkey"] = entry.key, entry.key
}

// recoverable is an error that another request with the same content may avoid.
func (w *Wiki) recoverable(u *sending, parameter string, all ...*refusal) error {
	data := obj{}
	w.offer(u, data)
	if parameter != "" {
		data["invalidparameter"] = parameter
	}
	for _, refusal := range all {
		for key, value := range data {
			refusal.with(key, value)
		}
	}
	return refusals(all)
}

// publish makes the content a version of a file.
func (w *Wiki) publish(u *sending, result obj) error {
	if err := w.mayTag(u.request, u.tags); err != nil {
		return err
	}
	name := u.dest.title.key()
	archive := archiveName(name, u.now)
	if f := w.state.files[name]; f != nil {
		if f.current().SHA1 == u.content.SHA1 {
			w.orphans[archive] = true
			return unstorable(refuse("fileexists-no-change", "The upload is an exact duplicate of the current version of [[:File:%s]].", u.dest.title.text))
		}
		if w.orphans[archive] || f.archived(archive) {
			return unstorable(refuse("backend-fail-alreadyexists", "The file \"mwstore://local-backend/local-public/archive/%s\" already exists.", archive))
		}
	}
	if u.arrival != nil {
		if err := w.vault.keep(u.arrival.draft, u.content.SHA1); err != nil {
			return err
		}
	}
	e := u.event(doUpload)
	e.NS, e.Title, e.Content = fileNS, u.dest.title.text, &u.content
	if w.state.pages[u.dest.title] == nil {
		e.Marks = w.set.marks(nil, w.saved(u.text, u.actor.name()))
	}
	e.Text, e.Comment, e.Tags, e.Key = w.saved(u.text, u.actor.name()), u.comment, u.tags, u.key
	if err := w.commit(e); err != nil {
		return err
	}
	result["result"], result["filename"] = "Success", name
	info := w.versionInfo(u.request, name, w.state.files[name].current(), every(imageProps))
	info["html"] = "A file with this name exists already, please check <strong>File:" + name + "</strong> if you are not sure if you want to overwrite it."
	result["imageinfo"] = info
	return nil
}

func (f *file) archived(archive string) bool {
	for _, v := range f.versions {
		if v.archive == archive {
			return true
		}
	}
	return false
}

// unstorable is a failure of publishing after which MediaWiki has lost the bytes
// of the request; what is in the stash stays there (facts §4.5).
func unstorable(r *refusal) *refusal {
	const text = "Could not store upload in the stash (UploadStashBadPathException): \"Path doesn't exist.\"."
	return r.with("stasherrors", list{obj{"code": "uploadstash-exception", "text": text}})
}

// stashedInfo is what is said of content in the stash.
func (w *Wiki) stashedInfo(r *request, s *stashed) obj {
	props := every(imageProps)
	info := contentInfo(s.content, props)
	info["timestamp"], info["url"] = stamp(s.at), r.server()+"/wiki/Special:UploadStash/file/"+s.key
	return info
}
