package importing_test

import (
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"wikiform/internal/importing"
	"wikiform/provider"
	"wikiform/spec"
	"wikiform/spec/format"
)

// whole is a file of a wiki.
func whole(title, text string) provider.Whole {
	sum := provider.TextSHA1(title)
	return provider.Whole{
		File: provider.File{
			Title:   provider.Title(title),
			Version: &provider.Version{Digest: provider.Digest{SHA1: sum, Size: 5}},
			Page:    &provider.Page{ID: 1, Rev: 2, Text: text, HasText: true, TextSHA1: provider.TextSHA1(text)},
		},
		URL: "https://wiki.example.org/images/" + sum.Short() + ".png",
	}
}

// options are those of a directory with some files in it.
func options(t testing.TB, files map[string]string) importing.Options {
	t.Helper()
	fsys := fstest.MapFS{}
	declares := false
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
		declares = declares || strings.HasSuffix(name, ".wiki.hcl")
	}
	o := importing.Options{Name: "bridges", FS: fsys, Dir: ".", API: "https://wiki.example.org/w/api.php", Load: func(fsys fs.FS) (*spec.Manifest, hcl.Diagnostics) {
		return spec.Load(fsys, ".", spec.Inputs{})
	}}
	if declares {
		m, diags := o.Load(fsys)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		o.Manifest = m
	}
	return o
}

// made makes an import that has to be whole, and is written as people and fmt write.
func made(t testing.TB, wholes []provider.Whole, o importing.Options) (*importing.Import, map[string]string) {
	t.Helper()
	im, err := importing.Make(wholes, o)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range im.Files {
		if _, twice := files[f.Path]; twice {
			t.Fatalf("%s is written twice", f.Path)
		}
		files[f.Path] = f.Text
	}
	last := im.Files[len(im.Files)-1]
	if last.Path != o.Name+".wiki.hcl" {
		t.Errorf("%s is written last", last.Path)
	}
	usual, diags := format.Source(last.Path, []byte(last.Text))
	if diff := cmp.Diff(string(usual), last.Text); diff != "" || diags.HasErrors() {
		t.Errorf("fmt writes the manifest otherwise, %v (-fmt +import):\n%s", diags, diff)
	}
	return im, files
}

func wants(t *testing.T, got map[string]string, want map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	o := options(t, nil)
	o.Command = "wikiform import -category=Bridges -out=bridges"
	im, files := made(t, []provider.Whole{whole("Mill.png", "A mill.\n\n[[Category:Mills]]"), whole("Bridge, old.png", "")}, o)
	wants(t, files, map[string]string{
		"bridges/texts/Bridge,_old.png-28da7432.wikitext": "",
		"bridges/texts/Mill.png-7d68a827.wikitext":        "A mill.\n\n[[Category:Mills]]\n",
		"bridges.csv": "title,url,sha1,text\n" +
			`"Bridge, old.png",https://wiki.example.org/images/28da7432.png,28da74327bdafeaa2a85536c9e74f1d9f248e2f4,"bridges/texts/Bridge,_old.png-28da7432.wikitext"` + "\n" +
			"Mill.png,https://wiki.example.org/images/7d68a827.png,7d68a82754701b0438dec66e1132770811ea2ceb,bridges/texts/Mill.png-7d68a827.wikitext\n",
		"bridges.wiki.hcl": `# 2 files of https://wiki.example.org/w/api.php
# as found by: wikiform import -category=Bridges -out=bridges

file "bridges" {
  for_each    = { for row in csvdecode(file("bridges.csv")) : row.title => row }
  url         = each.value.url
  sha1        = each.value.sha1
  title       = each.key
  description = file(each.value.text)

  lifecycle {
    ignore_changes = ["content"]
  }
}
`,
	})
	if im.Declared != 2 || path.Dir(im.Files[0].Path) != "bridges/texts" {
		t.Errorf("%+v", im)
	}
}
