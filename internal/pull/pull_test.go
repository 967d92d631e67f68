package pull

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"pgregory.net/rapid"

	"wikiform/provider"
	"wikiform/spec"
)

func load(fsys fs.FS) (*spec.Manifest, hcl.Diagnostics) {
	return spec.Load(fsys, "w", spec.Inputs{Version: "1.0.0"})
}

// manifest reads one of a few lines, with some texts beside it.
func manifest(t testing.TB, text string, files map[string]string) (*spec.Manifest, fstest.MapFS) {
	t.Helper()
	fsys := fstest.MapFS{"w/m.wiki.hcl": {Data: []byte(text)}}
	for name, text := range files {
		fsys["w/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	m, diags := load(fsys)
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, text)
	}
	return m, fsys
}

// block is a file block with a description.
func block(name, description string) string {
	return fmt.Sprintf("file %q {\n  source = \"a.png\"\n  title = \"%s.png\"\n  description = %s\n}\n", name, strings.ToUpper(name), description)
}

// says are pages with these texts, by address.
func says(m *spec.Manifest, texts map[spec.Address]string) (pages []Page) {
	for i := range m.Files {
		if text, ok := texts[m.Files[i].Address]; ok {
			pages = append(pages, Page{File: &m.Files[i], Title: m.Files[i].Title, Revision: int64(i + 1), Text: text})
		}
	}
	return pages
}

func decided(t testing.TB, text string, files map[string]string, texts map[spec.Address]string, overrides string) []Taking {
	t.Helper()
	m, fsys := manifest(t, text, files)
	return Decide(m, says(m, texts), Options{FS: fsys, Load: load, Overrides: overrides})
}

// What nothing can be said against is written as it is.
func TestTextsAreWrittenAsTheyAre(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"template": "${file(\"secret\")} %{ if true }x%{ endif } $${y}", "quotes": `"a" \n \ 'b'`, "HCL": "EOT\n}\nfile \"evil\" {\n  source = \"/etc/passwd\"\n}",
		"escape": "\x1b[2J\u202e\u200f", "blanks": " \n\n  a\n ", "letters": "e\u0301 ﬁ 𝔘", "nothing": "", "long": strings.Repeat("a", 1<<20),
	} {
		got := decided(t, block("a", `file("a.wikitext")`), map[string]string{"a.wikitext": "A.\n"}, map[spec.Address]string{"file.a": text}, "")[0]
		if got.Refused != "" || got.Path != "w/a.wikitext" || got.Text != strings.TrimSuffix(text, "\n")+"\n" || !got.Settles() {
			t.Errorf("%s: %+.200v", name, got)
		}
	}
	got := decided(t, block("a", `file("a.wikitext")`), map[string]string{"a.wikitext": "A."}, map[spec.Address]string{"file.a": "B."}, "")[0]
	if got.Text != "B." {
		t.Errorf("without a line end at its end: %q", got.Text)
	}
	got = decided(t, block("a", `file("a.wikitext")`), map[string]string{"a.wikitext": "A.\r\nB.\r\n"}, map[spec.Address]string{"file.a": "A.\nC."}, "")[0]
	if got.Text != "A.\r\nC.\r\n" || !got.Settles() {
		t.Errorf("with line ends of Windows: %q", got.Text)
	}
}

