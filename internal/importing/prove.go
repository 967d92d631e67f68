package importing

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"reflect"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"wikiform/internal/overlay"
	"wikiform/provider"
	"wikiform/spec"
)

// prove makes the files, reads them in their places, and makes them more simply where
// what they give is not what the wiki has.
func (w *writing) prove() error {
	const most = 2*mostLayouts + 3 // each round takes a layout or some texts back
	for range most {
		if err := w.write(); err != nil {
			return err
		}
		m, diags := w.Load(overlay.New(w.FS, w.texts()))
		again, err := w.without(diags)
		if err == nil && !again {
			again, err = w.compare(m)
		}
		if err != nil || !again {
			return err
		}
	}
	return errors.New("what would be written does not come to say what the wiki has")
}

// without takes back the layouts that cannot be read. Other errors are the end.
func (w *writing) without(diags hcl.Diagnostics) (again bool, err error) {
	for _, d := range diags.Errs() {
		err = fmt.Errorf("the manifest would be wrong with what is to be written: %w", d)
		if d, ok := errors.AsType[*hcl.Diagnostic](d); ok && d.Subject != nil {
			for _, r := range w.rows {
				if r.layout != nil && path.Join(w.Dir, r.layout.path) == d.Subject.Filename {
					w.leave(r)
					again = true
				}
			}
		}
		if !again {
			return false, err
		}
	}
	return again, nil
}

// compare looks whether a manifest says of the files just what the wiki has, and of all
// others what it said before. Where it does not, the text gets a file of its own, or the
// page is left alone.
func (w *writing) compare(m *spec.Manifest) (again bool, err error) {
	name := path.Join(w.Dir, ManifestOf(w.Name))
	made := map[provider.Title]*spec.File{}
	rest := *m
	rest.Files = nil
	for i := range m.Files {
		if f := &m.Files[i]; f.Where().Block.Filename == name {
			made[f.Title] = f
		} else {
			rest.Files = append(rest.Files, *f)
		}
	}
	for _, r := range w.rows {
		f := made[r.Title]
		if f == nil || !w.same(f, r) || (f.Description == nil) != (r.text == nil) {
			return false, fmt.Errorf("%q would not be declared as the wiki has it", r.Title)
		}
		switch {
		case r.text == nil || provider.NormalizeText(*f.Description) == *r.text:
			continue
		case r.layout != nil:
			w.leave(r)
		default:
			w.leaveAlone(r, "a manifest would not say just what the page says")
		}
		again = true
	}
	switch {
	case len(made) != len(w.rows):
		return false, errors.New("more files would be declared than the wiki has")
	case w.Manifest != nil && !reflect.DeepEqual(others(w.Manifest), others(&rest)):
		return false, errors.New("what the manifest says already would become something else")
	}
	return again, nil
}

// same reports whether a block declares the title and the content of a file.
func (w *writing) same(f *spec.File, r *row) bool {
	if f.Name != string(r.Title) {
		return false
	}
	if w.Download {
		return f.Source.Path == path.Join(w.Dir, w.original(r))
	}
	return f.Source.Pin == r.Version.SHA1 && f.Source.URL == r.url
}

// others is what a manifest says, but for its wikis.
func others(m *spec.Manifest) []any {
	return []any{m.Files, m.Settings, m.Moves, m.Redirects, m.Absences, m.Prunes, m.Disabled, m.Emptied}
}

// count says what became of the pages.
func (w *writing) count() {
	for _, l := range w.layouts() {
		n := 0
		for _, r := range w.rows {
			if r.layout == l {
				n++
			}
		}
		w.Layouts = append(w.Layouts, Layout{l.path, n})
	}
	slices.Sort(w.Other)
	slices.SortFunc(w.Alone, func(a, b Note) int { return cmp.Compare(a.Title, b.Title) })
}
