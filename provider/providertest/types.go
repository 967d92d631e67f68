package providertest

import (
	"slices"
	"strings"
	"testing"

	"wikiform/internal/specimen"
)

// taken are the extensions, of those that wikis usually list, under which a wiki takes
// a kind of file. Under all others that stand for something it takes none.
var taken = map[string]string{
	"png": "png", "png head": "png", "gif": "gif", "jpg": "jpg jpeg", "jpg head": "jpg jpeg", "webp": "webp", "webp extended": "webp",
	"tif little-endian": "tif tiff", "tif big-endian": "tif tiff", "tif big": "tif tiff", "djvu": "djvu", "djvu bundle": "djvu",
	"xcf": "", "psd": "", "bmp": "", "ico": "", "heic": "", "avif": "", "jp2": "", "jxl": "",

	// A drawing is known by its root, which may come late.
	"svg": "svg", "svg headless": "svg", "svg doctype": "svg", "svg bom": "svg", "svg remark": "svg", "svg late": "svg", "svg prefixed": "svg",
	"svg utf-16": "svg", "svg broken": "",

	// Of these it is sound or film what the name says.
	"ogg vorbis": "ogg oga ogv opus", "ogv theora": "ogg oga ogv opus", "opus": "ogg oga ogv opus", "oga flac": "ogg oga ogv opus",
	"webm": "webm", "webm audio": "webm", "mkv": "", "mp3": "mp3", "mp3 tagged": "mp3", "mid": "", "wav": "wav", "flac": "flac", "aiff": "",
	"mp4": "mp4", "m4a": "", "mov": "",

	"pdf": "pdf", "zip": "", "eps": "", "gz": "", "rtf": "",

	// What servers send in place of a file.
	"html": "", "html old": "", "html short": "", "html blank": "", "html remark": "", "xhtml": "", "xml": "", "php": "",
	"html fragment": "txt csv json", "txt": "txt csv json", "json": "json", "lfs": "txt csv json",

	// What nobody knows passes where the wiki need not know it.
	"noise": "wav flac mp4 txt csv json", "zeros": "wav flac mp4 txt csv json", "ds_store": "wav flac mp4 txt csv json", "appledouble": "",
}

// types is facts §4.8: which content a wiki takes under which extension. The verdict
// is that of an upload, and nothing is published.
func (g *tour) types(t *testing.T) {
	var listed []string
	for _, e := range g.bot.get(t, params{"action": "query", "meta": "siteinfo", "siprop": "fileextensions"}).list("query.fileextensions") {
		listed = append(listed, e.str("ext"))
	}
	for kind, extensions := range taken {
		fact(t, kind, func(t *testing.T) {
			fits := strings.Fields(extensions)
			tried := slices.Concat(fits, []string{"png", "jpg", "svg", "ogg", "mp4", "txt"})
			slices.Sort(tried)
			for i, ext := range slices.Compact(tried) {
				if !slices.Contains(listed, ext) {
					continue
				}
				got := g.bot.upload(t, g.name("type")+"."+ext, specimen.Of(kind, int(g.count.Add(1))*100+i), params{"stash": "1", "ignorewarnings": "1"})
				if slices.Contains(fits, ext) {
					got.is("upload.result", "Success")
				} else {
					got.refused("verification-error").is("upload", nil)
				}
			}
		})
	}
}