// Files that are more than text to somebody are never written, and neither is what would
// come to say more than one page.
func TestAttacks(t *testing.T) {
	t.Parallel()
	const whole = `file("a.wikitext")`
	at := func(name string) string { return fmt.Sprintf("file(%q)", name) }
	for name, tt := range map[string]struct {
		manifest string
		files    map[string]string // beside a.wikitext
		text     string            // of file.a; "" for "New."
		why      string
	}{
		"a template as well":        {block("a", whole) + block("b", `templatefile("a.wikitext", {})`), nil, "", "as a template"},
		"a template of a condition": {block("a", whole) + block("b", `false ? templatefile("a.wikitext", {}) : "b"`), nil, "", "as a template"},
		"a template of no element":  {block("a", whole) + "locals {\n  x = [for n in [] : templatefile(\"${n}.wikitext\", {})]\n}\n", nil, "", "as a template"},
		"a template by other values": {block("a", whole) + block("b", `try(file("b.wikitext"), templatefile(var.x, {}))`) + "variable \"x\" {\n  default = \"\"\n}\n",
			map[string]string{"b.wikitext": "b"}, "", "as a template"},
		"a manifest":             {block("a", at("a.wiki.hcl")), map[string]string{"a.wiki.hcl": ""}, "", "only files that end in"},
		"nearly a manifest":      {block("a", at("a.wiki.txt")), map[string]string{"a.wiki.txt": "x"}, "", "that of a manifest"},
		"values":                 {block("a", at("a.WIKIVARS.txt")), map[string]string{"a.WIKIVARS.txt": "x"}, "", "that of a manifest"},
		"a table":                {block("a", at("a.csv")), map[string]string{"a.csv": "x"}, "", "only files that end in"},
		"a script":               {block("a", at("a.sh")), map[string]string{"a.sh": "x"}, "", "only files that end in"},
		"no extension":           {block("a", at("Makefile")), map[string]string{"Makefile": "x"}, "", "only files that end in"},
		"a dotfile":              {block("a", at(".env.txt")), map[string]string{".env.txt": "x"}, "", "begins with a dot"},
		"git's own":              {block("a", at(".gitattributes.txt")), map[string]string{".gitattributes.txt": "x"}, "", "begins with a dot"},
		"a forge's":              {block("a", at(".github/a.txt")), map[string]string{".github/a.txt": "x"}, "", "begins with a dot"},
		"a forge's, by a detour": {block("a", at("x/../.gitlab/a.txt")), map[string]string{".gitlab/a.txt": "x", "x/y": ""}, "", "begins with a dot"},
		"of a tool":              {block("a", at("CMakeLists.txt")), map[string]string{"CMakeLists.txt": "x"}, "", "tools take"},
		"of another tool":        {block("a", at("ci/Requirements-dev.txt")), map[string]string{"ci/Requirements-dev.txt": "x"}, "", "tools take"},
		"a device":               {block("a", at("nul.txt")), map[string]string{"nul.txt": "x"}, "", "not the same on every system"},
		"a short name":           {block("a", at("x/git~2/a.txt")), map[string]string{"x/git~2/a.txt": "x"}, "", "another name of .git"},
		"a stream":               {block("a", at("a.txt:b.txt")), map[string]string{"a.txt:b.txt": "x"}, "", "not the same on every system"},
		"a table as well": {block("a", whole) + "file \"t\" {\n  for_each = { for r in csvdecode(file(\"a.wikitext\")) : r.id => r }\n  source = \"x/${each.key}.png\"\n}\n",
			map[string]string{"a.wikitext": "id\n1\n"}, "id\n../../secret\n", "it would change more of file.t"},
		"a table with more rows": {block("a", whole) + "file \"t\" {\n  for_each = { for r in csvdecode(file(\"a.wikitext\")) : r.id => r }\n  source = \"x/${each.key}.png\"\n}\n",
			map[string]string{"a.wikitext": "id\n1\n"}, "id\n1\n2\n", "declare 3 files, and it declares 2"},
		"a title as well":   {block("a", whole) + "file \"t\" {\n  source = \"x.png\"\n  title = \"${chomp(file(\"a.wikitext\"))}.png\"\n}\n", nil, "Taken over", "it would change more of file.t"},
		"another's page":    {block("a", whole) + block("b", whole), nil, "", "what the manifest says of the page of file.b"},
		"a part of another": {block("a", whole) + block("b", `"B: ${file("a.wikitext")}"`), nil, "", "what the manifest says of the page of file.b"},
		"settings":          {"wikiform {\n  set = chomp(file(\"a.wikitext\"))\n}\n" + block("a", whole), map[string]string{"a.wikitext": "museum\n"}, "other", "more of the manifest"},
		"no text":           {block("a", whole), nil, "\ufeffNew.", "read back, it would not give"},
		"a redirect":        {block("a", whole), nil, "#REDIRECT [[File:Other.png]]", "would be wrong"},
	} {
		files := map[string]string{"a.wikitext": "A.\n"}
		for name, text := range tt.files {
			files[name] = text
		}
		text := tt.text
		if text == "" {
			text = "New."
		}
		got := decided(t, tt.manifest, files, map[spec.Address]string{"file.a": text}, "")[0]
		if got.Path != "" || got.Settles() || !strings.Contains(got.Refused, tt.why) {
			t.Errorf("%s: %q is written, %q; want it refused with %q", name, got.Path, got.Refused, tt.why)
		}
	}
}

