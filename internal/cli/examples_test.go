package cli_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wikiform/spec"
)

// Every picture of an example is declared by its manifest, and once: nobody
// should have to guess what a file there is for.
func TestExamplesDeclareTheirPictures(t *testing.T) {
	t.Parallel()
	examples, err := filepath.Glob(filepath.Join("..", "..", "examples", "*", "main.wiki.hcl"))
	if err != nil || len(examples) < 3 {
		t.Fatalf("examples: %v, %v", examples, err)
	}
	for _, manifest := range examples {
		dir := filepath.Dir(manifest)
		m, diags := spec.Load(os.DirFS(dir), ".", spec.Inputs{})
		if diags.HasErrors() {
			t.Errorf("%s: %v", dir, diags)
			continue
		}
		var declared []string
		for _, f := range m.Files {
			declared = append(declared, filepath.Base(f.Source.Path+f.Source.URL))
		}
		var there []string
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if d.Name() == ".wikiform" {
				return fs.SkipDir
			}
			if slices.Contains([]string{".png", ".svg", ".jpg", ".tif"}, filepath.Ext(path)) {
				there = append(there, filepath.Base(path))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(declared)
		slices.Sort(there)
		if !slices.Equal(declared, there) {
			t.Errorf("%s declares %s, has %s", dir, strings.Join(declared, " "), strings.Join(there, " "))
		}
	}
}
