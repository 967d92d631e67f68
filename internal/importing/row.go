package importing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"wikiform/internal/weburl"
	"wikiform/provider"
	"wikiform/spec"
)

// row is a file that is declared.
type row struct {
	provider.Whole
	local string // its name here, without an extension
	label string // of its block, where each has one
	url   string
	text  *string // that its description is to be; nil where its page is left alone
	own   string  // the file that has the text; "" for a page without, or one made by a layout
	// layout is what the text is made with; nil for none. What differs is in values, by the
	// columns.
	layout *layout
	values map[string]string
}

// take sorts out which files are declared, and how.
func (w *writing) take(wholes []provider.Whole) {
	declared := mentioned(w.Manifest)
	names := localNames{}
	seen := map[provider.Title]bool{}
	wholes = slices.SortedFunc(slices.Values(wholes), func(a, b provider.Whole) int { return cmp.Compare(a.Title, b.Title) })
	for _, f := range wholes {
		if seen[f.Title] {
			continue
		}
		seen[f.Title] = true
		r := &row{Whole: f, url: weburl.Stable(f.URL)}
		if why := w.undeclarable(r, declared); why != "" {
			w.Left = append(w.Left, Note{f.Title, why})
			continue
		}
		r.local = names.of(f.Title)
		if why := w.read(r); why != "" {
			w.Alone = append(w.Alone, Note{f.Title, why})
		}
		w.rows = append(w.rows, r)
	}
}

// undeclarable is a clause that says why no block can declare a file as it is.
func (w *writing) undeclarable(r *row, declared map[provider.Title]string) string {
	t, err := provider.ParseTitle(string(r.Title), provider.Site{})
	switch {
	case r.Invalid != "":
		return "the wiki can have no such title: " + r.Invalid
	case r.Version == nil && r.Shared:
		return "it is in a shared repository, and this wiki has no file of its own"
	case r.Version == nil && r.Redirect:
		return "its page is a redirect, and there is no file"
	case r.Version == nil:
		return "there is no file"
	case err != nil:
		return "a manifest cannot have its title: " + err.Error()
	case t != r.Title:
		return fmt.Sprintf("a manifest would have its title as %q", t)
	case declared[r.Title] != "":
		return declared[r.Title] + " is about this title already"
	case !r.Version.SHA1.Known():
		return "the wiki does not tell the SHA-1 of its content"
	case w.Download:
		return ""
	case r.URL == "":
		return "the wiki does not tell where its content is"
	case weburl.Shown(r.url) != r.url:
		return "the address of its content has a secret in it"
	}
	if why := spec.BadURL(r.url); why != "" {
		return "the address of its content " + why
	}
	return ""
}

// read takes the text of a file's page, or tells why it is left alone, a clause.
func (w *writing) read(r *row) string {
	switch p := r.Page; {
	case p == nil:
		return "it has no page"
	case r.Redirect:
		return "its page is a redirect"
	case p.Model != "":
		return fmt.Sprintf("its page is no wikitext but %q", p.Model)
	case !p.HasText:
		return "the wiki does not show the text of its page"
	case strings.HasPrefix(p.Text, "\uFEFF"):
		return "the text of its page begins with a byte order mark, which is no part of a file's text"
	}
	if why := spec.Undescribable(r.Page.Text); why != "" {
		return "the text of its page " + why
	}
	if redirect := spec.RedirectMarkup(r.Page.Text, w.Site.RedirectWords...); redirect != "" {
		return "the text of its page is a redirect: " + redirect
	}
	r.text, r.own = &r.Page.Text, w.textFile(r)
	return ""
}

// leaveAlone declares a file without its page.
func (w *writing) leaveAlone(r *row, why string) {
	r.text, r.own, r.layout, r.values = nil, "", nil, nil
	w.Other = slices.DeleteFunc(w.Other, func(t provider.Title) bool { return t == r.Title })
	w.Alone = append(w.Alone, Note{r.Title, why})
}

// mentioned are the titles that a manifest says something of, and which block does.
func mentioned(m *spec.Manifest) map[provider.Title]string {
	by := map[provider.Title]string{}
	if m == nil {
		return by
	}
	for _, a := range m.Absences {
		by[a.Title] = string(a.Address)
	}
	for _, x := range m.Moves {
		by[x.From], by[x.To] = string(x.Address), string(x.Address)
	}
	for _, r := range m.Redirects {
		by[r.Title] = string(r.Address)
	}
	for _, d := range m.Disabled {
		by[d.Title] = string(d.Address)
	}
	for i := range m.Files {
		by[m.Files[i].Title] = string(m.Files[i].Address)
	}
	return by
}
