package plan

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"wikiform/provider"
)

// What is written is what docs/drift.schema.json describes, each kind of it.
func TestDriftSchema(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../docs/drift.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	s, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	schema := closed(t, s.(map[string]any))
	d := &Drift{Tool: "1.2.3", Made: time.Unix(0, 0), Wiki: Wiki{Name: "museum", API: "https://a.example/api.php"}, Looked: 3, LeftOut: 2}
	for _, k := range DriftKinds {
		at := Act{"Anna", time.Unix(1, 0)}
		d.Files = append(d.Files,
			Drifted{Address: "file.a", At: Position{"main.wiki.hcl", 1}, Title: "A.png", Now: "B.png", Text: &TextDrift{"a", "b"}, Deeds: []Deed{
				{Kind: k, Act: at, Comment: "why", Rev: 7, To: "File:B.png", Content: provider.Digest{SHA1: provider.SHA1{1}, Size: 7}, Levels: []string{"edit=sysop"}}}},
			Drifted{Address: "file.b", Title: "B.png", Deeds: []Deed{{Kind: k, Unknown: "nobody knows"}, {Kind: k, Hidden: true}}})
	}
	var out bytes.Buffer
	if err := WriteDrift(&out, d); err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(&out)
	if err == nil {
		err = schema.Validate(value)
	}
	if err != nil {
		t.Errorf("%v", err)
	}
}
