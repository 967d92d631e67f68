package spec

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// ParseNative parses one file of the native syntax, if it is not too large and
// not nested too deeply for that. The body is nil when diagnostics have errors.
func ParseNative(name string, src []byte) (*hclsyntax.Body, hcl.Diagnostics) {
	if len(src) > maxText {
		return nil, hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "File too large", Detail: name + " has more than 16 MiB."}}
	}
	tokens, _ := hclsyntax.LexConfig(src, name, hcl.InitialPos)
	if diags := checkNesting(tokens); diags.HasErrors() {
		return nil, diags
	}
	file, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, explainSyntax(diags, src)
	}
	return file.Body.(*hclsyntax.Body), nil
}
