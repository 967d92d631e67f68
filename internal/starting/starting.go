// Package starting makes the first manifest for a folder of files: with a table, if there
// is one, of which it finds the column that names the files.
//
// Names of files, cells and names of columns are data that anybody may have written. They
// get into what is evaluated as quoted texts only, and a manifest is made of the files
// themselves wherever that can be: by patterns, not by names. Before anything is written
// all of it is read, and has to declare the very files that were found, each under a title
// of its own; where it does not, titles are made more simply.
//
// The package is pure: it reads through a file system that is handed in, and writes
// nothing.
package starting

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"

	"wikiform/internal/overlay"
	"wikiform/provider"
	"wikiform/spec"
)

// The files that are written.
const (
	ManifestName    = "main.wiki.hcl"
	DescriptionName = "description.wikitext"
	IgnoreName      = ".gitignore"
)

// Ignored has the lines of the .gitignore.
var Ignored = []string{".wikiform/", "*.wikiplan"}

// Options say what is to be declared, and how.
type Options struct {
	FS fs.FS // of the manifest's directory
	// Load reads the manifest of that directory from a file system that is FS with other
	// files in it.
	Load func(fs.FS) (*spec.Manifest, hcl.Diagnostics)

	Folder  *Folder
	Table   *Table     // nil for none
	Match   *Match     // of the table
	Wiki    *spec.Wiki // gets a block; nil: the embedded sandbox
	Licence string     // the name of its template; "" for none
	Prefix  string     // of the titles
}

// Start is what is to be written.
type Start struct {
	// Files are in the order in which they are to be written: the manifest is the last one.
	Files    []File
	Declared int
	// Plain says, as a clause, why titles are not made with the column that has titles; ""
	// where they are, or where there is none.
	Plain string
	// Odd says, as a clause, why in titles of that column signs become hyphens; "" where
	// they need not.
	Odd string
	// TitleColumn is the column that titles are made with; "" for none.
	TitleColumn string
	// Unused are the columns of the table that nothing is made of, and Empty the parameters
	// of the description for which there is nothing.
	Unused, Empty []string
}

// File is a text file of the manifest's directory.
type File struct{ Path, Text string }

var plainTemplate = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[\pL\pN][\pL\pN\pM _.,()'/:+-]{0,199}$`) })

// CheckLicence gives the name of a licence's template, which may be written with its
// braces. An error is a clause.
func CheckLicence(text string) (string, error) {
	name := strings.TrimSpace(text)
	if inner, ok := strings.CutPrefix(name, "{{"); ok {
		name = strings.TrimSpace(strings.TrimSuffix(inner, "}}"))
	}
	if !plainTemplate().MatchString(name) {
		return "", errors.New("is no name of a template, such as Cc-by-4.0, Cc-zero or PD-old")
	}
	return name, nil
}

// CheckPrefix tells why titles cannot begin with a text, as a clause; nil where they can.
func CheckPrefix(prefix string) error {
	t, err := provider.ParseTitle(prefix+"A.jpg", provider.Site{})
	if e, ok := errors.AsType[*provider.TitleError](err); ok {
		if e.Try != "" {
			return fmt.Errorf("%s; try %q", e.Reason, strings.TrimSuffix(e.Try, "A.jpg"))
		}
		return errors.New(e.Reason)
	}
	if err == nil && len(t) > provider.MaxTitleBytes/2 {
		return errors.New("is so long that nothing is left for the names of the files")
	}
	return err
}

// Make makes the files that declare what was found. An error is a sentence for people, or
// diagnostics of what would have been written.
func Make(o Options) (*Start, error) {
	w := &writing{Options: o}
	w.arrange()
	var first string
	for _, t := range w.titles() {
		s := w.with(t)
		why, err := w.prove(s)
		if err != nil {
			return nil, err
		}
		if why == "" {
			if t.column != "" {
				s.Odd = first
			} else if w.has["title"] != "" {
				s.Plain = or(w.noTitles, first)
			}
			return s, nil
		}
		first = or(first, why)
	}
	return nil, fmt.Errorf("the files cannot be declared as they are: %s", first)
}

// prove reads what would be written in its place. It gives the reason why it does not
// declare the files, a sentence; "" where it does.
func (w *writing) prove(s *Start) (why string, err error) {
	texts := map[string]string{}
	for _, f := range s.Files {
		texts[f.Path] = f.Text
	}
	m, diags := w.Load(overlay.New(w.FS, texts))
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			why, _, _ = strings.Cut(or(d.Detail, d.Summary), "\n") // the rest names the block
			why, _, _ = strings.Cut(why, ". Try \"")               // nor is a title written by hand
			return strings.TrimSuffix(provider.VisibleLine(why), "."), nil
		}
	}
	if len(m.Failed) > 0 {
		return strings.TrimSuffix(provider.VisibleLine(m.Failed[0].Detail), "."), nil
	}
	want := map[string]bool{}
	for _, f := range w.declared() {
		want[path.Join(w.Folder.Dir, f)] = true
	}
	for i := range m.Files {
		source := m.Files[i].Source.Path
		if !want[source] {
			return "", fmt.Errorf("%q would be declared, which was not found: something changes in the folder; try again", source)
		}
		delete(want, source)
	}
	for missing := range want {
		return "", fmt.Errorf("%q would not be declared: something changes in the folder; try again", missing)
	}
	s.Declared = len(m.Files)
	return "", nil
}

// declared are the files that the manifest is to declare.
func (w *writing) declared() []string {
	if w.Match == nil {
		return w.Folder.Files
	}
	var list []string
	for _, p := range w.Match.Pairs {
		list = append(list, p.File)
	}
	return list
}
