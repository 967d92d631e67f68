package starting

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"
	"pgregory.net/rapid"

	"wikiform/internal/table"
	"wikiform/spec"
)

// However files and cells are written, the expressions of the manifest make of them what
// was made of them here: it declares the files of the pairs, and no others.
func TestExpressionsSayTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		word := rapid.StringOfN(rapid.SampledFrom([]rune(`ab1ÄäİK $%'"-.`)), 1, 4, -1)
		ends := rapid.SampledFrom([]string{".jpg", ".JPG", ".tif"})
		fsys := fstest.MapFS{}
		var names []string
		for range rapid.IntRange(1, 6).Draw(rt, "files") {
			name := word.Draw(rt, "name") + ends.Draw(rt, "end")
			if rapid.Bool().Draw(rt, "below") {
				name = word.Draw(rt, "directory") + "/" + name
			}
			if fs.ValidPath("s/"+name) && !strings.Contains(name, "./") {
				fsys["s/"+name] = &fstest.MapFile{Data: []byte("x")}
				names = append(names, name)
			}
		}
		f, err := Survey(rt.Context(), fsys, ".", nil)
		if err != nil || len(f.Files) == 0 {
			return
		}
		tbl := &Table{Path: "list.csv", Table: &table.Table{Columns: []string{"f"}}}
		var rows []string
		for i := range rapid.IntRange(1, 8).Draw(rt, "rows") {
			cell := rapid.SampledFrom(append([]string{"", "missing"}, names...)).Draw(rt, "file")
			cell = written(rt, cell)
			tbl.Rows = append(tbl.Rows, table.Row{Line: i + 2, Cells: []string{cell}})
			rows = append(rows, "{ f = "+quoted(cell)+" }")
		}
		tbl.expression = "[" + strings.Join(rows, ", ") + "]"
		m, err := Find(f.Files, tbl.Table, "")
		if err != nil {
			return
		}
		s, err := Make(Options{FS: fsys, Folder: f, Table: tbl, Match: m, Load: func(fsys fs.FS) (*spec.Manifest, hcl.Diagnostics) {
			return spec.Load(fsys, ".", spec.Inputs{})
		}})
		switch {
		case err != nil && !strings.Contains(err.Error(), "cannot be declared as they are"):
			rt.Fatal(err)
		case err == nil && s.Declared != len(m.Pairs):
			rt.Fatalf("%d of %d files are declared", s.Declared, len(m.Pairs))
		case err != nil && !sameTitles(m):
			rt.Fatal(err)
		}
	})
}

// written is the name of a file as people write it into a table.
func written(rt *rapid.T, name string) string {
	if rapid.Bool().Draw(rt, "backslashes") {
		name = strings.ReplaceAll(name, "/", `\`)
	}
	switch rapid.IntRange(0, 4).Draw(rt, "how") {
	case 0:
		name = name[strings.LastIndexAny(name, `/\`)+1:]
	case 1:
		name = strings.ToUpper(name)
	case 2:
		name = " " + name + "\t"
	case 3:
		if i := strings.LastIndex(name, "."); i > 0 {
			name = name[:i]
		}
	}
	return name
}

// sameTitles reports whether two files have one title, whatever is done: titles have no runs
// of blanks.
func sameTitles(m *Match) bool {
	var titles []string
	for _, p := range m.Pairs {
		titles = append(titles, strings.Join(strings.Fields(strings.ReplaceAll(p.File, "/", " - ")), " "))
	}
	slices.Sort(titles)
	return len(slices.Compact(titles)) < len(m.Pairs)
}

// However a licence is named, and whatever the cells around it have, the pages have it by
// the check that is written with them.
func TestLicenceIsThere(t *testing.T) {
	t.Parallel()
	names := rapid.StringMatching(`(Template|template|Vorlage|User|int|)[ _]?:? ?[A-ZÄa-z0-9 _.,()'/:+-]{1,12}`)
	rapid.Check(t, func(rt *rapid.T) {
		name, err := CheckLicence(names.Draw(rt, "name"))
		if err != nil {
			return
		}
		cell := rapid.SampledFrom([]string{"Tor", "Tor <!--", "{{x", "<nowiki>", "x <pre>", "{{{", "[[", "-->"}).Draw(rt, "cell")
		s, err := begun(t, folder(map[string]string{"list.csv": "Datei,Titel\n1.jpg," + cell + "\n"}, "1.jpg"), Options{Licence: name})
		if err != nil {
			rt.Fatalf("%q: %v", name, err)
		}
		for _, f := range s.Files {
			if f.Path == ManifestName && !strings.Contains(f.Text, `check "licence" {`) {
				rt.Fatalf("%q: no check:\n%s", name, f.Text)
			}
		}
	})
}
