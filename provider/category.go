package provider

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxPageBytes is the longest name of a page that MediaWiki stores, in UTF-8 bytes
// without the namespace.
const maxPageBytes = 255

// ParseCategory gives the name of a category without its namespace, by the rules of
// every wiki, or a [*TitleError]. What a wiki calls its namespace in its own language
// stays before the name: only the wiki knows whether it is that.
func ParseCategory(s string) (string, error) {
	bad := func(format string, args ...any) (string, error) {
		return "", &TitleError{Text: s, Reason: fmt.Sprintf(format, args...)}
	}
	if !utf8.ValidString(s) {
		return bad("is not valid UTF-8")
	}
	name := norm.NFC.String(squeeze(s))
	name = squeeze(strings.TrimPrefix(name, ":")) // as in a link to the category
	if head, rest, found := strings.Cut(name, ":"); found && strings.EqualFold(squeeze(head), "category") {
		name = squeeze(rest)
	}
	switch at := strings.IndexFunc(name, noPageHas); {
	case name == "":
		return bad("is empty")
	case at >= 0:
		if r, _ := utf8.DecodeRuneInString(name[at:]); r >= ' ' && r != 0x7f {
			return bad("contains %c, which no title can hold", r)
		}
		return bad("contains the control character %U", []rune(name[at:])[0])
	case percentCode.MatchString(name):
		return bad("contains a percent-encoded character, which the wiki refuses")
	case entity.MatchString(name):
		return bad("contains an HTML entity, which the wiki refuses")
	case strings.Contains(name, "~~~"):
		return bad("contains ~~~, which is a signature")
	case relative(name):
		return bad("is a relative path")
	case strings.HasPrefix(name, ":"):
		return bad("begins with a colon")
	case len(name) > maxPageBytes:
		return bad("has %d bytes, the wiki stores at most %d", len(name), maxPageBytes)
	}
	return name, nil
}

// noPageHas are letters that the name of no page has.
func noPageHas(r rune) bool {
	return r < ' ' || r == 0x7f || r == utf8.RuneError || strings.ContainsRune("#<>[]|{}", r)
}

// relative reports whether a name has steps of a path as MediaWiki looks for them.
func relative(name string) bool {
	for _, part := range strings.Split(name, "/") {
		if part == "." || part == ".." {
			return true
		}
	}
	return false
}
