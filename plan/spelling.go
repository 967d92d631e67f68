package plan

import (
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"wikiform/provider"
)

// sameType are the extensions that stand for one type of file, as MediaWiki's
// table of MIME types has them.
var sameType = [][]string{
	{"jpg", "jpeg", "jpe"},
	{"tif", "tiff"},
	{"ogg", "ogv", "oga"},
	{"mpg", "mpeg", "mpe"},
	{"mid", "midi", "kar"},
	{"djvu", "djv"},
	{"htm", "html"},
}

// extensions are the lower-case extensions for a title's type.
func extensions(t provider.Title) []string {
	for _, group := range sameType {
		if slices.Contains(group, t.Ext()) {
			return group
		}
	}
	return []string{t.Ext()}
}

// stem is a title up to and with the dot of its extension.
func stem(t provider.Title) string {
	return strings.TrimSuffix(string(t), path.Ext(string(t))) + "."
}

// nameAndType is the same for titles that differ only in how the extension for
// one type is written: "A.png" and "A.PNG", "A.jpg" and "A.jpeg".
func nameAndType(t provider.Title) string { return stem(t) + extensions(t)[0] }

// respelled reports whether two titles differ in that only.
func respelled(a, b provider.Title) bool { return a != b && nameAndType(a) == nameAndType(b) }

// spellings are a title's other spellings that this wiki may have.
func spellings(t provider.Title, site provider.Site) []provider.Title {
	var all []provider.Title
	for _, ext := range extensions(t) {
		if ext == "" || !site.Takes(ext) {
			continue
		}
		_, first := utf8.DecodeRuneInString(ext)
		for _, written := range []string{ext, strings.ToUpper(ext), strings.ToUpper(ext[:first]) + ext[first:]} {
			if s := provider.Title(stem(t) + written); s != t && !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
	}
	return all
}
