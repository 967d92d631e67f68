package spec

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// current compares a generated document with the one in docs, or writes it when
// tests run with -update.
func current(t *testing.T, name, want string) {
	t.Helper()
	name = "../docs/" + name
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(have), want); diff != "" {
		t.Errorf("%s is not current; run go test ./spec -update (-have +want):\n%s", name, diff)
	}
}

// museum is the directory that the examples of the documents are in.
var museum = fstest.MapFS{
	"bridge.wikitext":    {Data: []byte("The old bridge.\n")},
	"logo.wikitext":      {Data: []byte("Our logo.\n")},
	"photo.wikitext":     {Data: []byte("{{Information|description=${name}}}\n")},
	"if.wikitext":        {Data: []byte("%{ if startswith(v, \"h\") }yes%{ endif }")},
	"catalogue.csv":      {Data: []byte("id,name,path,year\n0001,Bridge,1902/bridge.jpg,1902\n0002,Mill,mill.jpg,1911\n")},
	"catalogue.xlsx":     {Data: plates()},
	"lido.xml":           {Data: lido()},
	"scans/bridge.jpg":   {Data: []byte("jpeg")},
	"scans/1902/old.jpg": {Data: []byte("jpeg")},
	"scans/mill.tif":     {Data: []byte("tiff")},
	"scans/mill.jpg":     {Data: []byte("II*\x00")},
}

// plates is a workbook with one sheet.
func plates() []byte {
	const rels = `<Relationships><Relationship Id="a" Type="x/%s" Target="%s"/></Relationships>`
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"_rels/.rels", fmt.Sprintf(rels, "officeDocument", "workbook.xml")},
		{"workbook.xml", `<workbook><sheets><sheet name="Plates" r:id="a"/></sheets></workbook>`},
		{"_rels/workbook.xml.rels", fmt.Sprintf(rels, "worksheet", "sheet.xml")},
		{"sheet.xml", `<worksheet><sheetData><row><c t="str"><v>id</v></c><c t="str"><v>name</v></c></row>` +
			`<row><c t="str"><v>0001</v></c><c t="str"><v>Bridge</v></c></row></sheetData></worksheet>`},
	} {
		w, _ := z.Create(part[0])
		_, _ = w.Write([]byte(part[1]))
	}
	_ = z.Close()
	return b.Bytes()
}

func TestFunctionsPage(t *testing.T) {
	t.Parallel()
	l := newLoader(museum, ".", Inputs{})
	var b strings.Builder
	b.WriteString(functionsHead)
	for _, s := range []struct {
		heading string
		belongs func(name string) bool
	}{
		{"Values", func(n string) bool { return !strings.Contains(n, "file") && !strings.Contains(n, "::") }},
		{"Files", func(n string) bool { return strings.Contains(n, "file") }},
		{"Wikitext", func(n string) bool { return strings.Contains(n, "::") }},
	} {
		fmt.Fprintf(&b, "\n## %s\n", s.heading)
		for _, f := range functions {
			if !s.belongs(f.name) {
				continue
			}
			v, diags := l.evaluate(f.example)
			if diags.HasErrors() {
				t.Errorf("%s: %s", f.example, diags)
			}
			fmt.Fprintf(&b, "\n### %s\n\n    %s\n\n%s\n\n```hcl\n%s\n```\n\n```text\n%s\n```\n",
				f.name, signature(f.name, l.eval.ctx.Functions[f.name]), f.purpose, f.example, Value{v})
		}
	}
	current(t, "functions.md", b.String())
}

const functionsHead = `# Functions

Every function that an expression can call, with an example and what it gives.
Names and meaning are Terraform's; those of wiki:: are wikiform's own. There is no
clock, no chance, no environment and no network, so that the same repository
always means the same plan. Paths are relative to the manifest, and lead out of
the root, or into .git and .wikiform, for none of these functions.

*This page is made by ` + "`go test ./spec -update`" + ` from the table that registers the
functions, and the examples are run.*
`

func (l *loader) evaluate(src string) (cty.Value, hcl.Diagnostics) {
	e, diags := parseExpression([]byte(src), "example", hcl.InitialPos)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	l.eval.install(e)
	return l.eval.calculate(&expr{Expression: e, at: e.Range()}, l.eval.ctx)
}

// signature writes how a function is called.
func signature(name string, f function.Function) string {
	var params []string
	for _, p := range f.Params() {
		params = append(params, p.Name)
	}
	if p := f.VarParam(); p != nil {
		params = append(params, p.Name+"…")
	}
	return name + "(" + strings.Join(params, ", ") + ")"
}

