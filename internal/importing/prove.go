package importing

import (
	"errors"
	"fmt"
	"path"
	"reflect"

	"wikiform/internal/number"
	"wikiform/internal/overlay"
	"wikiform/provider"
	"wikiform/spec"
)

// fits refuses what no manifest can hold before anything is tried.
func (w *writing) fits() error {
	switch n := len(w.rows); {
	case n == 0:
		return errors.New("there is nothing to declare")
	case n > spec.MaxInstances:
		return fmt.Errorf("these are %s, and one block stands for at most %s: import them in parts", number.Of(n, "file"), number.Grouped(spec.MaxInstances))
	}
	return nil
}

// prove makes the files, reads them in their places, and makes them more simply where
// what they give is not what the wiki has.
func (w *writing) prove() error {
	w.write()
	m, diags := w.Load(overlay.New(w.FS, w.texts()))
	for _, d := range diags.Errs() {
		return fmt.Errorf("what would be written is no manifest: %w", d)
	}
	return w.compare(m)
}

// compare looks whether a manifest says of the files just what the wiki has, and of all
// others what it said before.
func (w *writing) compare(m *spec.Manifest) error {
	name := path.Join(w.Dir, ManifestOf(w.Name))
	made := map[provider.Title]*spec.File{}
	rest := *m
	rest.Files = nil
	for i := range m.Files {
		if f := &m.Files[i]; f.Ranges.Block.Filename == name {
			made[f.Title] = f
		} else {
			rest.Files = append(rest.Files, *f)
		}
	}
	for _, r := range w.rows {
		f := made[r.Title]
		switch {
		case f == nil, f.Name != string(r.Title):
			return fmt.Errorf("%q would not be declared", r.Title)
		case w.Download && f.Source.Path != path.Join(w.Dir, w.original(r)):
			return fmt.Errorf("%q would have another source", r.Title)
		case !w.Download && (f.Source.Pin != r.Version.SHA1 || f.Source.URL != r.url):
			return fmt.Errorf("%q would have another content", r.Title)
		case (f.Description == nil) != (r.text == nil), r.text != nil && provider.NormalizeText(*f.Description) != *r.text:
			return fmt.Errorf("%q would have another text", r.Title)
		}
	}
	if len(made) != len(w.rows) {
		return errors.New("more files would be declared than the wiki has")
	}
	if w.Manifest != nil && !reflect.DeepEqual(others(w.Manifest), others(&rest)) {
		return errors.New("what the manifest says already would become something else")
	}
	return nil
}

// others is what a manifest says, but for its wikis.
func others(m *spec.Manifest) []any {
	return []any{m.Files, m.Settings, m.Moves, m.Redirects, m.Absences, m.Prunes, m.Disabled, m.Emptied}
}
