package importing

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"wikiform/internal/localname"
	"wikiform/provider"
)

// All that is written has names of one sort: NAME.wiki.hcl, NAME.csv, and below NAME/ files
// whose names end in digits of a sum and one of a few extensions, or are that of a template.
// None of them is one that wikiform, git, a forge or a tool reads by itself, and none is
// another on a system that does not look at case.

var plainName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,63}$`) })

// CheckName tells whether something can be called NAME, as a sentence if not.
func CheckName(name string) error {
	switch {
	case !plainName().MatchString(name):
		return fmt.Errorf("%q is no name for an import: it begins with a letter and has only letters without accents, digits, _ and -, at most 64 in all", name)
	case localname.Reserved(name):
		return fmt.Errorf("%q is no name for an import: Windows takes it for a device", name)
	}
	return nil
}

// ManifestOf and TableOf are the files at the top that are called after a name.
func ManifestOf(name string) string { return name + ".wiki.hcl" }
func TableOf(name string) string    { return name + ".csv" }

// localNames are given to titles. What ends a name, digits of a sum and perhaps a number, is
// another one for every title, whatever a system makes of the letters before it.
type localNames map[string]int

func (n localNames) of(t provider.Title) string {
	name := localname.Of(string(t))
	sum := name[strings.LastIndexByte(name, '-')+1:]
	if n[sum]++; n[sum] > 1 { // somebody has looked for such a title
		name += "-" + strconv.Itoa(n[sum])
	}
	return name
}

func (w *writing) textFile(r *row) string {
	return path.Join(w.Name, "texts", r.local+".wikitext")
}

// fileNameOf is the name of the files for the layouts of a template, without an extension.
func fileNameOf(template string) string {
	name := labelOf(template, "template")
	if localname.Reserved(name) {
		name = "template-" + name
	}
	return name
}

func (w *writing) original(r *row) string {
	return path.Join(w.Name, "originals", r.local+extensionOf(r.Title))
}

// extensionOf is the extension of the file for the content of a title: that of the title,
// unless it could be one that some tool reads.
func extensionOf(t provider.Title) string {
	if ext := t.Ext(); slices.Contains(media, ext) {
		return "." + ext
	}
	return ".bin"
}

// media are extensions of pictures, sound, films and documents. Wikis can be set to take any.
var media = []string{
	"apng", "avif", "bmp", "djv", "djvu", "gif", "heic", "heif", "ico", "jp2", "jpe", "jpeg", "jpg", "jxl", "png", "psd", "svg", "tif", "tiff", "webp", "xcf",
	"aif", "aiff", "flac", "kar", "m4a", "mid", "midi", "mp2", "mp3", "mpga", "oga", "ogg", "opus", "spx", "wav",
	"avi", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "ogm", "ogv", "ogx", "qt", "webm",
	"doc", "docx", "eps", "epub", "odg", "odp", "ods", "odt", "pdf", "ppt", "pptx", "ps", "rtf", "stl", "xls", "xlsx",
}
