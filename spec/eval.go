package spec

import (
	"github.com/hashicorp/hcl/v2"
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
}

// value evaluates x, after a look at what it refers to.
func (ev *evaluator) value(x *expr, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if diags := ev.checkRefs(x, global); diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	return ev.calculate(x, ctx)
}

// calculate evaluates x, whose references are known to be good.
func (ev *evaluator) calculate(x *expr, ctx *hcl.EvalContext) (v cty.Value, diags hcl.Diagnostics) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case exhausted:
			v, diags = cty.DynamicVal, hcl.Diagnostics{tooMuch(x, r)}
		default:
			panic(r)
		}
	}()
	if x.nodes == 0 {
		x.nodes = nodesOf(x)
	}
	ev.evaluate(x.nodes)
	v, diags = x.Value(ctx)
	if diags = discreet(refine(diags), x.refs, ctx); x.vague {
		diags = within(x.at, diags)
	}
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	if err := ev.charge(v); err != nil {
		return cty.DynamicVal, append(diags, tooMuch(x, err))
	}
	if !v.IsWhollyKnown() && !ev.faults.errors {
		return v, append(diags, problem(x.at, x.at, "Value without a type",
			"This makes something of a null for which no type is to be had. Put a value of its type in place of the null, such as \"\" or []."))
	}
	return v, diags
}

func tooMuch(x *expr, why error) *hcl.Diagnostic {
	return problem(x.at, x.at, "Too large to evaluate", "This leads to too much: %s.", why)
}
