package format_test

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"wikiform/spec/format"
)

func TestSource(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ src, want string }{
		"blanks": {
			"file logo{\nsource=\"a\"\n  description   =   \"b\" # why\n}",
			"file \"logo\" {\n  source      = \"a\"\n  description = \"b\" # why\n}\n",
		},
		"lists":          {"a=[1,\n2 ]\n", "a = [1,\n2]\n"},
		"heredocs":       {"a = <<EOT\n  x ${ 1+1 }\n   y\nEOT\n", "a = <<EOT\n  x ${1 + 1}\n   y\nEOT\n"},
		"flush heredocs": {"a {\nb = <<-EOT\n   x\n     ${ 1 }\n  EOT\n}\n", "a {\n  b = <<-EOT\n   x\n     ${1}\n  EOT\n}\n"},
		"templates":      {"a=\"${ b }  ${c}\"\n", "a = \"${b}  ${c}\"\n"},
		"an emoji":       {"a=\"👩‍👩‍👧\"#x\nlong=1\n", "a    = \"👩‍👩‍👧\" #x\nlong = 1\n"},
		"two labels":     {"a b \"c\" {}\n", "a \"b\" \"c\" {}\n"},
		"nothing":        {"", ""},
		"line ends":      {"a=1\r\nb =2\r\n", "a = 1\r\nb = 2\r\n"},
	} {
		got, diags := format.Source(name, []byte(c.src))
		if len(diags) > 0 {
			t.Errorf("%s: %v", name, diags)
		}
		if diff := cmp.Diff(c.want, string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	src := []byte("a = [\n")
	if got, diags := format.Source("bad.wiki.hcl", src); !diags.HasErrors() || !bytes.Equal(got, src) {
		t.Errorf("a file that does not parse became %q, %v", got, diags)
	}
}

// FuzzSource holds that a formatted file means what it meant, value by value,
// and that formatting it again changes nothing.
func FuzzSource(f *testing.F) {
	cases, err := filepath.Glob("../testdata/cases/*/*.wiki.hcl")
	if err != nil || len(cases) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, name := range cases {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Add([]byte("a = <<-EOT\n    x\n  %{ if true ~}\n y\n\t%{ endif }\n  EOT\nb = a . b [ 0 ] . c\nd = - - 1\ne = ! ! true\n"))
	f.Add([]byte("\xef\xbb\xbfa b{c=1\n/* x\n y */ d = (\n1)}\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) > 1<<12 {
			t.Skip()
		}
		before, diags := hclsyntax.ParseConfig(src, "a", hcl.InitialPos)
		got, told := format.Source("a", src)
		if diags.HasErrors() || told.HasErrors() {
			if !bytes.Equal(got, src) {
				t.Fatalf("a file with errors became %q", got)
			}
			return
		}
		if len(told) > 0 {
			t.Skip() // left as it is
		}
		after, diags := hclsyntax.ParseConfig(got, "a", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatalf("%q does not parse any more: %v", got, diags)
		}
		if diff := cmp.Diff(literals(before.Body.(*hclsyntax.Body)), literals(after.Body.(*hclsyntax.Body))); diff != "" {
			t.Fatalf("values changed (-before +after):\n%s", diff)
		}
		if again, _ := format.Source("a", got); !bytes.Equal(again, got) {
			t.Fatalf("a second run changes %q to %q", got, again)
		}
	})
}

// literals are the values of all attributes that can be had without knowing
// anything else, by their path.
func literals(b *hclsyntax.Body) map[string]string {
	values := map[string]string{}
	for name, a := range b.Attributes {
		v, diags := a.Expr.Value(nil)
		switch {
		case diags.HasErrors():
			values[name] = diags[0].Summary
		case v.Type() == cty.Number:
			values[name] = v.AsBigFloat().Text('g', 40)
		default:
			values[name] = v.GoString()
		}
	}
	for i, block := range b.Blocks {
		path := strings.Join(append([]string{block.Type}, block.Labels...), ".")
		values[path] += "block "
		for name, v := range maps.All(literals(block.Body)) {
			values[path+string(rune('0'+i%10))+"/"+name] = v
		}
	}
	return values
}
