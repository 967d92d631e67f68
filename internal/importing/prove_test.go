package importing_test

import (
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"wikiform/internal/importing"
	"wikiform/provider"
	"wikiform/spec"
)

// What does not give what the wiki has when it is read is written more simply, and where
// that does not help the page is left alone. No text is known of which that is so.
func TestFallsBack(t *testing.T) {
	t.Parallel()
	wholes := []provider.Whole{plate(1, 1), plate(2, 1), plate(3, 1), plate(4, 2), plate(5, 2), plate(6, 2), plate(7, 2)}
	type read = func(fs.FS) (*spec.Manifest, hcl.Diagnostics)
	misread := func(title provider.Title, times int) func(read) read {
		return func(load read) read {
			return func(fsys fs.FS) (*spec.Manifest, hcl.Diagnostics) {
				m, diags := load(fsys)
				for i := range m.Files {
					if f := &m.Files[i]; f.Title == title && f.Description != nil && times > 0 {
						other := *f.Description + "x"
						f.Description, times = &other, times-1
					}
				}
				return m, diags
			}
		}
	}
	for name, tt := range map[string]struct {
		load    func(read) read
		layouts []importing.Layout
		other   []provider.Title
		alone   []importing.Note
	}{
		"nothing":          {misread("Plate 1.png", 0), []importing.Layout{{Path: "bridges/information.wikitext", Pages: 4}, {Path: "bridges/information-2.wikitext", Pages: 3}}, nil, nil},
		"a filled text":    {misread("Plate 1.png", 1), []importing.Layout{{Path: "bridges/information.wikitext", Pages: 4}, {Path: "bridges/information-2.wikitext", Pages: 2}}, []provider.Title{"Plate 1.png"}, nil},
		"and its own file": {misread("Plate 1.png", 2), []importing.Layout{{Path: "bridges/information.wikitext", Pages: 4}, {Path: "bridges/information-2.wikitext", Pages: 2}}, []provider.Title{}, []importing.Note{{Title: "Plate 1.png", Why: "a manifest would not say just what the page says"}}},
		"a template": {func(load read) read {
			return func(fsys fs.FS) (*spec.Manifest, hcl.Diagnostics) {
				m, diags := load(fsys)
				if m.IsTemplate("bridges/information.wikitext") {
					diags = append(diags, &hcl.Diagnostic{Severity: hcl.DiagError, Subject: &hcl.Range{Filename: "bridges/information.wikitext"}})
				}
				return m, diags
			}
		}, []importing.Layout{{Path: "bridges/information-2.wikitext", Pages: 3}}, []provider.Title{"Plate 4.png", "Plate 5.png", "Plate 6.png", "Plate 7.png"}, nil},
	} {
		o := options(t, nil)
		o.Template, o.Load = "Information", tt.load(o.Load)
		im, _ := made(t, wholes, o)
		if diff := cmp.Diff(tt.layouts, im.Layouts) + cmp.Diff(tt.other, im.Other) + cmp.Diff(tt.alone, im.Alone); diff != "" || im.Declared != len(wholes) {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
