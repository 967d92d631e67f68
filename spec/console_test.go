package spec_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"wikiform/spec"
)

func scope(t *testing.T, manifest string, in spec.Inputs) *spec.Evaluator {
	t.Helper()
	dir := t.TempDir()
	if manifest != "" {
		ok(t, os.WriteFile(dir+"/main.wiki.hcl", []byte(manifest), 0o644))
	}
	root, err := os.OpenRoot(dir)
	ok(t, err)
	t.Cleanup(func() { root.Close() })
	return spec.LoadEvaluator(root.FS(), ".", in)
}

func TestEvaluator(t *testing.T) {
	t.Parallel()
	s := scope(t, `
variable "release" { default = "2026.11" }
locals {
  names = ["b", "a"]
  text  = "one\n::error::two\n"
}
`, spec.Inputs{Env: map[string]string{"release": "x"}})
	if len(s.Diagnostics()) > 0 {
		t.Fatal(s.Diagnostics())
	}
	for _, c := range []struct{ expr, want, json string }{
		{`var.release`, `"x"`, `"x"`},
		{`upper("ä") == "Ä" ? 1 + 1 : 0`, `2`, `2`},
		{`sort(local.names)`, "tolist([\n  \"a\",\n  \"b\",\n])", `["a","b"]`},
		{`{ a = [], b = { "c d" = null } }`, "{\n  \"a\" = []\n  \"b\" = {\n    \"c d\" = null\n  }\n}", `{"a":[],"b":{"c d":null}}`},
		{`toset(["x"])`, "toset([\n  \"x\",\n])", `["x"]`},
		{`tomap({})`, "tomap({})", `{}`},
		{`local.text`, "<<EOT\none\n\\x3a:error::two\nEOT", `"one\n::error::two\n"`},
		{`"a\n"`, "<<EOT\na\nEOT", `"a\n"`},
		{`"a\nb"`, "<<EOT\na\nb (without a line end)\nEOT", `"a\nb"`},
		{`jsondecode("\"\\u001b[2J\"")`, `"\u001b[2J"`, `"\u001b[2J"`},
		{`"$${a}"`, `"$${a}"`, `"${a}"`},
	} {
		v, diags := s.Eval("console", []byte(c.expr), hcl.InitialPos)
		if diags.HasErrors() {
			t.Errorf("%s: %v", c.expr, diags)
			continue
		}
		if diff := cmp.Diff(c.want, v.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.expr, diff)
		}
		if got, err := json.Marshal(v); err != nil || string(got) != c.json {
			t.Errorf("%s as JSON: %s, %v; want %s", c.expr, got, err, c.json)
		}
	}
}

// What cannot be evaluated is a diagnostic at its line, and the next
// expression is evaluated as if nothing had been.
func TestScopeErrors(t *testing.T) {
	t.Parallel()
	s := scope(t, `variable "release" { default = "2026.11" }`, spec.Inputs{})
	for expr, want := range map[string]string{
		`var.relase`:  `Did you mean "release"?`,
		`timestamp()`: `at any time`,
		`each.key`:    `each without for_each`,
		`1 +`:         `expression`,
		`upper(`:      `expression`,
		`[for i in range(1000) : [for j in range(1000) : [for k in range(1000) : 1]]]`: `turns`,
		strings.Repeat("(", 5000): `nested`,
		``:                        `expression`,
	} {
		src := []byte("1\n" + expr)
		_, diags := s.Eval("console", src, hcl.Pos{Line: 2, Column: 1, Byte: 2})
		if !diags.HasErrors() || !strings.Contains(strings.ToLower(diags.Error()), strings.ToLower(want)) {
			t.Errorf("%.40s: %v, want %s", expr, diags, want)
		} else if at := diags[0].Subject; at == nil || at.Start.Line != 2 {
			t.Errorf("%.40s: the diagnostic is at %v, want line 2", expr, at)
		}
		if v, diags := s.Eval("console", []byte("1 + 1"), hcl.InitialPos); diags.HasErrors() || v.String() != "2" {
			t.Errorf("after %.40s: 1 + 1 is %v, %v", expr, v, diags)
		}
	}
}

