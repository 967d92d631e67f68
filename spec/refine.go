package spec

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// refine adds to HCL's own diagnostics of an evaluation what HCL cannot know.
func (m *meter) refine(diags hcl.Diagnostics) hcl.Diagnostics {
	var better hcl.Diagnostics
	for _, d := range diags {
		better = append(better, m.refineOne(d)...)
	}
	return better
}

func (m *meter) refineOne(d *hcl.Diagnostic) hcl.Diagnostics {
	if call, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](d); ok {
		var text *textError
		if errors.As(call.FunctionCallError(), &text) {
			return text.calledFrom(*d.Subject)
		}
	}
	told := *d
	told.Detail = strings.Replace(told.Detail, "?.", "?", 1) // a suggestion within a sentence of HCL
	if call, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallUnknownDiagExtra](d); ok {
		told.Detail = unknownFunction(call.CalledFunctionNamespace() + call.CalledFunctionName())
		return hcl.Diagnostics{&told}
	}
	switch d.Summary {
	case "Unsupported attribute", "Missing map element", "Invalid index":
		told.Extra = suggested{told.Detail, d.Extra}
		told.Detail += m.missingName(d)
	case "Duplicate object key":
		told.Detail, _, _ = strings.Cut(told.Detail, " If duplicates are expected")
		told.Detail += " Where every element is to be a file, take a key that differs for each, such as a column with an id; where a row stands twice in a table, take one out."
	}
	return hcl.Diagnostics{&told}
}

// impure are functions that people know from Terraform and that a plan, which
// depends on nothing but the repository and the wiki, cannot have.
var impure = []string{"timestamp", "plantimestamp", "uuid", "bcrypt", "env", "pathexpand", "abspath"}

func unknownFunction(name string) string {
	if slices.Contains(impure, name) {
		return fmt.Sprintf("There is no function %s(): the same repository has to mean the same plan, at any time and on any machine. "+
			"Give what changes as a variable instead.", name)
	}
	if name == "nonsensitive" {
		return "There is no function nonsensitive(): whoever may change a manifest could publish a secret with it. " +
			"If the value may be public, remove sensitive from its variable."
	}
	known := make([]string, len(functions))
	for i, f := range functions {
		known[i] = f.name
	}
	if ours := "wiki::" + name; slices.Contains(known, ours) {
		return fmt.Sprintf("There is no function named %q. Did you mean %q?", name, ours)
	}
	return fmt.Sprintf("There is no function named %q.%s", name, or(didYouMean(name, known), didYouMean("wiki::"+name, known)))
}

// missingName says which names an object has when a reference asks for another.
func (m *meter) missingName(d *hcl.Diagnostic) string {
	if d.EvalContext == nil || m.guessed > maxGuessed {
		return ""
	}
	switch e := d.Expression.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		v, diags := e.Traversal[:1].TraverseAbs(d.EvalContext)
		if !diags.HasErrors() {
			return m.missingStep(v, e.Traversal[1:])
		}
	case *hclsyntax.RelativeTraversalExpr:
		v, diags := e.Source.Value(d.EvalContext)
		if !diags.HasErrors() {
			return m.missingStep(v, e.Traversal)
		}
	case *hclsyntax.IndexExpr:
		v, diags := e.Collection.Value(d.EvalContext)
		key, more := e.Key.Value(d.EvalContext)
		if key, _ = key.Unmark(); !diags.HasErrors() && !more.HasErrors() {
			return m.missingStep(v, hcl.Traversal{hcl.TraverseIndex{Key: key}})
		}
	}
	return ""
}

// missingStep follows a reference from v on to the name that is not there.
func (m *meter) missingStep(v cty.Value, rest hcl.Traversal) string {
	for i := range rest {
		name, named := step(rest, i)
		if have := m.keysOf(v); named && len(have) > 0 && !slices.Contains(have, name) {
			return or(m.didYouMean(name, have), fmt.Sprintf(" It has %s.", allOf(have)))
		}
		next, diags := rest[i : i+1].TraverseRel(v)
		if diags.HasErrors() {
			return ""
		}
		v = next
	}
	return ""
}

// keysOf are the names that can be selected from a value.
func keysOf(v cty.Value) []string {
	v, _ = v.Unmark()
	switch t := v.Type(); {
	case t.IsObjectType():
		return names(t.AttributeTypes())
	case t.IsMapType() && v.IsKnown() && !v.IsNull():
		return names(v.AsValueMap())
	}
	return nil
}
