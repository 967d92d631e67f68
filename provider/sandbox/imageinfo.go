package sandbox

import (
	"errors"
	"math/big"
	"net/url"
	"strings"

	"wikiform/provider"
)

var imageProps = []string{"timestamp", "user", "userid", "comment", "parsedcomment", "canonicaltitle", "url", "size", "dimensions", "sha1",
	"mime", "thumbmime", "mediatype", "metadata", "commonmetadata", "extmetadata", "archivename", "bitdepth", "uploadwarning", "badfile"}

// imageInfo is prop=imageinfo (facts §3). A redirect shows its target's file
// under its own title.
func (w *Wiki) imageInfo(r *request, set *pageSet) error {
	props := r.someOf("iiprop", "timestamp|user", imageProps...)
	count := r.limit("iilimit", 1, 500, 5000)
	from := r.str("iistart")
	for _, name := range []string{"iiurlwidth", "iiurlheight", "iimetadataversion", "iilocalonly", "iiextmetadatafilter"} {
		r.str(name)
	}
	if err := r.err(); err != nil {
		return err
	}
	files := 0
	for _, it := range set.good() {
		if it.title.ns == fileNS {
			files++
		}
	}
	lent := w.lent(set.good())
	for _, it := range set.good() {
		if it.title.ns != fileNS {
			continue
		}
		it.out["imagerepository"] = ""
		f := w.fileAt(it, lent[it.title])
		if f == nil {
			if w.sharedInfo(r, it, props); it.out["imageinfo"] == nil && props["uploadwarning"] {
				w.missingInfo(r, it, props)
			}
			continue
		}
		it.out["imagerepository"] = "local"
		if it.page == nil && w.state.fileOf(it.title) != nil {
			it.out["known"] = true
		}
		var infos list
		for i := range f.versions {
			v := &f.versions[i]
			if from != "" && stamp(v.at) > from {
				continue
			}
			if len(infos) == count {
				if files == 1 {
					r.progress.stop("iistart", stamp(v.at))
				}
				break
			}
			infos = append(infos, w.versionInfo(r, f.name, v, props))
		}
		it.out["imageinfo"] = infos
	}
	return nil
}

// fileAt is the file that a title shows: its own, one that is lent to it, or that
// of a redirect's target.
func (w *Wiki) fileAt(it *item, lent *file) *file {
	if f := w.state.files[it.title.key()]; f != nil {
		return f
	}
	if lent != nil {
		return lent
	}
	if aim, redirects := w.redirect(it.page); redirects {
		return w.state.fileOf(aim.to) // one step (facts §13.2)
	}
	return nil
}

func (w *Wiki) sharedInfo(r *request, it *item, props map[string]bool) {
	d, ok := w.shared[it.title.key()]
	if !ok {
		return
	}
	it.out["imagerepository"] = "shared"
	if it.page == nil {
		it.out["known"] = true
	}
	v := &version{content: content{Digest: d, MIME: typeOfName(it.title.key())}, at: r.now, user: "shared>Uploader"}
	it.out["imageinfo"] = list{w.versionInfo(r, it.title.key(), v, props)}
}

// missingInfo is what there is to say of a file that is not there.
func (w *Wiki) missingInfo(r *request, it *item, props map[string]bool) {
	o := obj{"filemissing": true, "html": w.uploadWarning(r, it.title)}
	if props["canonicaltitle"] {
		o["canonicaltitle"] = w.set.full(it.title)
	}
	it.out["imageinfo"] = list{o}
}

func (w *Wiki) versionInfo(r *request, name string, v *version, props map[string]bool) obj {
	t := fileTitle(name)
	o := contentInfo(v.content, props)
	put := func(prop, key string, value any) {
		if props[prop] {
			o[key] = value
		}
	}
	put("timestamp", "timestamp", stamp(v.at))
	put("user", "user", v.user)
	put("userid", "userid", w.userID(v.user))
	put("comment", "comment", v.comment)
	put("parsedcomment", "parsedcomment", v.comment)
	put("canonicaltitle", "canonicaltitle", w.set.full(t))
	put("url", "url", r.server()+contentPath(name, v))
	if r.str("iiurlwidth") != "" || r.str("iiurlheight") != "" {
		put("url", "thumburl", r.server()+thumbPath(name, v))
	}
	put("url", "descriptionurl", r.server()+"/wiki/"+escapePath("File:"+name))
	put("mediatype", "mediatype", mediaType(v.MIME))
	if props["uploadwarning"] {
		o["html"] = w.message(r, "fileexists", w.set.full(t))
	}
	if v.archive != "" {
		put("archivename", "archivename", v.archive)
	}
	return o
}

// contentInfo is what a file and a stashed file have in common.
func contentInfo(c content, props map[string]bool) obj {
	o := obj{}
	if props["size"] || props["dimensions"] {
		o["size"], o["width"], o["height"] = c.Size, c.Width, c.Height
	}
	for prop, value := range map[string]any{"sha1": c.SHA1.String(), "mime": c.MIME, "bitdepth": c.Bits, "metadata": nil, "commonmetadata": list{}} {
		if props[prop] {
			o[prop] = value
		}
	}
	return o
}

func every(props []string) map[string]bool {
	all := map[string]bool{}
	for _, p := range props {
		all[p] = true
	}
	return all
}

// stashImageInfo is prop=stashimageinfo (facts §4.4).
func (w *Wiki) stashImageInfo(r *request) (any, error) {
	props := r.someOf("siiprop", "timestamp|url", imageProps...)
	var infos list
	for _, key := range r.multi("siifilekey") {
		entry, err := w.fromStash(r, key)
		if err != nil {
			if bad := err.(*refusal); bad.code == "uploadstash-wrong-owner" {
				bad.code = "internal_api_error_UploadStashWrongOwnerException"
			}
			return nil, err
		}
		infos = append(infos, contentInfo(entry.content, props))
	}
	if infos == nil {
		return nil, refuse("missingparam", "At least one of the parameters \"siifilekey\" and \"siisessionkey\" is required.")
	}
	return infos, r.err()
}

// server is the address under which the client reached the wiki.
func (r *request) server() string { return "http://" + r.http.Host }

// contentPath is where a version's bytes are served.
func contentPath(name string, v *version) string {
	if v.archive != "" {
		return "/w/images/archive/" + escapePath(v.archive)
	}
	return "/w/images/" + escapePath(name)
}

// thumbPath is where a small picture of a version is served: as by a wiki that
// cannot scale, the content itself; of what is no picture, the icon of its type.
func thumbPath(name string, v *version) string {
	if v.Width == 0 {
		return "/w/resources/assets/file-type-icons/fileicon.png"
	}
	return contentPath(name, v)
}

func escapePath(name string) string { return strings.ReplaceAll(url.PathEscape(name), "/", "%2F") }

// base36 is a sum as MediaWiki's database writes it: 31 digits.
func base36(sum provider.SHA1) string {
	digits := new(big.Int).SetBytes(sum[:]).Text(36)
	return strings.Repeat("0", 31-len(digits)) + digits
}

func fromBase36(digits string) (sum provider.SHA1, err error) {
	n, ok := new(big.Int).SetString(digits, 36)
	if !ok || n.Sign() < 0 || n.BitLen() > 8*len(sum) {
		return sum, errors.New("not 31 digits of base 36")
	}
	n.FillBytes(sum[:])
	return sum, nil
}
