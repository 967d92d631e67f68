package spec

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
)

// evalFiles gives the wanted files in order of declaration, and of their keys
// within a block.
func (l *loader) evalFiles(blocks []*block, d common) {
	titles := map[provider.Title]claim{}
	for _, b := range blocks {
		for a := range l.instances(b, global) {
			f := a.file(d)
			if f.Title != "" {
				a.claim(titles, f)
				a.doubtFile(l.near, f)
			}
			if !a.failed {
				l.m.Files = append(l.m.Files, f)
			}
		}
	}
}

// file gives the file that one instance of a file block declares.
func (a *args) file(d common) File {
	f := File{Address: a.address(), Source: a.source(), Ranges: Ranges{
		Block: a.header, Title: a.at("title"), Source: a.at("source"), Description: a.at("description"),
	}}
	if a.has("url") {
		f.Ranges.Source = a.at("url")
	}
	f.Name, f.Title = a.title(f.Source)
	if text, ok := a.text("description"); ok {
		f.Description = &text
		a.page(text)
	}
	f.Mode, f.Lifecycle = a.mode(), a.lifecycle()
	c := a.common(d)
	f.Comment, f.Tags, f.Accept, f.Source.Via = c.comment, c.tags, c.accept, c.via
	f.Ranges.Comment, f.Ranges.Tags, f.Ranges.Accept = c.at.Comment, c.at.Tags, c.at.Accept
	for _, r := range []*hcl.Range{&f.Ranges.Comment, &f.Ranges.Tags, &f.Ranges.Accept} {
		if r.Filename == "" {
			*r = a.header
		}
	}
	if f.Source.URL == "" {
		f.Source.Via = ""
	}
	return f
}

func (a *args) address() Address {
	if a.of != "" {
		return a.of
	}
	return Address("file." + a.name)
}

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
	t, word, err := offline(text)
	if err == nil && word != "" {
		t = provider.Title(word + ":" + string(t)) // not the title of another file, until the wiki is asked
	}
	if err == nil {
		return text, t
	}
	reason, try := titleReason(err), ""
	if e, ok := errors.AsType[*provider.TitleError](err); ok && e.Try != "" {
		try = fmt.Sprintf(" Try %q.", e.Try)
	}
	switch {
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

// open gives a file's title without the word before its colon of which only the
// wiki knows whether it names a namespace, and that word, "" where there is none.
func (f File) open() (provider.Title, string) {
	if !strings.Contains(string(f.Title), ":") {
		return f.Title, "" // as most are
	}
	t, word, _ := offline(string(f.Title))
	return t, word
}

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

// extOf is the extension that a source's name has, with its dot.
func extOf(s Source) string {
	if s.URL != "" {
		return path.Ext(nameOfURL(s.URL))
	}
	return path.Ext(s.Path)
}

// claim is who wants a title.
type claim struct {
	Address
	at hcl.Range
}

// claim reports a second file with one title: the wiki has one content there.
func (a *args) claim(titles map[provider.Title]claim, f File) {
	first, taken := titles[f.Title]
	if !taken {
		titles[f.Title] = claim{f.Address, f.Ranges.Title}
		return
	}
	from := "title"
	if !a.has("title") {
		from = "source"
		if f.Source.URL != "" {
			from = "url"
		}
	}
	hint := "Give one of them another title."
	if x := a.attrs["title"]; a.of != "" && x != nil && !x.mentions("each") {
		hint = "The title is the same for every element of for_each; put each.key or a part of each.value into it."
	}
	a.fault(from, "Two files with one title", "%q is the title of %s (%s) and of %s (%s). %s",
		string(f.Title), first.Address, fileAndLine(first.at), f.Address, fileAndLine(a.at(from)), hint)
}
