package spec

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// evaluator turns expressions into values.
//
// A value that is not known stands for one whose evaluation failed: nothing
// else makes such values here, so whoever meets one says nothing more about it.
type evaluator struct {
	meter
	ctx       *hcl.EvalContext
	faults    *faults  // told so far
	variables []string // declared names, for messages
	locals    []string
	ofWiki    map[string]hcl.Range // see dependingOnWiki
	unchosen  []string             // wikis of which one has to be chosen before there is a wiki.name
	// voidsByLocal are what local values did not find: see meter.void.
	voidsByLocal map[string][]string
}

// value evaluates x, after a look at what it refers to.
func (ev *evaluator) value(x *expr, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if diags := ev.checkRefs(x, global); diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	return ev.calculate(x, ctx)
}

// calculate evaluates x, whose references are known to be good. A limit that it
// comes to is one diagnostic, whatever x does about errors.
func (ev *evaluator) calculate(x *expr, ctx *hcl.EvalContext) (v cty.Value, diags hcl.Diagnostics) {
	limit := ev.bounded(x.at, func() { v, diags = ev.compute(x, ctx) })
	if !limit.HasErrors() && !ev.spent {
		return v, diags
	}
	for _, d := range diags {
		if call, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](d); ok && call.FunctionCallError() == ev.over {
			return cty.DynamicVal, hcl.Diagnostics{d} // which is nearer to the place
		}
	}
	return cty.DynamicVal, limit
}

func (ev *evaluator) compute(x *expr, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if x.nodes == 0 {
		x.nodes = nodesOf(x)
	}
	ev.evaluate(x.nodes)
	before := ev.held
	v, diags := x.Value(ctx)
	if ev.over != nil {
		return cty.DynamicVal, diags
	}
	if diags = ev.discreet(ev.refine(diags), x.refs, ctx); x.vague {
		diags = within(x.at, diags)
	}
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	s, err := ev.glance(v)
	if err != nil {
		return cty.DynamicVal, diags
	}
	ev.settle(before, v)
	if s.unknown && !ev.faults.errors {
		return v, append(diags, problem(x.at, x.at, "Value without a type",
			"This makes something of a null for which no type is to be had. Put a value of its type in place of the null, such as \"\" or []."))
	}
	return v, diags
}

// bounded does something at a place of the manifest that may come to a limit,
// and tells the first that it comes to. What all expressions share is told once,
// and after that nothing more is done.
func (ev *evaluator) bounded(at hcl.Range, do func()) (limit hcl.Diagnostics) {
	if ev.spent {
		return nil
	}
	ev.over = nil
	defer func() {
		if r := recover(); r != nil && r != ev.over {
			panic(r)
		}
		if ev.over != nil {
			limit = hcl.Diagnostics{problem(at, at, "Too large to evaluate", "This leads to too much: %s.", ev.over)}
		}
	}()
	do()
	return nil
}
