package starting

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"wikiform/internal/specimen"
	"wikiform/internal/table"
	"wikiform/spec"
)

var update = flag.Bool("update", false, "rewrite golden files")

// folder is a directory with files, and texts by their names.
func folder(texts map[string]string, names ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range texts {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for _, name := range names {
		fsys[name] = &fstest.MapFile{Data: []byte("content of " + name)}
	}
	return fsys
}

// begun makes a manifest of what is in fsys.
func begun(t *testing.T, fsys fs.FS, o Options) (*Start, error) {
	t.Helper()
	f, err := Survey(t.Context(), fsys, ".", nil)
	if err != nil {
		t.Fatal(err)
	}
	o.FS, o.Folder = fsys, f
	o.Load = func(fsys fs.FS) (*spec.Manifest, hcl.Diagnostics) { return spec.Load(fsys, ".", spec.Inputs{}) }
	if len(f.Tables) > 0 {
		if o.Table, err = ReadTable(fsys, f.Tables[0], Reading{}); err != nil {
			t.Fatal(err)
		}
		if o.Match, err = Find(f.Files, o.Table.Table, ""); err != nil {
			t.Fatal(err)
		}
	}
	return Make(o)
}

func TestMake(t *testing.T) {
	t.Parallel()
	wiki := &spec.Wiki{Name: "main", API: "https://wiki.example.org/w/api.php", Contact: "mailto:wiki@museum.example"}
	for _, tt := range []struct {
		name string
		fsys fstest.MapFS
		o    Options
	}{
		{"folder", folder(nil, "scans/1.jpg", "scans/2.jpg"), Options{Wiki: wiki, Licence: "Cc-by-4.0", Prefix: "Museum - "}},
		{"folders", folder(nil, "scans/a/1.jpg", "scans/b/1.TIF", "scans/b/c/2.jpg"), Options{Prefix: "US$"}},
		{"here", folder(nil, "x.jpg"), Options{Prefix: "100%"}},
		{"odd-names", folder(nil, "s/1.jpg", "s/a#b.jpg", "s/.hidden.jpg", "s/x\ny/2.jpg"), Options{}},
		{"table", folder(map[string]string{"list.csv": "Datei;Titel;Datum;Foto-graf;Fotograf\n1.jpg;Brücke;1902;x;Anna\n2.jpg;Mühle | alt;1911;y;Bert\n"}, "scans/1.jpg", "scans/2.jpg"),
			Options{Licence: "PD-old", Prefix: "Museum - "}},
		{"table-without-extensions", folder(map[string]string{"list.csv": "Inventar-Nr.,Beschreibung,Jahr\n 0001,Brücke,1902\n0002,Mühle,1911\n0009,Tor,1920\n"}, "scans/0001.jpg", "scans/0002.tif", "scans/0003.tif"),
			Options{}},
		{"table-titles-with-signs", folder(map[string]string{"list.csv": "Datei,Titel\n1.jpg,Brücke: von [Osten]\n2.jpg,\"Mühle / Haus\n#1\"\n"}, "scans/1.jpg", "scans/2.jpg"), Options{}},
		{"table-titles-that-cannot-be", folder(map[string]string{"list.csv": "Datei,Titel\n1.jpg,50%41\n2.jpg,Mühle\n"}, "scans/1.jpg", "scans/2.jpg"), Options{}},
		{"table-titles-missing", folder(map[string]string{"list.csv": "Datei,Titel\n1.jpg,\n2.jpg,Mühle\n"}, "scans/1.jpg", "scans/2.jpg"), Options{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, err := begun(t, tt.fsys, tt.o)
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			for _, f := range s.Files {
				fmt.Fprintf(&b, "-- %s --\n%s", f.Path, f.Text)
			}
			fmt.Fprintf(&b, "-- said --\ndeclared %d\nplain %s\nodd %s\ntitles %s\nunused %q\nempty %q\n", s.Declared, s.Plain, s.Odd, s.TitleColumn, s.Unused, s.Empty)
			golden(t, tt.name, b.String())
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// Names, cells and names of columns that try to become more than texts: the files are
// declared, or left out, and nothing is evaluated.
func TestNothingIsEvaluated(t *testing.T) {
	t.Parallel()
	evils := []string{
		`${file("/etc/passwd")}`, `$${x}`, `%{ if true }x%{ endif }`, `%%{x`, `"`, `\"`, `"]) } file "evil" { source = "x`, "\nEOT\n}\n", "a\r\nb", "\x1b[31m", "\x00", "\u202e",
		`'`, "`", `\`, `$(touch x)`, `#`, `[x]`, `{{subst:X}}`, `~~~~`, "US$", "100%", "..", "\ufffd", "a\x7f", `*`, `{a,b}`, `[^.]`, `?`,
	}
	for _, evil := range evils {
		for _, where := range []string{"scans/1%s.jpg", "scans/d%s/1.jpg", "%s/1.jpg"} {
			name := fmt.Sprintf(where, evil)
			if !fs.ValidPath(name) {
				continue
			}
			fsys := folder(nil, "scans/2.jpg", "scans/d/3.jpg", name)
			s, err := begun(t, fsys, Options{})
			if err != nil {
				t.Errorf("%q: %v", name, err)
				continue
			}
			if s.Declared < 2 || s.Declared > 3 {
				t.Errorf("%q: %d files are declared", name, s.Declared)
			}
		}
		// The same in a table. What a page can have, the page has as text.
		fsys := folder(nil, "scans/1.jpg", "scans/2.jpg")
		tbl := &Table{Path: "list.csv", expression: `[{ "Datei" = "1.jpg", ` + quoted("c"+evil) + ` = ` + quoted(evil) + `, "Beschreibung" = ` + quoted(evil) + ` }]`,
			Table: &table.Table{Columns: []string{"Datei", "c" + evil, "Beschreibung"}, Rows: []table.Row{{Line: 2, Cells: []string{"1.jpg", evil, evil}}}}}
		f, err := Survey(t.Context(), fsys, "scans", nil)
		if err != nil {
			t.Fatal(err)
		}
		m, err := Find(f.Files, tbl.Table, "")
		if err != nil {
			t.Fatal(err)
		}
		_, err = Make(Options{FS: fsys, Folder: f, Table: tbl, Match: m, Load: func(fsys fs.FS) (*spec.Manifest, hcl.Diagnostics) {
			m, diags := spec.Load(fsys, ".", spec.Inputs{})
			for i := range m.Files {
				if d := m.Files[i].Description; d != nil && strings.Contains(*d, "root:") {
					t.Errorf("%q was evaluated: %s", evil, *d)
				}
			}
			return m, diags
		}})
		if err != nil && !strings.Contains(err.Error(), "cannot be declared as they are") {
			t.Errorf("%q in a cell: %v", evil, err)
		}
	}
}

func TestSurvey(t *testing.T) {
	t.Parallel()
	fsys := folder(map[string]string{"list.csv": "a", "scans/list.xlsx": "a", "scans/deep/x.csv": "a", "~$list.xlsx": "a", ".b.csv": "a"},
		"scans/1.JPG", "scans/b/2.tif", "scans/._1.JPG", "scans/.trash/3.jpg", "scans/a|b.jpg", "scans/notes.txt", "scans/Thumbs.db", "scans/README",
		".git/x.jpg", ".wikiform/sandbox/y.jpg", "scans/.GIT/z.jpg")
	fsys["scans/out.jpg"] = &fstest.MapFile{Data: []byte("../../secret.jpg"), Mode: fs.ModeSymlink}
	fsys["scans/in.jpg"] = &fstest.MapFile{Data: []byte("b/2.tif"), Mode: fs.ModeSymlink}
	got, err := Survey(t.Context(), fsys, ".", nil)
	if err != nil {
		t.Fatal(err)
	}
	want := &Folder{
		Dir: "scans", Files: []string{"1.JPG", "b/2.tif", "in.jpg"}, Hidden: []string{"scans/._1.JPG", "scans/.trash/3.jpg"},
		Unfit: []Unfit{{"a|b.jpg", "contains |, which no title can hold", "a-b.jpg"}}, Out: []string{"scans/out.jpg"},
		Tables: []string{"list.csv", "scans/list.xlsx"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	got, err = Survey(t.Context(), fsys, "scans", []string{"tif"})
	if err != nil || got.Dir != "scans/b" || len(got.Files) != 1 {
		t.Errorf("only tif: %+v, %v", got, err)
	}
	fsys["scans/git.jpg"] = &fstest.MapFile{Data: []byte("../.git/x.jpg"), Mode: fs.ModeSymlink}
	if _, err := Survey(t.Context(), fsys, ".", nil); err == nil || !strings.Contains(err.Error(), "scans/git.jpg") {
		t.Errorf("a link into .git: %v", err)
	}
	for name, want := range map[string]string{"x.txt": "no picture", "a#.jpg": "none of 1 file can be declared under its name"} {
		if _, err := Survey(t.Context(), folder(nil, name), ".", nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Survey(t.Context(), folder(nil, "Mu\u0308hle.jpg", "Mühle.jpg"), ".", nil); err == nil || !strings.Contains(err.Error(), "composed") {
		t.Errorf("two forms of a name: %v", err)
	}
}

func TestColumnsOf(t *testing.T) {
	t.Parallel()
	got := columnsOf([]string{"Datei", "Inventar-Nr.", "Titel", "Name", "Entstehungs-Zeit", "FOTOGRAF/IN", "Fotograf"}, "Datei")
	want := map[string]string{"title": "Titel", "date": "Entstehungs-Zeit", "author": "Fotograf", "source": "Inventar-Nr."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Cc-by-4.0": "Cc-by-4.0", "{{PD-old}}": "PD-old", " {{ Cc-zero }} ": "Cc-zero", "Lizenz/Museum (2026)": "Lizenz/Museum (2026)",
		"": "!", "{{}}": "!", "PD|x": "!", "${file(\"x\")}": "!", "%{x": "!", "a\nb": "!", "{{a}}{{b}}": "!", "<b>": "!", strings.Repeat("a", 300): "!",
	} {
		got, err := CheckLicence(text)
		if err != nil {
			got = "!"
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for prefix, want := range map[string]string{
		"": "", "Museum - ": "", "US$": "", "100% ": "", "Museum: ": "contains :", "a[b": "contains [", "x\ny": "control character", strings.Repeat("a", 200): "so long",
	} {
		err := CheckPrefix(prefix)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", prefix, err, want)
		}
	}
}

func TestReadTable(t *testing.T) {
	t.Parallel()
	fsys := folder(map[string]string{
		"a.csv": "a;b\n1;2\n", "tab.tsv": "a\tb\n1\t2\n", "latin.csv": "Titel;b\nM\xfchle;2\n", "comma.csv": "a,b\n1,2\n", "ways.csv": "a,b;c\n1,2;3\n",
		"old.csv": "\xd0\xcf\x11\xe0xx", "zip.csv": "PK\x03\x04xx", "none.xlsx": "x", ".git/x.csv": "a", "empty.csv": "",
	})
	for name, want := range map[string]string{
		"a.csv": `csvdecode(file("a.csv"), { separator = ";" })`, "tab.tsv": `csvdecode(file("tab.tsv"), { separator = "tab" })`,
		"latin.csv": `csvdecode(file("latin.csv"), { encoding = "windows-1252", separator = ";" })`, "comma.csv": `csvdecode(file("comma.csv"))`,
		"ways.csv": "!ways.csv can be read in more than one way", "old.csv": "!old.csv is a workbook of the old kind (.xls), or one with a password; save it as .xlsx without one",
		"zip.csv": "!zip.csv is no workbook", "none.xlsx": "!none.xlsx is no workbook", ".git/x.csv": "!.git", "gone.csv": "!gone.csv: ", "empty.csv": "!empty.csv has no row at all",
	} {
		got, err := ReadTable(fsys, name, Reading{})
		switch {
		case strings.HasPrefix(want, "!"):
			if err == nil || !strings.Contains(err.Error(), want[1:]) {
				t.Errorf("%s: %v, want %s", name, err, want[1:])
			}
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case got.expression != want:
			t.Errorf("%s: %s, want %s", name, got.expression, want)
		}
	}
	got, err := ReadTable(fsys, "ways.csv", Reading{Separator: ","})
	if err != nil || got.expression != `csvdecode(file("ways.csv"), { separator = "," })` || len(got.Columns) != 2 {
		t.Errorf("pinned: %+v, %v", got, err)
	}
}

// The page and the check that the documentation shows are those that are written.
func TestDocumentedPage(t *testing.T) {
	t.Parallel()
	s, err := begun(t, folder(map[string]string{"list.csv": "Datei,Titel,Datum,Fotograf/in\n1.jpg,Brücke,1902,Anna\n"}, "1.jpg"), Options{Licence: "PD-old"})
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../docs/init.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range s.Files {
		if f.Path == DescriptionName && !strings.Contains(string(page), "```text\n"+f.Text+"```\n") {
			t.Errorf("docs/init.md does not show\n%s", f.Text)
		}
		if _, check, _ := strings.Cut(f.Text, "have.\ncheck"); f.Path == ManifestName && !strings.Contains(string(page), "```hcl\ncheck"+check+"```\n") {
			t.Errorf("docs/init.md does not show\n%s", check)
		}
	}
}

func TestMistyped(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{}
	for name, kind := range map[string]string{"a.jpg": "tif big", "b.tif": "tif big", "c.svg": "svg late", "d.png": "jpg", "e.pdf": "noise", "f.jpeg": "jpg", "g.oga": "opus", "h.webm": "mkv"} {
		fsys["s/"+name] = &fstest.MapFile{Data: specimen.Of(kind, 1)}
	}
	fsys["s/z.jpg"] = &fstest.MapFile{}
	f, err := Survey(t.Context(), fsys, ".", nil)
	if err != nil {
		t.Fatal(err)
	}

	want := []Mistyped{{"a.jpg", "image/tiff", "tif"}, {"d.png", "image/jpeg", "jpg"}, {"h.webm", "video/matroska", "mkv"}, {"z.jpg", "empty", ""}}
	if diff := cmp.Diff(want, f.Mistyped); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}
