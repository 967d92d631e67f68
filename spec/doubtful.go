package spec

import (
	"errors"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/text/cases"
	undetermined "golang.org/x/text/language"

	"wikiform/provider"
)

// usualForm is the same for titles that most wikis store as one, since their
// titles begin with a capital. Which capital a letter has, and whether that is so
// at all, only the wiki knows: it is good for a warning and for nothing else.
func usualForm(t provider.Title) string {
	_, n := utf8.DecodeRuneInString(string(t))
	first := cases.Upper(undetermined.Und).String(string(t[:n]))
	return cases.Fold().String(first) + string(t[n:])
}

// near are the titles of files by their usual forms.
type near map[string]nearby

type nearby struct {
	claim
	title provider.Title
}

// doubt warns of a second title that may be one with the first. Of equal titles
// others tell.
func (a *args) doubt(titles near, name string, t provider.Title, format string) {
	first, found := titles[usualForm(t)]
	if !found || first.title == t || t == "" {
		return
	}
	a.warn(name, "Perhaps one title", format+" Most wikis store the two as one, since their titles begin with a capital; the plan asks the wiki.",
		string(first.title), first.Address, fileAndLine(first.at), string(t), fileAndLine(a.at(name)))
}

// doubtFile warns of what only the wiki can tell of a file's title, and remembers
// the title for doubt.
func (a *args) doubtFile(titles near, f File) {
	if _, word := f.open(); word != "" {
		a.doubtWord(f, word)
		return
	}
	a.doubt(titles, "title", f.Title, "%q is the title of %s (%s), and %q (%s) differs from it in the first letter only.")
	if form := usualForm(f.Title); titles[form].Address == "" {
		titles[form] = nearby{claim{f.Address, f.Ranges.Title}, f.Title}
	}
}

// doubtWord warns of a word before a colon, which is mostly none of a namespace.
func (a *args) doubtWord(f File, word string) {
	_, err := provider.ParseTitle(f.Name, provider.Site{})
	bad, ok := errors.AsType[*provider.TitleError](err)
	if !ok {
		return
	}
	a.warn("title", "Perhaps no title", "%s, unless %q is what this wiki calls its file namespace; the plan asks the wiki. "+
		"If it is, write File: in its place, which every wiki understands. If not, try %q.", titleReason(bad), word, bad.Try)
}

// warn adds a warning of what only a wiki can tell.
func (a *args) warn(name, summary, format string, values ...any) {
	at := a.at(name)
	d := problem(at, at, summary, format, values...)
	d.Severity = hcl.DiagWarning
	if x := a.attrs[name]; x != nil {
		d.Context = &x.whole
	}
	a.doubtful.addTo(a.of, d)
}
