package spec

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// sensitive marks values of variables that nobody is to see. cty hands the mark
// on to everything that is made of such a value. A wiki is public, so no
// attribute takes what is marked; it is of use in conditions only. There is no
// function that takes the mark off.
const sensitive = markType("sensitive")

type markType string

const sensitiveSummary = "Sensitive value where all can read it"

// tainted reports whether anything that expressions refer to is sensitive. It is
// asked for each row of a table in which something is missing, so what was found
// of a reference is remembered for as long as its value stays.
func (m *meter) tainted(refs []hcl.Traversal, ctx *hcl.EvalContext) bool {
	for _, ref := range refs {
		name, home := referenceString(ref), homeOf(ref.RootName(), ctx)
		known, ok := m.marked[name]
		if !ok || known.home != home {
			known = marking{home, marked(ref, ctx)}
			if m.marked == nil {
				m.marked = map[string]marking{}
			}
			m.marked[name] = known
		}
		if known.marked {
			return true
		}
	}
	return false
}

// marking is whether a value that is defined at home contains something sensitive.
type marking struct {
	home   *hcl.EvalContext
	marked bool
}

func marked(ref hcl.Traversal, ctx *hcl.EvalContext) bool {
	v, diags := ref.TraverseAbs(ctx)
	if diags.HasErrors() { // it may be what is below that is missing
		v, diags = ref[:1].TraverseAbs(ctx)
	}
	return !diags.HasErrors() && v.ContainsMarked()
}

// homeOf is the context in which a name is defined, where its value stays the same.
func homeOf(root string, ctx *hcl.EvalContext) *hcl.EvalContext {
	for ctx != nil && ctx.Parent() != nil {
		if _, here := ctx.Variables[root]; here {
			break
		}
		ctx = ctx.Parent()
	}
	return ctx
}

// discreet gives diagnostics of an evaluation without what they may quote: HCL
// and the functions put values into their words, and a value within a loop over
// something sensitive bears no mark of its own.
func (m *meter) discreet(diags hcl.Diagnostics, refs []hcl.Traversal, ctx *hcl.EvalContext) hcl.Diagnostics {
	if !diags.HasErrors() || !m.tainted(refs, ctx) {
		return diags
	}
	silent := make(hcl.Diagnostics, len(diags))
	for i, d := range diags {
		silent[i] = &hcl.Diagnostic{
			Severity: d.Severity, Summary: d.Summary, Subject: d.Subject, Context: d.Context,
			Detail: "The expression refers to a sensitive value, so the rest of this message is not shown.",
		}
		if _, unknown := hcl.DiagnosticExtra[hclsyntax.FunctionCallUnknownDiagExtra](d); unknown {
			silent[i].Detail = d.Detail // of names in the source only
		}
	}
	return silent
}

// HCL drops the marks of a key that selects an attribute of an object, as in
// { a = 1 }[var.secret]. So the object takes them on, before it is selected from:
// the key is evaluated with it, and not a second time.

// indexKey is the key that an index expression is evaluating.
type indexKey struct {
	v     cty.Value
	diags hcl.Diagnostics
}

type indexed struct {
	inner
	*indexKey
	key hclsyntax.Expression
	*meter
}

func (x indexed) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := x.inner.Value(ctx)
	x.v, x.diags = x.key.Value(ctx)
	if x.v.ContainsMarked() {
		v = v.Mark(sensitive)
	}
	if t := v.Type(); t.IsListType() || t.IsTupleType() {
		x.number(x.v)
	}
	return v, diags
}

type lastKey struct {
	inner
	*indexKey
}

func (k lastKey) Value(*hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return k.v, k.diags }

func unmarked(args []cty.Value) []cty.Value {
	plain := make([]cty.Value, len(args))
	for i, a := range args {
		plain[i], _ = a.UnmarkDeep()
	}
	return plain
}
