package receipt

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"wikiform/provider"
	"wikiform/spec"
)

// published is docs/receipt.schema.json, which is open to the members of later versions;
// here an object may have none but those that are described.
func published(t *testing.T) (schema *jsonschema.Schema, names []string) {
	t.Helper()
	b, err := os.ReadFile("../../docs/receipt.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	s, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	top := s.(map[string]any)
	properties := top["properties"].(map[string]any)
	for _, object := range []any{top, properties["wiki"], top["$defs"].(map[string]any)["write"]} {
		o := object.(map[string]any)
		o["additionalProperties"] = false
		for name := range o["properties"].(map[string]any) {
			names = append(names, name)
		}
	}
	for _, list := range []any{properties["outcome"], top["$defs"].(map[string]any)["write"].(map[string]any)["properties"].(map[string]any)["kind"]} {
		for _, value := range list.(map[string]any)["enum"].([]any) {
			names = append(names, value.(string))
		}
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("receipt.schema.json", s); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("receipt.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled, names
}

func faultOf(s *jsonschema.Schema, document []byte) error {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		return err
	}
	return s.Validate(v)
}

// Whatever is written reads back as the same, and is as the schema says.
func TestEveryReceipt(t *testing.T) {
	t.Parallel()
	schema, _ := published(t)
	rapid.Check(t, func(rt *rapid.T) {
		want := drawReceipt(rt)
		b := written(t, want)
		got := read(t, b)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Receipt{}, "Sum"), cmpopts.EquateEmpty()); diff != "" {
			rt.Fatalf("-want +got:\n%s", diff)
		}
		if !want.Whole() {
			b = append(b, "\n],\"ended\":\"2026-11-27T12:00:00Z\",\"outcome\":\"stopped\",\"checksum\":\""+strings.Repeat("0", 64)+"\"}\n"...)
		}
		if err := faultOf(schema, b); err != nil {
			rt.Fatalf("%v:\n%s", err, b)
		}
	})
}

// A schema that takes everything would pass the test before.
func TestSchemaFindsFaults(t *testing.T) {
	t.Parallel()
	schema, _ := published(t)
	good := string(written(t, sample()))
	for _, tt := range []struct{ old, new string }{
		{`"outcome":"incomplete"`, `"outcome":"killed"`},
		{`"kind":"edit"`, `"kind":"protect"`},
		{`"title":"File:B.png"`, `"title":"B.png"`},
		{`"from":"File:A.png",`, ``},
		{`"kind":"move"`, `"kind":"edit"`},
		{`"page_id":7`, `"page_id":0`},
		{`"wikiid"`, `"wiki_id"`},
		{`"began"`, `"begun"`},
	} {
		bad := strings.Replace(good, tt.old, tt.new, 1)
		if bad == good {
			t.Fatalf("%s is not there", tt.old)
		}
		if faultOf(schema, []byte(bad)) == nil {
			t.Errorf("%s for %s is no fault", tt.new, tt.old)
		}
	}
}

// docs/receipts.md has every member, kind and outcome.
func TestFormatIsDocumented(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../docs/receipts.md")
	if err != nil {
		t.Fatal(err)
	}
	_, names := published(t)
	for _, name := range names {
		if !strings.Contains(string(b), "`"+name+"`") {
			t.Errorf("`%s` is not in the document", name)
		}
	}
}

func drawReceipt(t *rapid.T) *Receipt {
	hexes := func(name string, n int) string {
		return rapid.StringOfN(rapid.RuneFrom([]rune("0123456789abcdef")), n, n, -1).Draw(t, name)
	}
	moment := rapid.Custom(func(t *rapid.T) time.Time {
		return time.Unix(rapid.Int64Range(1, 1<<33).Draw(t, "seconds"), 0).UTC()
	})
	r := &Receipt{Head: Head{
		Tool: rapid.StringMatching(`[0-9.]{0,8}`).Draw(t, "tool"), Plan: "sha256:" + hexes("plan", 64), Began: moment.Draw(t, "began"),
		Wiki: Wiki{rapid.String().Draw(t, "name"), "https://wiki.example.org/w/api.php", rapid.String().Draw(t, "id"), rapid.String().Draw(t, "account")},
	}}
	r.Shard = rapid.SampledFrom([]string{"", "", "1/1", "3/8"}).Draw(t, "shard")
	if rapid.Bool().Draw(t, "git") {
		r.Commit = hexes("commit", 40)
	}
	if rapid.Bool().Draw(t, "rollback") {
		r.Undoes = hexes("undoes", 64)
	}
	title := rapid.StringMatching(`[A-Z:é\x{202e}\x{200d}"\\ &]{1,9}\.png`)
	for i := range rapid.IntRange(0, 5).Draw(t, "writes") {
		e := Entry{Address: spec.Address(rapid.String().Draw(t, "address")), Line: i + 2, Write: provider.Write{
			Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Title: provider.Title(title.Draw(t, "title")),
			Page: rapid.Int64Min(0).Draw(t, "page"), Revision: rapid.Int64Min(0).Draw(t, "revision"), Log: rapid.Int64Min(0).Draw(t, "log"),
		}}
		if e.Kind == provider.WroteTitle {
			e.From = provider.Title(title.Draw(t, "from"))
		}
		if rapid.Bool().Draw(t, "timed") {
			e.Time = moment.Draw(t, "time")
		}
		if rapid.Bool().Draw(t, "summed") {
			e.SHA1 = provider.SHA1(rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, "sha1"))
		}
		r.Writes = append(r.Writes, e)
	}
	if rapid.Bool().Draw(t, "ended") {
		r.Ended, r.Outcome = moment.Draw(t, "end"), rapid.SampledFrom([]Outcome{Complete, Incomplete, Stopped}).Draw(t, "outcome")
	}
	return r
}
