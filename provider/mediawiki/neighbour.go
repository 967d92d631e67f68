package mediawiki

import (
	markup "html"
	"path"
	"regexp"
	"strings"

	"wikiform/provider"
)

// similar begins the message that names a neighbour, in the language of keys.
const similar = "(fileexists-extension: "

// warningOf is the warning for which MediaWiki's form has a message in the language
// of keys, "" when it is none that concerns a free name.
func warningOf(message string) provider.WarningKind {
	said := tag.ReplaceAllString(message, "")
	for begin, kind := range map[string]provider.WarningKind{
		similar:                      provider.WarnExistsNormalized,
		"(fileexists-thumbnail-yes:": provider.WarnThumb,
		"(file-thumbnail-no:":        provider.WarnThumbName,
		"(filename-bad-prefix:":      provider.WarnBadPrefix,
	} {
		if strings.HasPrefix(said, begin) {
			return kind
		}
	}
	return ""
}

var (
	tag        = regexp.MustCompile(`<[^<>]*>`)
	unbreaking = strings.NewReplacer("\u00a0", " ")
	unquoted   = strings.NewReplacer("'", "")
)

// neighbour cuts the name of the other page out of a message that reads
// "(key: PAGE, OTHER)" as HTML. Both begin alike up to the extension, which is
// how OTHER is found: a comma may be part of either.
//
// The wiki takes the titles in its message for wikitext. Two apostrophes are
// italics to it, and the blank before a question mark does not break.
func neighbour(message, page string) (name string, warned bool) {
	said := unbreaking.Replace(markup.UnescapeString(tag.ReplaceAllString(message, "")))
	rest, warned := strings.CutPrefix(said, similar)
	if !warned {
		return "", false
	}
	stem := strings.TrimSuffix(page, path.Ext(page)) + "."
	rest = strings.TrimSuffix(rest, ")")
	if ending, found := strings.CutPrefix(rest, page+", "+stem); found {
		return stem + ending, true
	}
	if ending, found := strings.CutPrefix(unquoted.Replace(rest), unquoted.Replace(page+", "+stem)); found {
		return stem + ending, true
	}
	return "", true
}
