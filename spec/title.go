package spec

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode"

	"wikiform/provider"
)

// title gives the file's name on the wiki, by default that of its source, as it
// is written and by the rules of every wiki.
func (a *args) title(s Source) (string, provider.Title) {
	text, written := a.text("title")
	from := "title"
	switch {
	case written:
	case a.has("title"), s.Path == "" && s.URL == "":
		return "", "" // told already
	case s.URL != "":
		text, from = nameOfURL(s.URL), "url"
	default:
		text, from = path.Base(s.Path), "source"
	}
	t, err := titled(text)
	if err == nil {
		if written && gapped(string(t)) && bytes.Contains(a.written("title"), []byte("${")) {
			a.warn("title", "Perhaps an empty cell", "The title %q has nothing where something seems to be meant. %s", t, emptyCell)
		}
		return text, t
	}
	reason, try := titleReason(err), tryTitle(err)
	switch {
	case from == "title" && strings.TrimSpace(text) == "":
		a.fault("title", "Invalid title", "The title is empty. %s", emptyCell)
		return "", ""
	case text == "" && from == "url":
		a.fault(from, "No title", "The URL ends in no file name that could be the title. Set title.")
		return "", ""
	case from != "title":
		a.fault(from, "No title", "There is no title attribute, so the name of the %s is the title, and %s. Set title.%s", from, reason, try)
		return "", ""
	case path.Ext(text) == "" && extOf(s) != "":
		try = fmt.Sprintf(" Try %q.", text+extOf(s))
	}
	a.fault("title", "Invalid title", "%s.%s", reason, try)
	return "", ""
}

// emptyCell is what to do about a text that is empty, as it is mostly where a table has it.
const emptyCell = "Where it comes from a table, a cell is empty: fill it in, or leave its row out, as in { for row in local.rows : row.id => row if row.name != \"\" }."

// gapped reports whether a part of a title seems to be missing: between two dashes, before the
// first, before the extension.
func gapped(t string) bool {
	name := strings.TrimSuffix(t, path.Ext(t))
	if strings.HasSuffix(name, " ") {
		return true
	}
	for _, dash := range []string{"-", "–", "—"} {
		if strings.HasPrefix(name, dash+" ") || strings.HasSuffix(name, " "+dash) || strings.Contains(name, dash+" "+dash) {
			return true
		}
	}
	return false
}

// titleIn gives the title that an attribute holds, as it is written and by the
// rules of every wiki, nothing after saying what is wrong with it.
func (a *args) titleIn(name string) (string, provider.Title) {
	text, ok := a.text(name)
	if !ok {
		a.failed = true // told already
		return "", ""
	}
	t, err := titled(text)
	if err != nil {
		a.fault(name, "Invalid title", "%s.%s", titleReason(err), tryTitle(err))
		return "", ""
	}
	a.doubtWord(name, text)
	return text, t
}

// titled is the title that a text is, before the wiki was asked.
func titled(text string) (provider.Title, error) {
	t, word, err := offline(text)
	if err == nil && word != "" {
		t = provider.Title(word + ":" + string(t)) // not the title of another file, until the wiki is asked
	}
	return t, err
}

// offline is ParseTitle without a wiki at hand. "Datei:Logo.svg" is a title on a
// wiki whose file namespace is called so; whether this one's is, only the wiki can
// tell, and word is what it has to be asked about. "Museum: Logo.svg" is the colon
// that people forget is not allowed.
func offline(text string) (t provider.Title, word string, err error) {
	t, err = provider.ParseTitle(text, provider.Site{})
	if err == nil {
		return t, "", nil
	}
	namespace, name, found := strings.Cut(text, ":")
	if found && namespace != "" && !strings.HasPrefix(name, " ") && strings.IndexFunc(namespace, notInName) < 0 {
		if t, inner := provider.ParseTitle(name, provider.Site{}); inner == nil {
			return t, namespace, nil
		}
	}
	return "", "", err
}

// opened gives a title without the word before its colon of which only the wiki
// knows whether it names a namespace.
func opened(t provider.Title) provider.Title {
	if worded(t) {
		t, _, _ = offline(string(t))
	}
	return t
}

// worded reports whether a title has such a word; most have none.
func worded(t provider.Title) bool { return strings.Contains(string(t), ":") }

func notInName(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != ' ' && r != '_'
}

// titleReason is a clause that says what is wrong with a title.
func titleReason(err error) string {
	if e, ok := errors.AsType[*provider.TitleError](err); ok {
		return fmt.Sprintf("%q %s", e.Text, e.Reason)
	}
	return err.Error()
}

// tryTitle is a title that would do as a sentence with a blank before it, or "".
func tryTitle(err error) string {
	if e, ok := errors.AsType[*provider.TitleError](err); ok && e.Try != "" {
		return fmt.Sprintf(" Try %q.", e.Try)
	}
	return ""
}

// extOf is the extension that a source's name has, with its dot.
func extOf(s Source) string {
	if s.URL != "" {
		return path.Ext(nameOfURL(s.URL))
	}
	return path.Ext(s.Path)
}