// Links lead elsewhere.
func TestNoLinkIsWritten(t *testing.T) {
	t.Parallel()
	for name, links := range map[string]map[string]string{
		"file":      {"w/a.wikitext": "other.wikitext"},
		"directory": {"w/t": "texts"},
	} {
		fsys := fstest.MapFS{
			"w/m.wiki.hcl":       {Data: []byte(block("a", `file(fileexists("a.wikitext") ? "a.wikitext" : "t/a.wikitext")`))},
			"w/other.wikitext":   {Data: []byte("A.\n")},
			"w/texts/a.wikitext": {Data: []byte("A.\n")},
		}
		for from, to := range links {
			fsys[from] = &fstest.MapFile{Data: []byte(to), Mode: fs.ModeSymlink}
		}
		m, diags := load(fsys)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		got := Decide(m, says(m, map[spec.Address]string{"file.a": "New."}), Options{FS: fsys, Load: load})[0]
		if got.Path != "" || !strings.Contains(got.Refused, "is a symbolic link") {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// One bad page costs the others nothing.
func TestTheGoodAreWritten(t *testing.T) {
	t.Parallel()
	var text string
	files, texts, want := map[string]string{}, map[spec.Address]string{}, map[spec.Address]string{}
	for i := range 9 {
		name := fmt.Sprint("f", i)
		text += block(name, fmt.Sprintf("file(%q)", name+".txt"))
		files[name+".txt"] = "Old.\n"
		of := spec.Address("file." + name)
		texts[of], want[of] = "New.", "w/"+name+".txt"
	}
	texts["file.f3"], want["file.f3"] = "\ufeffNew.", ""
	texts["file.f7"], want["file.f7"] = "#REDIRECT [[File:X.png]]", ""
	got := map[spec.Address]string{}
	for _, t := range decided(t, text, files, texts, "") {
		got[t.File.Address] = t.Path
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A new file must not be more than what is read of it either.
func TestOverrides(t *testing.T) {
	t.Parallel()
	const list = "file \"t\" {\n  for_each = fileset(\"over\", \"*\")\n  source = \"over/${each.key}\"\n  title = \"${each.key}.png\"\n}\n"
	got := decided(t, block("a", `"a"`), nil, map[spec.Address]string{"file.a": "New."}, "over")[0]
	if got.Refused != "" || !got.Override || got.Read || got.Settles() || !strings.HasPrefix(got.Path, "w/over/A.png-") || !strings.HasPrefix(got.Reading, `file("over/A.png-`) {
		t.Errorf("%+v", got)
	}
	got = decided(t, block("a", `"a"`)+list, map[string]string{"over/x": "x"}, map[spec.Address]string{"file.a": "New."}, "over")[0]
	if got.Path != "" || !strings.Contains(got.Refused, "declare 3 files") {
		t.Errorf("what a fileset finds: %+v", got)
	}
	got = decided(t, block("a", `"a"`)+block("b", `try(file("b.txt"), templatefile(var.x, {}))`)+"variable \"x\" {\n  default = \"\"\n}\n",
		map[string]string{"b.txt": "b"}, map[spec.Address]string{"file.a": "New."}, "over")[0]
	if got.Path != "" || !strings.Contains(got.Refused, "as a template") {
		t.Errorf("what may be a template: %+v", got)
	}
	for _, dir := range []string{".git/x", ".github", "x/.y", "con", "a:b"} {
		got := decided(t, block("a", `"a"`), nil, map[spec.Address]string{"file.a": "New."}, dir)[0]
		if got.Path != "" || got.Refused == "" {
			t.Errorf("%s: %+v", dir, got)
		}
	}
}

// What is printed for the manifest is evaluated there: it is the file's name and no more,
// whatever the directory and the title are.
func TestReadingIsProved(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		dir := rapid.StringMatching(`[a-z]([a-z$%{}"' ]|\$\{x\}|%\{y)*[a-z]`).Draw(r, "directory")
		title := rapid.StringMatching(`[A-Z]([a-z$%"' ?!]|\pL)*[a-z]`).Filter(isTitle).Draw(r, "title")
		quoted := strings.NewReplacer(`"`, `\"`, "${", "$${", "%{", "%%{").Replace(title)
		text := "file \"a\" {\n  for_each = toset([\"x\"])\n  source = \"a.png\"\n  title = \"" + quoted + "${each.key}.png\"\n  description = \"${each.key} a\"\n}\n"
		got := decided(t, text, nil, map[spec.Address]string{`file.a["x"]`: "New ${x}."}, dir)[0]
		other := strings.Contains(dir, `"`) || slices.Contains([]string{"aux", "con", "nul", "prn"}, dir) // not a name on every system
		if got.Refused == "" && got.Reading == "" || got.Refused != "" && !other {
			r.Fatalf("%q, %q: %+v", dir, title, got)
		}
	})
}

// isTitle reports whether a wiki takes a title: one with "%eA" in it is none.
func isTitle(s string) bool {
	_, err := provider.ParseTitle(s+"x.png", provider.Site{})
	return err == nil
}
