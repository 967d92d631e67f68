package sandbox

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// warnings are what MediaWiki asks about before it publishes (facts §4.3). Of a
// part of a file only the name is known.
func (w *Wiki) warnings(r *request, d destination, c content) obj {
	warned := obj{}
	name := d.title.key()
	if wished := strings.ReplaceAll(d.asked, " ", "_"); name != d.asked && name != w.set.capitalize(fileNS, wished) {
		warned["badfilename"] = name
	}
	if !slices.Contains(w.set.Extensions, strings.ToLower(d.ext)) {
		warned["filetype-unwanted-type"] = list{d.ext, w.set.Extensions, len(w.set.Extensions)}
	}
	if w.set.WarnSize > 0 && c.Size > w.set.WarnSize {
		warned["large-file"] = list{obj{"size": w.set.WarnSize}, obj{"size": c.Size}}
	}
	if c.Size == 0 {
		warned["empty-file"] = true
	}
	f := w.state.files[name]
	if f != nil {
		warnAgain(warned, f, c)
	} else if kind, other := w.nameWarning(d.title); kind != "" {
		warned[kind] = other
	}
	if f == nil && w.state.gone(d.title) {
		warned["was-deleted"] = name
	}
	if c.Known() {
		w.warnSame(r, warned, name, f != nil, c)
	}
	return warned
}

// warnAgain tells of a file that is there already.
func warnAgain(warned obj, f *file, c content) {
	told := func(at time.Time) obj { return obj{"timestamp": stamp(at)} }
	warned["exists"] = f.name
	if !c.Known() {
		return
	}
	var older list
	for i, v := range f.versions {
		switch {
		case v.SHA1 != c.SHA1:
		case i == 0:
			warned["nochange"] = told(v.at)
		default:
			older = append(older, told(v.at))
		}
	}
	if older != nil {
		warned["duplicateversions"] = older
	}
}

// warnSame tells where the same bytes are, and where they were.
func (w *Wiki) warnSame(r *request, warned obj, name string, exists bool, c content) {
	var same list
	for _, holder := range w.state.holders(c.SHA1) {
		if holder != name || !exists {
			same = append(same, holder)
		}
	}
	for shared, digest := range w.shared {
		if digest.SHA1 == c.SHA1 {
			same = append(same, shared)
		}
	}
	if same != nil {
		warned["duplicate"] = same
	}
	if deleted, was := w.state.deleted.first(c.SHA1); was {
		warned["duplicate-archive"] = ""
		if r.actor.may("deletedtext") || r.actor.may("deletedhistory") {
			warned["duplicate-archive"] = deleted
		}
	}
}

var thumbName = regexp.MustCompile(`(?s)^[0-9]{2}.?px-`)

// nameWarning is the first thing to say against a name that is free.
func (w *Wiki) nameWarning(t title) (kind, other string) {
	name := t.key()
	dot := strings.LastIndex(name, ".")
	base, ext := name[:dot], name[dot+1:]
	if w.state.pages[t] != nil {
		return "page-exists", name
	}
	if twin := w.twin(base, ext); twin != "" {
		return "exists-normalized", twin
	}
	if thumbName.MatchString(base) {
		_, of, _ := strings.Cut(name, "-")
		if w.state.files[w.set.capitalize(fileNS, of)] != nil {
			return "thumb", name
		}
		return "thumb-name", name
	}
	for _, prefix := range w.set.BadPrefixes {
		if strings.HasPrefix(base, prefix) {
			return "bad-prefix", name
		}
	}
	return "", ""
}

// usualExtension is the one that MediaWiki prefers of two for one type.
var usualExtension = map[string]string{"htm": "html", "jpeg": "jpg", "mpeg": "mpg", "ogv": "ogg", "tiff": "tif"}

// twin is a file that differs from a name in its extension only: the usual form
// of that extension first, then any.
func (w *Wiki) twin(base, ext string) string {
	usual := strings.ToLower(ext)
	if other, has := usualExtension[usual]; has {
		usual = other
	}
	if name := base + "." + usual; usual != ext && w.state.files[name] != nil {
		return name
	}
	return w.state.firstWith(base + ".")
}
