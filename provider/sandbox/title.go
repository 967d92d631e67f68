package sandbox

import (
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// title is a page's name: a namespace, and a text with spaces for underscores.
type title struct {
	ns   int
	text string
}

// Namespaces by their number.
const (
	mediaNS    = -2
	fileNS     = 6
	templateNS = 10
	categoryNS = 14
)

func fileTitle(name string) title { return title{fileNS, strings.ReplaceAll(name, "_", " ")} }

// key is the text in database form.
func (t title) key() string { return strings.ReplaceAll(t.text, " ", "_") }

// namespaces are the canonical names by number; -1 and -2 hold no pages.
var namespaces = map[int]string{
	-2: "Media", -1: "Special", 0: "", 1: "Talk", 2: "User", 3: "User talk", 4: "Project", 5: "Project talk", 6: "File",
	7: "File talk", 8: "MediaWiki", 9: "MediaWiki talk", 10: "Template", 11: "Template talk", 12: "Help", 13: "Help talk",
	14: "Category", 15: "Category talk",
}

func (s *Settings) namespace(ns int) string {
	switch ns {
	case fileNS:
		return s.FileNamespace
	case categoryNS:
		return s.CategoryName
	}
	return namespaces[ns]
}

// canonical is a title with the name that its namespace has on every wiki.
func canonical(t title) string {
	if t.ns == 0 {
		return t.text
	}
	return namespaces[t.ns] + ":" + t.text
}

// full is a title as MediaWiki prints it.
func (s *Settings) full(t title) string {
	if t.ns == 0 {
		return t.text
	}
	return s.namespace(t.ns) + ":" + t.text
}

// namespaceOf gives the number of a namespace's name or alias, in any case.
func (s *Settings) namespaceOf(name string) (int, bool) {
	if name == namespaces[fileNS] || name == s.FileNamespace {
		return fileNS, true // as nearly everybody writes it
	}
	lower := cases.Lower(language.Und)
	name = lower.String(name)
	for ns, canonical := range namespaces {
		if ns != 0 && (name == lower.String(canonical) || name == lower.String(s.namespace(ns))) {
			return ns, true
		}
	}
	if slices.ContainsFunc(s.FileAliases, func(alias string) bool { return name == lower.String(alias) }) {
		return fileNS, true
	}
	return 0, false
}

// badTitle says why a text is no title: a message's key, and its sentence.
type badTitle struct{ code, text string }

var (
	illegalInTitle = regexp.MustCompile(`[\x00-\x1f#<>\[\]|{}\x7f]|%[0-9A-Fa-f]{2}|&[A-Za-z0-9\x{80}-\x{10ffff}]+;|&#[0-9]+;|&#x[0-9A-Fa-f]+;`)
	relativePath   = regexp.MustCompile(`^\.{1,2}$|^\.{1,2}/|/\.{1,2}/|/\.{1,2}$`)
	prefixed       = regexp.MustCompile(`^([^:]+?) *: *(.*)$`)
)

// parseTitle reads what a client calls a page (facts §3). Entities count as
// what they stand for.
func (s *Settings) parseTitle(text string) (title, *badTitle) {
	return s.makeTitle(0, html.UnescapeString(text))
}

// makeTitle is parseTitle with a namespace for texts that name none, and
// without entities.
func (s *Settings) makeTitle(ns int, text string) (title, *badTitle) {
	if strings.ContainsRune(text, utf8.RuneError) {
		return title{}, &badTitle{"title-invalid-utf8", "The requested page title contains an invalid UTF-8 sequence."}
	}
	text = squeeze(text)
	if rest, main := strings.CutPrefix(text, ":"); main {
		ns, text = 0, strings.TrimLeft(rest, " ")
	}
	if m := prefixed.FindStringSubmatch(text); m != nil {
		if named, known := s.namespaceOf(m[1]); known {
			ns, text = named, m[2]
		}
	}
	text, _, _ = strings.Cut(text, "#")
	text = strings.TrimRight(text, " ")
	switch bad := illegalInTitle.FindString(text); {
	case bad != "":
		return title{}, &badTitle{"title-invalid-characters", "The requested page title contains invalid characters: " + strconv.Quote(bad) + "."}
	case relativePath.MatchString(text):
		return title{}, &badTitle{"title-invalid-relative", "Title has relative path. Relative page titles (./, ../) are invalid, " +
			"because they will often be unreachable when handled by user's browser."}
	case strings.Contains(text, "~~~"):
		return title{}, &badTitle{"title-invalid-magic-tilde", "The requested page title contains invalid magic tilde sequence (~~~)."}
	case len(text) > 255:
		return title{}, &badTitle{"title-invalid-too-long", "The requested page title is too long. It must be no longer than 255 bytes in UTF-8 encoding."}
	case strings.HasPrefix(text, ":"):
		return title{}, &badTitle{"title-invalid-leading-colon", "The requested page title contains an invalid colon at the beginning."}
	case text == "":
		return title{}, &badTitle{"title-invalid-empty", "The requested page title is empty or contains only a namespace prefix."}
	}
	return title{ns, s.capitalize(ns, text)}, nil
}

// squeeze makes one space of each run of blanks, drops those at the ends, and
// drops marks of direction.
func squeeze(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '_', r == 0xa0, r == 0x1680, r == 0x180e, 0x2000 <= r && r <= 0x200a, r == 0x2028, r == 0x2029, r == 0x202f,
			r == 0x205f, r == 0x3000:
			return ' '
		case r == 0x200e, r == 0x200f, 0x202a <= r && r <= 0x202e:
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' }), " ")
}