func TestScopeOfFaultyManifest(t *testing.T) {
	t.Parallel()
	s := scope(t, "locals {\n  good = 1\n  bad  = nothing\n}\n", spec.Inputs{})
	if !s.Diagnostics().HasErrors() {
		t.Error("the manifest has no errors")
	}
	for expr, want := range map[string]string{"local.good": "1", "[local.bad]": "[\n  (not known, because the manifest has errors),\n]"} {
		if v, diags := s.Eval("console", []byte(expr), hcl.InitialPos); diags.HasErrors() || v.String() != want {
			t.Errorf("%s is %v, %v", expr, v, diags)
		}
	}
	empty := scope(t, "", spec.Inputs{})
	if v, diags := empty.Eval("console", []byte("length([1])"), hcl.InitialPos); len(empty.Diagnostics())+len(diags) > 0 || v.String() != "1" {
		t.Errorf("without a manifest: %v, %v, %v", v, empty.Diagnostics(), diags)
	}
}

func TestComplete(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]bool{
		"": true, "1 + 1": true, "{\n a = 1": false, "{\n a = 1\n}": true, "[": false, `"abc`: true, `"${`: true,
		"<<EOT\nabc": false, "<<EOT\nabc\nEOT": false, "<<EOT\nabc\nEOT\n": true, "foo(\"a\",": false, ")": true,
	} {
		if got := spec.Complete([]byte(src)); got != want {
			t.Errorf("Complete(%q) = %v", src, got)
		}
	}
}

// wiki.name is that of the wiki that is chosen; where none is, it is told only to whom it
// would make a difference.
func TestEvaluatorOfWikis(t *testing.T) {
	t.Parallel()
	const two = "wiki \"a\" {\n  api = \"https://a.test/w/api.php\"\n}\nwiki \"b\" {\n  api = \"https://b.test/w/api.php\"\n}\n"
	for name, c := range map[string]struct{ manifest, wiki, want, undecided, wrong string }{
		"chosen":               {manifest: two, wiki: "b", want: `"b"`},
		"the only one":         {manifest: two[:strings.Index(two, "wiki \"b\"")], want: `"a"`},
		"no wiki block":        {manifest: "locals {}\n", want: `"sandbox"`},
		"no manifest":          {want: `"sandbox"`},
		"no manifest, chosen":  {wiki: "b", want: `"sandbox"`},
		"not chosen":           {manifest: two, wrong: "No wiki is chosen"},
		"not chosen, depends":  {manifest: two + "locals {\n  x = wiki.name\n}\n", undecided: `choose one with -wiki=NAME: "a" or "b"`, wrong: "No wiki is chosen"},
		"not declared":         {manifest: two, wiki: "c", undecided: `declares no wiki "c"`, wrong: "No wiki is chosen"},
		"not declared, no one": {manifest: "locals {}\n", wiki: "c", undecided: `declares no wiki, so there is no "c"`, want: `"sandbox"`},
	} {
		s := scope(t, c.manifest, spec.Inputs{Wiki: c.wiki})
		err := s.Undecided()
		if (err == nil) != (c.undecided == "") || err != nil && !strings.Contains(err.Error(), c.undecided) {
			t.Errorf("%s: undecided because of %v", name, err)
		}
		v, diags := s.Eval("console", []byte("wiki.name"), hcl.InitialPos)
		switch {
		case c.wrong == "" && (diags.HasErrors() || v.String() != c.want):
			t.Errorf("%s: %s, %v", name, v, diags)
		case c.wrong != "" && (!diags.HasErrors() || diags[0].Summary != c.wrong):
			t.Errorf("%s: %v", name, diags)
		}
	}
}

func TestEvaluatorReadsTables(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"main.wiki.hcl": "locals { a = 1 }\n",
		"t.csv":         "Nr;Titel\r\n1;M\xfchle\r\n",
		"d.xml":         "<?xml version=\"1.0\" encoding=\"windows-1252\"?><a><r><b>M\xfchle</b></r></a>",
	} {
		ok(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644))
	}
	root, err := os.OpenRoot(dir)
	ok(t, err)
	t.Cleanup(func() { root.Close() })
	s := spec.LoadEvaluator(root.FS(), ".", spec.Inputs{})
	for _, expr := range []string{
		`csvdecode(file("t.csv"))[0].Titel`,
		`xmldecode(file("d.xml"), "r", { b = "b" })[0].b`,
	} {
		v, diags := s.Eval("console", []byte(expr), hcl.InitialPos)
		if diags.HasErrors() || v.String() != `"Mühle"` {
			t.Errorf("%s: %s %v", expr, v, diags)
		}
	}
}
