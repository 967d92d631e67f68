package spec

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

func TestJSONSchemaPage(t *testing.T) {
	current(t, "manifest.schema.json", string(JSONSchema()))
}

// manifestSchema compiles the schema of manifests, which proves that it is one.
func manifestSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	if err := c.AddResource("manifest.schema.json", parsed(t, string(JSONSchema()))); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("manifest.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func parsed(t *testing.T, src string) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(src))
	if err != nil {
		t.Fatalf("%v:\n%s", err, src)
	}
	return v
}

// TestJSONSchemaTakesManifests: an editor marks nothing in a manifest that loads.
func TestJSONSchemaTakesManifests(t *testing.T) {
	t.Parallel()
	s := manifestSchema(t)
	check := func(name, src string) {
		if err := s.Validate(parsed(t, src)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	found, err := filepath.Glob("testdata/cases/*/*.wiki.json")
	if err != nil {
		t.Fatal(err)
	}
	cases := 0
	for _, name := range found {
		if dir := filepath.Base(filepath.Dir(name)); strings.HasPrefix(dir, "bad-") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		check(name, strings.TrimPrefix(string(src), "\uFEFF")) // what an editor leaves out before it looks
		cases++
	}
	page, err := os.ReadFile("../docs/language.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range fenced.FindAllStringSubmatch(string(page), -1) {
		if syntax, note, src := x[1], strings.TrimSpace(x[2]), x[3]; syntax == "json" && note != "wrong" {
			check("docs/language.md", src)
			cases++
		}
	}
	if cases < 5 {
		t.Errorf("%d manifests", cases)
	}
}

// TestJSONSchemaFindsMistakes: what an editor can mark without reading
// expressions. Each line is a manifest that the loader refuses too.
func TestJSONSchemaFindsMistakes(t *testing.T) {
	t.Parallel()
	s := manifestSchema(t)
	for _, src := range []string{
		`["file"]`,
		`{"fiel": {"x": {"source": "a.png"}}}`,
		`{"file": {"x": {"sorce": "a.png"}}}`,
		`{"file": {"x": {"source": "a.png", "tags": "museum"}}}`,
		`{"file": {"x": {"source": "a.png", "tags": [["museum"]]}}}`,
		`{"file": {"x": {"source": "a.png", "via": "post"}}}`,
		`{"file": {"x": {"source": "a.png", "lifecycle": {"prevent_destroy": "perhaps"}}}}`,
		`{"wiki": {"w": {"contact": "mailto:wiki@example.org"}}}`,
		`{"wiki": {"w": {"api": "https://wiki.example.org/w/api.php", "token": "abc"}}}`,
		`{"wikiform": {"limits": {"delete": "many"}}}`,
		`{"wikiform": {"renames": "always"}}`,
		`{"defaults": {"on_moved": "ignore"}}`,
		`{"moved": {"a": {"from": "A.png", "to": "B.png"}}}`,
		`{"moved": [{"from": "A.png", "to": "B.png"}, {"from": "C.png"}]}`,
		`{"moved": {"from": "A.png", "to": "B.png", "redirect": "no"}}`,
		`{"redirect": {"a": {"title": "A.png"}}}`,
		`{"redirect": {"a": {"title": "A.png", "to": "B.png", "accept_warnings": ["duplicate"]}}}`,
		`{"absent": {"a": {"title": "A.png", "enabled": "never"}}}`,
		`{"wiki": {"w": {"api": "https://wiki.example.org/w/api.php", "policy": "readonly"}}}`,
		`{"defaults": {"on_duplicate": "ignore"}}`,
		`{"absent": {"a": {"title": "A.png", "comment": "Replaced"}}}`,
	} {
		if s.Validate(parsed(t, src)) == nil {
			t.Errorf("the schema takes %s", src)
		}
		if _, diags := Load(inMuseum("main.wiki.json", src), ".", Inputs{Version: "1.0.0"}); !diags.HasErrors() {
			t.Errorf("the loader takes %s", src)
		}
	}
}
