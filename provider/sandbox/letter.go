package sandbox

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// Letters is what an operator can set about the first letters of titles, beside
// CaseSensitive. The zero value has MediaWiki's usual rules.
type Letters struct {
	// CapitalIn says of namespaces whether their titles begin with a capital, where
	// that is otherwise than CaseSensitive has it ($wgCapitalLinkOverrides).
	CapitalIn map[int]bool
	// Capitals are what letters become in place of the usual, but for those of
	// ASCII ($wgOverrideUcfirstCharacters).
	Capitals map[string]string
	// Language is the code of the content language, "" for English; some have
	// capitals of their own.
	Language string
	// UpperCase: a capital is what Unicode calls upper case, as for MediaWiki
	// 1.39, and not title case.
	UpperCase bool
}

// capital reports whether the titles of a namespace begin with a capital. That
// of a talk page is its subject's, and some namespaces never had a choice.
func (s *Settings) capital(ns int) bool {
	switch {
	case ns == mediaNS:
		ns = fileNS
	case ns > 0 && ns%2 == 1:
		ns--
	}
	switch ns {
	case -1, 2, 8:
		return true
	}
	if own, set := s.CapitalIn[ns]; set {
		return own
	}
	return !s.CaseSensitive
}

// capitalize gives a title the first letter that those of its namespace have.
func (s *Settings) capitalize(ns int, text string) string {
	if text == "" || !s.capital(ns) {
		return text
	}
	return s.ucfirst(text)
}

// ucfirst is the method of this name of MediaWiki's languages (facts §12.1). Of
// one letter it may make several, and the result is not NFC where what follows
// would have joined with it: the wiki stores it so, and prints it as NFC.
func (s *Settings) ucfirst(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	first, rest := text[:n], text[n:]
	switch replaced, set := s.Capitals[first]; {
	case first == "i" && (s.Language == "tr" || s.Language == "az"):
		return "İ" + rest
	case r < utf8.RuneSelf:
		return strings.ToUpper(first) + rest
	case set:
		return replaced + rest
	case s.UpperCase:
		return cases.Upper(language.Und).String(first) + rest
	}
	return cases.Title(language.Und, cases.NoLower).String(first) + rest
}

// lcfirst is ucfirst's counterpart.
func lcfirst(text string) string {
	_, n := utf8.DecodeRuneInString(text)
	return cases.Lower(language.Und).String(text[:n]) + text[n:]
}

// lent are files that a query shows under a title that has none: of a file that
// it asks for as well, the title with a small first letter (facts §12.1).
func (w *Wiki) lent(items []*item) map[title]*file {
	if !w.set.capital(fileNS) {
		return nil
	}
	lent := map[title]*file{}
	for _, it := range items {
		if f := w.state.files[it.title.key()]; f != nil && it.title.ns == fileNS {
			lent[fileTitle(lcfirst(f.name))] = f
		}
	}
	return lent
}
