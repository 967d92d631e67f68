package provider

import (
	"fmt"
	"html"
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxTitleBytes is the longest file name MediaWiki stores, in UTF-8 bytes
// without the namespace.
const MaxTitleBytes = 240

// Title is the name of a file: without a namespace, with spaces for underscores,
// and NFC. Only [ParseTitle] makes one from foreign text. Whether a wiki stores
// it so only that wiki can tell: what it makes of the first letter depends on its
// version, its language and its settings. What it stores is [File].Title.
type Title string

// Page is the title of the file's description page under the canonical
// namespace, which every wiki understands whatever its language.
func (t Title) Page() string { return "File:" + string(t) }

// Key is the database form, with underscores; upload answers use it.
func (t Title) Key() string { return strings.ReplaceAll(string(t), " ", "_") }

// Ext is the lower-case extension without its dot, "" when there is none.
func (t Title) Ext() string {
	return strings.ToLower(strings.TrimPrefix(path.Ext(string(t)), "."))
}

// TitleError says why a text is no title of a file.
type TitleError struct {
	Text   string // as it was written
	Reason string // a clause: "contains [, which a title cannot hold"
	Try    string // a title that would do, "" when none is obvious
}

func (e *TitleError) Error() string { return fmt.Sprintf("title %q %s", e.Text, e.Reason) }

var (
	percentCode = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)
	entity      = regexp.MustCompile(`&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#[xX][0-9A-Fa-f]+);`)
	unsafeRunes = strings.NewReplacer("#", "-", "<", "-", ">", "-", "[", "-", "]", "-", "|", "-",
		"{", "-", "}", "-", ":", "-", "/", "-", `\`, "-", "~~~", "-")
)

// ParseTitle gives the title that s is by the rules of every wiki, or a
// [*TitleError].
//
// What every wiki normalises without a word (underscores, runs of blanks, NFC, a
// namespace prefix) is normalised here as well. What it would store under another
// name (facts §4.3, badfilename) or refuse is an error. The first letter stays as
// it is. Of the site only the names of namespace 6 count: the zero Site has those
// that every wiki understands, so that a manifest is checked offline.
func ParseTitle(s string, site Site) (Title, error) {
	return parseTitle(s, site, offersInARow)
}

// offersInARow is how often what is offered may need an offer itself, as codes within
// codes do: there are texts that would never come to an end.
const offersInARow = 3

func parseTitle(s string, site Site, offers int) (Title, error) {
	bad := func(format string, args ...any) (Title, error) {
		e := &TitleError{Text: s, Reason: fmt.Sprintf(format, args...)}
		e.offer(unsafeRunes.Replace(site.trimNamespace(s)), site, offers)
		return "", e
	}
	if !utf8.ValidString(s) {
		return "", &TitleError{Text: s, Reason: "is not valid UTF-8"}
	}
	if reason, name, ok := pasted(s); ok {
		e := &TitleError{Text: s, Reason: reason}
		e.offer(name, site, offers)
		return "", e
	}
	// A dropped mark may have stood between a letter and its accent, hence NFC last.
	t := norm.NFC.String(squeeze(s))
	t = squeeze(site.trimNamespace(t))
	if t == "" {
		return "", &TitleError{Text: s, Reason: "is empty"}
	}
	for _, r := range t {
		switch {
		case r < ' ' || r == 0x7f || r == utf8.RuneError:
			return "", &TitleError{Text: s, Reason: fmt.Sprintf("contains the control character %U", r)}
		case strings.ContainsRune("#<>[]|{}", r):
			return bad("contains %c, which no title can hold", r)
		case strings.ContainsRune(`:/\`, r):
			return bad("contains %c, which no file name can hold", r)
		}
	}
	switch {
	case percentCode.MatchString(t):
		e := &TitleError{Text: s, Reason: "contains a percent-encoded character, which the wiki refuses"}
		if name, err := url.PathUnescape(t); err == nil {
			e.offer(unsafeRunes.Replace(name), site, offers)
		}
		return "", e
	case entity.MatchString(t):
		e := &TitleError{Text: s, Reason: "contains an HTML entity, which the wiki refuses"}
		e.offer(unsafeRunes.Replace(html.UnescapeString(t)), site, offers)
		return "", e
	case strings.Contains(t, "~~~"):
		return bad("contains ~~~, which is a signature")
	case t == "." || t == "..":
		return "", &TitleError{Text: s, Reason: "is a relative path"}
	}
	switch {
	case len(t) > MaxTitleBytes:
		return "", &TitleError{Text: s, Reason: fmt.Sprintf("has %d bytes, the wiki stores at most %d", len(t), MaxTitleBytes)}
	case path.Ext(t) == "" || path.Ext(t) == ".":
		return "", &TitleError{Text: s, Reason: "has no extension"}
	case strings.TrimSuffix(t, path.Ext(t)) == "":
		return "", &TitleError{Text: s, Reason: "has nothing before its extension"}
	}
	return Title(t), nil
}

// offer lets the error suggest a text, if that is a title, or what is offered for it.
func (e *TitleError) offer(text string, site Site, offers int) {
	const most = 4 * MaxTitleBytes // of codes within codes within codes
	if len(text) > most || offers == 0 {
		return
	}
	if t, err := parseTitle(text, site, offers-1); err == nil && string(t) != e.Text {
		e.Try = string(t)
	}
}

// squeeze turns each run of what MediaWiki counts as blank into one space,
// drops those at the ends, and drops the direction marks that it drops.
func squeeze(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '_' || r == ' ' || r == 0xA0 || r == 0x1680 || r == 0x180E || r >= 0x2000 && r <= 0x200A ||
			r == 0x2028 || r == 0x2029 || r == 0x202F || r == 0x205F || r == 0x3000:
			return ' '
		case r == 0x200E || r == 0x200F || r >= 0x202A && r <= 0x202E:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " ")
}
