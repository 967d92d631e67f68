package plan

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"
)

// published is docs/plan.schema.json as it is.
func published(t *testing.T) map[string]any {
	t.Helper()
	b, err := os.ReadFile("../docs/plan.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	s, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return s.(map[string]any)
}

// closed compiles a schema, which proves that it is one. The published one is
// open to the members of later versions; here an object may have none but those
// that are described, so that none is forgotten.
func closed(t *testing.T, s map[string]any) *jsonschema.Schema {
	t.Helper()
	eachObject(s, func(o map[string]any) { o["additionalProperties"] = false })
	c := jsonschema.NewCompiler()
	if err := c.AddResource("plan.schema.json", s); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("plan.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// eachObject visits the parts of a schema that describe an object with members.
func eachObject(schema any, visit func(map[string]any)) {
	switch s := schema.(type) {
	case []any:
		for _, part := range s {
			eachObject(part, visit)
		}
	case map[string]any:
		for _, part := range s {
			eachObject(part, visit)
		}
		if _, ok := s["properties"].(map[string]any); ok {
			visit(s)
		}
	}
}

// faultOf is what the schema finds wrong with a document.
func faultOf(s *jsonschema.Schema, document []byte) error {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		return err
	}
	return s.Validate(v)
}

// The schema describes every document that there can be, and every member.
func TestSchema(t *testing.T) {
	t.Parallel()
	open := published(t)
	if open["$schema"] != "https://json-schema.org/draft/2020-12/schema" {
		t.Errorf("$schema is %v", open["$schema"])
	}
	s := closed(t, open)
	for _, p := range []*Plan{sample(), namesSample(), mergeSample(), undoSample()} {
		if err := faultOf(s, savedBytes(t, p)); err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlan(t)
		p.Format = "" // older ones are described nowhere any more
		if err := faultOf(s, savedBytes(t, p)); err != nil {
			t.Error(err)
		}
	})
}

// A schema that takes everything would pass TestSchema.
func TestSchemaFindsFaults(t *testing.T) {
	t.Parallel()
	s := closed(t, published(t))
	good := string(savedBytes(t, sample()))
	for _, tt := range []struct{ old, new string }{
		{`"complete":false`, `"complete":"no"`},
		{`"add":2`, `"add":-2`},
		{`"add":2,`, ``},
		{`"update"`, `"replace"`},
		{`"type":"file"`, `"type":"page"`},
		{`"title":"File:`, `"title":"`},
		{`"wikiid"`, `"wikiID"`},
		{`"step":"upload"`, `"step":"protect"`},
		{`"exists":false`, `"exists":0`},
		{`"verdict":"blocked"`, `"verdict":"clear"`},
	} {
		bad := strings.Replace(good, tt.old, tt.new, 1)
		if !json.Valid([]byte(bad)) || bad == good {
			t.Fatalf("%s is not there, or not to be replaced by %s", tt.old, tt.new)
		}
		if faultOf(s, []byte(bad)) == nil {
			t.Errorf("%s for %s is no fault", tt.new, tt.old)
		}
	}
}

// docs/plan-format.md has every member, every reason and every kind of remark.
func TestFormatIsDocumented(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../docs/plan-format.md")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	eachObject(published(t), func(o map[string]any) {
		for name := range o["properties"].(map[string]any) {
			names[name] = true
		}
	})
	for _, value := range append(constants(t, "plan.go", "Reason"), constants(t, "remark.go", "RemarkKind")...) {
		names[value] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if !strings.Contains(string(b), "`"+name+"`") {
			t.Errorf("`%s` is not in the document", name)
		}
	}
}

// constants are the values of the constants that a file declares with a type.
func constants(t *testing.T, file, of string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	ast.Inspect(f, func(n ast.Node) bool {
		c, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if id, ok := c.Type.(*ast.Ident); ok && id.Name == of {
			value, err := strconv.Unquote(c.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			values = append(values, value)
		}
		return true
	})
	if len(values) == 0 {
		t.Fatalf("%s has no constants of the type %s", file, of)
	}
	return values
}
