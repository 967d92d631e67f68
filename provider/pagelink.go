package provider

import (
	"html"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// CategoryOf is the name of the category that a link puts its page in, by the link's
// target: two links put it in the same one if this is the same. A link that only leads to
// the category, with a colon before it, is none.
func (s Site) CategoryOf(target string) (name string, ok bool) {
	target, _, _ = strings.Cut(linked(target), "#")
	name, ok = trimName(target, append([]string{"Category"}, s.CategoryNamespaces...))
	if name = squeeze(name); !ok || !pageName(name) {
		return "", false
	}
	if first, n := utf8.DecodeRuneInString(name); !s.CategoryCase {
		name = string(unicode.ToUpper(first)) + name[n:]
	}
	return name, true
}

// LanguageOf is the language in which a link names the same subject, and what it is called
// there. A link that only leads there, with a colon before it, is none.
func (s Site) LanguageOf(target string) (language, page string, ok bool) {
	head, page, found := strings.Cut(linked(target), ":")
	language, page = strings.ToLower(squeeze(head)), squeeze(page)
	if !found || !slices.Contains(s.Languages, language) || page != "" && !pageName(strings.ReplaceAll(page, "#", "x")) {
		return "", "", false
	}
	return language, page, true
}

// linked is the target of a link as the wiki reads it.
func linked(target string) string {
	if decoded, err := url.PathUnescape(target); err == nil {
		target = decoded
	}
	return norm.NFC.String(squeeze(html.UnescapeString(target)))
}

// pageName reports whether some wiki may have a page of this name.
func pageName(name string) bool {
	return name != "" && len(name) <= maxPageBytes && utf8.ValidString(name) && !strings.ContainsFunc(name, noPageHas)
}
