package importing_test

import (
	"io/fs"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"wikiform/internal/importing"
	"wikiform/spec"
)

func loader(dir string) func(fs.FS) (*spec.Manifest, hcl.Diagnostics) {
	return func(fsys fs.FS) (*spec.Manifest, hcl.Diagnostics) { return spec.Load(fsys, dir, spec.Inputs{}) }
}

// evaluatesNothing looks into the templates of an import: they have texts, and columns that
// are filled in.
func evaluatesNothing(t interface{ Fatalf(string, ...any) }, im *importing.Import) {
	for _, f := range im.Files {
		if strings.Contains(f.Path, "/texts/") || !strings.HasSuffix(f.Path, ".wikitext") {
			continue
		}
		expr, diags := hclsyntax.ParseTemplate([]byte(f.Text), f.Path, hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatalf("%v", diags)
		}
		_ = hclsyntax.VisitAll(expr, func(n hclsyntax.Node) hcl.Diagnostics {
			switch n := n.(type) {
			case *hclsyntax.TemplateExpr, *hclsyntax.LiteralValueExpr:
			case *hclsyntax.ScopeTraversalExpr:
				if len(n.Traversal) != 1 {
					t.Fatalf("%q evaluates %v", f.Text, n.Traversal)
				}
			default:
				t.Fatalf("%q evaluates a %T", f.Text, n)
			}
			return nil
		})
	}
}