// TestLanguagePage keeps the tables of docs/language.md in step with the table
// of the language.
func TestLanguagePage(t *testing.T) {
	page, err := os.ReadFile("../docs/language.md")
	if err != nil {
		t.Fatal(err)
	}
	described := map[string]bool{}
	got := generated.ReplaceAllStringFunc(string(page), func(part string) string {
		path := generated.FindStringSubmatch(part)[1]
		described[path] = true
		kind, ok := kindAt(path)
		if !ok {
			t.Errorf("there is no block %q", path)
		}
		return "<!-- table: " + path + " -->\n" + attributeTable(kind) + "<!-- end -->"
	})
	current(t, "language.md", got)
	for path := range everyBlock("", language) {
		if kind, _ := kindAt(path); !described[path] && !kind.free {
			t.Errorf("docs/language.md has no table of %s", path)
		}
	}
}

var generated = regexp.MustCompile(`(?s)<!-- table: (\S+) -->\n.*?<!-- end -->`)

func everyBlock(prefix string, kinds []blockType) map[string]blockType {
	all := map[string]blockType{}
	for _, k := range kinds {
		all[prefix+k.name] = k
		for path, inner := range everyBlock(prefix+k.name+".", k.blocks) {
			all[path] = inner
		}
	}
	return all
}

func kindAt(path string) (blockType, bool) {
	k, ok := everyBlock("", language)[path]
	return k, ok
}

func attributeTable(k blockType) string {
	var b strings.Builder
	b.WriteString("| attribute | type | default | example | |\n| --- | --- | --- | --- | --- |\n")
	for _, a := range k.attrs {
		unless := a.unless
		if a.required {
			unless = "*required*"
		}
		purpose := a.purpose
		if len(a.values) > 0 {
			purpose += " One of `" + strings.Join(a.values, "`, `") + "`."
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | `%s` | %s |\n", a.name, a.friendly(), unless, strings.ReplaceAll(a.example, "|", `\|`), purpose)
	}
	return b.String()
}

// Each example of the table is fine where it stands.
func TestAttributeExamples(t *testing.T) {
	t.Parallel()
	for path, k := range everyBlock("", language) {
		for _, a := range k.attrs {
			if a.example == "" || a.purpose == "" || a.unless == "" == !a.required {
				t.Errorf("%s.%s: the table lacks something", path, a.name)
			}
		}
		if k.free {
			continue
		}
		if diags := loadText(exampleOf(path, k)); diags.HasErrors() {
			t.Errorf("%s:\n%s\n%s", path, exampleOf(path, k), diags)
		}
	}
}

// exampleOf writes a block with all its examples that go together.
func exampleOf(path string, k blockType) string {
	var b strings.Builder
	for _, a := range k.attrs {
		if k.name != "check" && a.name == "for_each" || k.name == "prune" && a.name == "category" || k.name == "file" && slices.Contains([]string{"url", "sha1", "via", "title"}, a.name) {
			continue
		}
		fmt.Fprintf(&b, "%s = %s\n", a.name, a.example)
	}
	around := path
	if i := strings.LastIndex(path, "."); i >= 0 {
		around = path[:i]
	}
	body := b.String()
	if around != path {
		body = k.name + " {\n" + body + "}\n"
		if around == "file" {
			body += "source = \"x.png\"\n"
		} else if around == "variable" {
			body += "default = [\"a\"]\n"
		}
	}
	outer, _ := kindAt(around)
	label := ""
	if outer.label != "" {
		label = ` "example"`
	}
	src := outer.name + label + " {\n" + body + "}\n"
	if k.name == "prune" {
		src += "wikiform {\nset = \"museum\"\n}\n"
	}
	return src
}

func loadText(src string) hcl.Diagnostics {
	_, diags := Load(inMuseum("main.wiki.hcl", src), ".", Inputs{Version: "1.0.0"})
	return diags
}

// inMuseum is the museum with a manifest in it.
func inMuseum(name, src string) fstest.MapFS {
	fsys := maps.Clone(museum)
	fsys[name] = &fstest.MapFile{Data: []byte(src)}
	return fsys
}

var fenced = regexp.MustCompile("(?s)```(hcl|json)( [a-z-]+)?\n(.*?)```")

// TestLanguageExamples runs every example of docs/language.md and of the pages that show manifests: those
// marked "wrong" have to be refused, all others have to be fine.
func TestLanguageExamples(t *testing.T) {
	t.Parallel()
	var examples [][]string
	for page, least := range map[string]int{"language.md": 20, "manifest.md": 1, "limits.md": 1, "merging.md": 1, "ownership.md": 1, "several-wikis.md": 1} {
		text, err := os.ReadFile("../docs/" + page)
		if err != nil {
			t.Fatal(err)
		}
		of := fenced.FindAllStringSubmatch(string(text), -1)
		if len(of) < least {
			t.Errorf("%s has %d examples", page, len(of))
		}
		examples = append(examples, of...)
	}
	for _, x := range examples {
		syntax, note, src := x[1], strings.TrimSpace(x[2]), x[3]
		m, diags := Load(inMuseum("main.wiki."+syntax, src), ".", Inputs{Version: "1.0.0", Env: map[string]string{"pin": "1234"}})
		if wrong := diags.HasErrors() || m.Failed.HasErrors(); wrong != (note == "wrong") {
			t.Errorf("%s\n%s %s", src, diags, m.Failed)
		}
	}
}
