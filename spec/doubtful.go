package spec

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/text/cases"
	undetermined "golang.org/x/text/language"

	"wikiform/provider"
)

// usualForm is the same for titles that most wikis store as one, since their
// titles begin with a capital. Which capital a letter has, and whether that is so
// at all, only the wiki knows: it is good for a warning and for nothing else. Of
// most titles it is the title itself.
func usualForm(t provider.Title) string {
	if t != "" && t[0] < utf8.RuneSelf {
		return capital(string(t))
	}
	_, n := utf8.DecodeRuneInString(string(t))
	first := cases.Upper(undetermined.Und).String(string(t[:n]))
	return capital(cases.Fold().String(first) + string(t[n:]))
}

// capital gives a text that begins with none of the letters a to z.
func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}

// near are the titles of files by their usual forms, where these are no title of
// a file that came before: see nearby.
type near map[string]nearby

type nearby struct {
	claim
	title provider.Title
}

// nearby gives the first file whose title has a usual form.
func (l *loader) nearby(form string) (nearby, bool) {
	if n, ok := l.near[form]; ok {
		return n, true
	}
	t := provider.Title(form)
	c, ok := l.claims[t]
	return nearby{c, t}, ok && !worded(t)
}

// doubt warns of two titles that may be one; what is said of both ends in a comma.
func (a *args) doubt(attr, said string) {
	a.warn(attr, "Perhaps one title", "%s differs from it in the first letter only. "+
		"Most wikis store the two as one, since their titles begin with a capital; the plan asks the wiki.", said)
}

// doubtFile warns of what only the wiki can tell of a file's title, and remembers
// the title.
func (a *args) doubtFile(f *File) {
	if worded(f.Title) {
		a.doubtWord("title", f.Name)
		return
	}
	form := usualForm(f.Title)
	first, found := a.nearby(form)
	if found && first.title != f.Title { // of equal ones claim tells
		a.doubt("title", fmt.Sprintf("%q is the title of %s (%s), and %q (%s)",
			string(first.title), first.Address, fileAndLine(*first.at), string(f.Title), fileAndLine(a.at("title"))))
	}
	if !found {
		a.near[form] = nearby{claim{f.Address, &f.Ranges.Title}, f.Title}
	}
}

// doubtWord warns of a word before the colon of a title as it is written, which is
// mostly none of a namespace.
func (a *args) doubtWord(attr, name string) {
	_, word, _ := offline(name)
	_, err := provider.ParseTitle(name, provider.Site{})
	bad, ok := errors.AsType[*provider.TitleError](err)
	if !ok {
		return
	}
	a.warn(attr, "Perhaps no title", "%s, unless %q is what this wiki calls its file namespace; the plan asks the wiki. "+
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
