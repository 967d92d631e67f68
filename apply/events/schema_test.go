package events

import (
	"bytes"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// published is docs/events.schema.json, which is open to the members of later versions;
// here an object may have none but those that are described. The names are all that it
// promises: types, members and values.
func published(t *testing.T) (schema *jsonschema.Schema, names []string) {
	t.Helper()
	b, err := os.ReadFile("../../docs/events.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	s, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for name, def := range s.(map[string]any)["$defs"].(map[string]any) {
		if name == "head" || name == "file" {
			collect(def, found) // parts of lines
			continue
		}
		eachObject(def, func(o map[string]any) { o["unevaluatedProperties"] = false })
		collect(def, found)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("events.schema.json", s); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("events.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled, slices.Sorted(maps.Keys(found))
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

// collect finds the names that a schema promises.
func collect(schema any, names map[string]bool) {
	eachObject(schema, func(o map[string]any) {
		for name, value := range o["properties"].(map[string]any) {
			names[name] = true
			v := value.(map[string]any)
			list, _ := v["enum"].([]any)
			if only, ok := v["const"].(string); ok && only != module {
				list = append(list, only)
			}
			for _, word := range list {
				names[word.(string)] = true
			}
		}
	})
}

// faultOf is what the schema finds wrong with a line.
func faultOf(s *jsonschema.Schema, line string) error {
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
	if err != nil {
		return err
	}
	return s.Validate(v)
}

// A schema that takes everything would pass the other tests.
func TestSchemaFindsFaults(t *testing.T) {
	t.Parallel()
	schema, _ := published(t)
	lines := sampleRun(t)
	for _, tt := range []struct{ old, new string }{
		{`"type":"end"`, `"type":"ended"`},
		{`"exit_code":4`, `"exit_code":"4"`},
		{`"outcome":"failed"`, `"outcome":"done"`},
		{`"@level":"error"`, `"@level":"fault"`},
		{`"title":"File:Logo.svg"`, `"title":"Logo.svg"`},
		{`"phase":"sending"`, `"phase":"sends"`},
		{`"declared_at":{"filename"`, `"declared_at":{"file"`},
		{`"cure":"wiki"`, `"cure":"ask"`},
		{`"kind":"denied"`, `"kind":"denial"`},
		{`"blocked":1,"unknown"`, `"unknown"`},
		{`"path":`, `"file":`},
		{`"written":["content"`, `"written":["bytes"`},
	} {
		i := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, tt.old) })
		if i < 0 {
			t.Fatalf("%s is in no line", tt.old)
		}
		if faultOf(schema, strings.Replace(lines[i], tt.old, tt.new, 1)) == nil {
			t.Errorf("%s for %s is no fault", tt.new, tt.old)
		}
	}
}

// docs/events.md has every type, member and value; the cures are those of worklists.
func TestFormatIsDocumented(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../docs/events.md")
	if err != nil {
		t.Fatal(err)
	}
	_, names := published(t)
	if len(names) < 100 {
		t.Errorf("%d names", len(names))
	}
	elsewhere := map[string]bool{}
	for _, of := range []string{"../../docs/worklist.md", "../../docs/plan-format.md"} {
		more, err := os.ReadFile(of)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			elsewhere[name] = elsewhere[name] || bytes.Contains(more, []byte("`"+name+"`")) || bytes.Contains(more, []byte("`\""+name+"\"`"))
		}
	}
	for _, name := range names {
		if !strings.Contains(string(b), "`"+name+"`") && !elsewhere[name] {
			t.Errorf("`%s` is not in the document", name)
		}
	}
}
