package sandbox

import "slices"

// fileRevert is action=filerevert: an old version of a file becomes the current one
// (facts §13.4).
func (w *Wiki) fileRevert(r *request) (obj, error) {
	name, archive := r.str("filename"), r.str("archivename")
	comment := r.str("comment")
	if err := r.err(); err != nil {
		return nil, err
	}
	for _, parameter := range []string{"filename", "archivename"} {
		if !r.has(parameter) {
			return nil, refuse("missingparam", "The %q parameter must be set.", parameter)
		}
	}
	t, bad := w.set.parseTitle("File:" + name)
	if bad != nil {
		return nil, refuse("invalidtitle", "Bad title %q.", name)
	}
	f := w.state.fileOf(t)
	if f == nil {
		return nil, missingTitle()
	}
	var old *version
	for i := range f.versions {
		if v := &f.versions[i]; v.archive != "" && v.archive == archive {
			old = v
		}
	}
	if old == nil {
		return nil, refuse("filerevert-badversion", "There is no previous local version of this file with the provided timestamp.")
	}
	if no := slices.Concat(w.mayNot(r.actor, "edit", t), w.mayNot(r.actor, "upload", t)); len(no) > 0 {
		return nil, no
	}
	failed := func(code, text string) (obj, error) {
		return obj{"filerevert": obj{"result": "Failure", "errors": list{obj{"code": code, "text": text}}}}, nil
	}
	replaced := archiveName(f.name, r.now)
	switch {
	case w.orphans[replaced] || f.archived(replaced):
		return failed("backend-fail-alreadyexists", "The file \"mwstore://local-backend/local-public/archive/"+replaced+"\" already exists.")
	case f.current().SHA1 == old.SHA1:
		w.orphans[replaced] = true
		return failed("fileexists-no-change", "The upload is an exact duplicate of the current version of [[:File:"+t.text+"]].")
	}
	e := r.event(doUpload).under(t)
	e.Content, e.Comment = &old.content, shorten(comment)
	e.Text = w.saved(e.Comment, r.actor.name()) // where there is no page
	return obj{"filerevert": obj{"result": "Success"}}, w.commit(e)
}
