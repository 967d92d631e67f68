package format_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"wikiform/spec"
	"wikiform/spec/format"
)

func TestMovedBlocks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pairs [][2]string
		want  string
	}{
		{nil, ""},
		{[][2]string{{`Foto "1".jpg`, "Bridge.jpg"}}, `moved {
  from = "Foto \"1\".jpg"
  to   = "Bridge.jpg"
}
`},
		{[][2]string{{"Foto 1.jpg", "Bridge.jpg"}, {"Brücke, alt.jpg", "100%.jpg"}}, `moved {
  for_each = {
    "Foto 1.jpg"      = "Bridge.jpg"
    "Brücke, alt.jpg" = "100%.jpg"
  }
  from = each.key
  to   = each.value
}
`},
	} {
		if diff := cmp.Diff(tt.want, spec.MovedBlocks(tt.pairs)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", tt.pairs, diff)
		}
	}
}

// What is written is in the usual form, and means the same titles.
func TestMovedBlocksAreRead(t *testing.T) {
	t.Parallel()
	name := rapid.StringMatching(`([a-z"\\$%{}&' 	_ä🏳️‍🌈👩‍👩‍👧漢é]|\$\{|%\{|\$\$|%%){0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "pairs")
		want := map[string]string{}
		var pairs [][2]string
		for i := range n {
			p := [2]string{string(rune('A'+i)) + name.Draw(t, "from") + ".png", string(rune('P'+i)) + name.Draw(t, "to") + ".png"}
			want[p[0]] = p[1]
			pairs = append(pairs, p)
		}
		src := spec.MovedBlocks(pairs)
		usual, diags := format.Source("main.wiki.hcl", []byte(src))
		if diags.HasErrors() {
			t.Fatalf("%s\n%v", src, diags)
		}
		if diff := cmp.Diff(string(usual), src); diff != "" {
			t.Fatalf("not in the usual form (-usual +got):\n%s", diff)
		}
		if diff := cmp.Diff(want, titlesIn(t, src)); diff != "" {
			t.Fatalf("%s\n(-want +got):\n%s", src, diff)
		}
	})
}

// titlesIn evaluates a moved block as the language does.
func titlesIn(t *rapid.T, src string) map[string]string {
	body, diags := spec.ParseNative("main.wiki.hcl", []byte(src))
	if diags.HasErrors() || len(body.Blocks) != 1 || body.Blocks[0].Type != "moved" {
		t.Fatalf("%s\n%v", src, diags)
	}
	attrs := body.Blocks[0].Body.Attributes
	value := func(name string, each map[string]cty.Value) cty.Value {
		v, diags := attrs[name].Expr.Value(&hcl.EvalContext{Variables: map[string]cty.Value{"each": cty.ObjectVal(each)}})
		if diags.HasErrors() {
			t.Fatalf("%s\n%v", src, diags)
		}
		return v
	}
	elements := map[string]cty.Value{"": cty.StringVal("")}
	if attrs["for_each"] != nil {
		elements = value("for_each", nil).AsValueMap()
	}
	titles := map[string]string{}
	for k, v := range elements {
		each := map[string]cty.Value{"key": cty.StringVal(k), "value": v}
		titles[value("from", each).AsString()] = value("to", each).AsString()
	}
	return titles
}
