// Package pull decides how what the pages of a wiki say comes into git: which file is
// written, or what else would have to change.
//
// What comes from a wiki is data that anybody may have written. It becomes the text of a
// file that is read as a text and as nothing else, and that is proved before anything is
// written: with these texts in their files, the manifest must say of each of those pages
// what the wiki says, and of everything else what it said before.
package pull

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"

	"wikiform/provider"
	"wikiform/spec"
)

// Page is a page that does not say what the manifest says.
type Page struct {
	File     *spec.File
	Title    provider.Title // as the wiki stores it
	Revision int64
	User     string
	Time     time.Time
	Text     string // that the manifest has to have
	Both     bool   // it is what the page says, and what the manifest changed meanwhile
	Unusable string // why the text cannot be taken, a sentence; "" where it can
}

// Taking is what becomes of one page.
type Taking struct {
	Page
	Wording spec.Wording
	Path    string // of the file that is written, below the root; "" where none is
	Text    string // of that file
	// Override: it is a file that takes the place of what the description is made from.
	// Read: the manifest reads it where it exists. Else Reading is what would; "" where
	// that is not known.
	Override, Read bool
	Reading        string
	Cells          []spec.Cell // what the row of Wording would have to say, if that is enough
	Refused        string      // why nothing is written, a sentence
}

// Was is what the manifest says of the page.
func (t *Taking) Was() string { return provider.NormalizeText(*t.File.Description) }

// Said is what the manifest has to say.
func (t *Taking) Said() string { return provider.NormalizeText(t.Page.Text) }

// Settles reports whether the manifest says what the page says once the file is written.
func (t *Taking) Settles() bool { return t.Path != "" && (!t.Override || t.Read) }

// Options say how it is decided.
type Options struct {
	FS fs.FS // all that the manifest can read
	// Load reads the manifest again, from files of which some are others.
	Load func(fs.FS) (*spec.Manifest, hcl.Diagnostics)
	// Overrides is the directory in which a file takes the place of a description that is
	// none, as the manifest writes paths; "": there are none.
	Overrides string
}

// Decide decides about pages of a manifest without errors.
func Decide(m *spec.Manifest, pages []Page, o Options) []Taking {
	all := make([]Taking, len(pages))
	for i, p := range pages {
		all[i] = decide(m, p, o)
	}
	units := inUnits(all)
	for _, u := range units {
		u.agree()
	}
	trial{m, o}.prove(units)
	if sum := standing(units); len(sum) > 0 {
		trial{m, o}.confirm(sum)
	}
	return all
}

// decide looks at one page by itself.
func decide(m *spec.Manifest, p Page, o Options) Taking {
	t := Taking{Page: p, Refused: p.Unusable}
	t.Wording, _ = m.Wording(p.File.Address)
	if t.Refused != "" {
		return t
	}
	switch {
	case t.Wording.File != "":
		t.Path = t.Wording.File
	default:
		t.Cells = m.Cells(p.File.Address, t.Said())
		if o.Overrides == "" {
			return t
		}
		override := m.Override(p.File, o.Overrides)
		t.Path, t.Reading, t.Override = override.Path, override.Reading, true
	}
	switch why := unsafe(t.Path); {
	case why != "":
		t.refuse("%s is not written: %s.", t.Path, why)
	case m.IsTemplate(t.Path):
		t.refuse("%s is not written: the manifest reads it as a template, too, so that what the page says would be evaluated.", t.Path)
	default:
		if link := linked(o.FS, t.Path); link != "" {
			t.refuse("%s is not written: %s is a symbolic link.", t.Path, link)
		}
	}
	t.Text = p.Text
	if t.Override || strings.HasSuffix(*p.File.Description, "\n") {
		t.Text = strings.TrimSuffix(t.Text, "\n") + "\n"
	}
	if !t.Override && windows(*p.File.Description) {
		t.Text = strings.ReplaceAll(t.Text, "\n", "\r\n")
	}
	return t
}

// windows reports whether all lines of a text end as Windows has them: an editor there
// goes on so, and git shows no more than what was changed.
func windows(text string) bool {
	lines := strings.Count(text, "\n")
	return lines > 0 && strings.Count(text, "\r\n") == lines
}

func (t *Taking) refuse(format string, a ...any) {
	t.Refused, t.Path, t.Reading, t.Override = fmt.Sprintf(format, a...), "", "", false
}

// linked gives the first part of a path that is a symbolic link; "" for none.
func linked(fsys fs.FS, name string) string {
	for i := range len(name) + 1 {
		if i < len(name) && name[i] != '/' {
			continue
		}
		if info, err := fs.Lstat(fsys, name[:i]); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return name[:i]
		}
	}
	return ""
}

// unit are the pages whose text one file is: it is written for all of them or for none.
type unit []*Taking

func inUnits(all []Taking) []unit {
	at := map[string]int{}
	var units []unit
	for i := range all {
		t := &all[i]
		if t.Path == "" {
			continue
		}
		n, seen := at[t.Path]
		if !seen {
			n = len(units)
			at[t.Path], units = n, append(units, nil)
		}
		units[n] = append(units[n], t)
	}
	return units
}

// agree refuses a file of which several pages say different things.
func (u unit) agree() {
	if !slices.ContainsFunc(u, func(t *Taking) bool { return t.Said() != u[0].Said() }) {
		return
	}
	var names []string
	for _, t := range u {
		names = append(names, string(t.File.Address))
	}
	path := u[0].Path
	for _, t := range u {
		t.refuse("%s is not written: it is the description of %s, and their pages say different things. Give each a file of its own.", path, list(names))
	}
}

// list names a few of many.
func list(names []string) string {
	const most = 4
	if len(names) > most {
		names = append(slices.Clone(names[:most-1]), fmt.Sprintf("%d more", len(names)-most+1))
	}
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
