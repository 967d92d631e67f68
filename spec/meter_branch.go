package spec

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// HCL gives both results of a condition ? … : … one type, as cty does with the
// elements of a tuple: see [meter.convert]. So results with many types in them get
// that type before HCL looks at them. The first branch evaluates both.

// branches are the results that a conditional expression is evaluating.
type branches struct {
	exprs  [2]hclsyntax.Expression
	values [2]cty.Value
	diags  [2]hcl.Diagnostics
}

type branch struct {
	inner
	*branches
	*meter
	which int
}

func (in installer) branches(n *hclsyntax.ConditionalExpr) (whenTrue, whenFalse branch) {
	b := &branches{exprs: [2]hclsyntax.Expression{n.TrueResult, n.FalseResult}}
	return branch{around(n.TrueResult), b, in.meter, 0}, branch{around(n.FalseResult), b, in.meter, 1}
}

func (b branch) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if b.which == 0 {
		var values [2]cty.Value
		var diags [2]hcl.Diagnostics
		for i, e := range b.exprs {
			values[i], diags[i] = e.Value(ctx)
			if err := plain(values[i]); err != nil {
				b.stop("%v", err)
			}
		}
		b.values, b.diags = values, diags
		b.compare()
	}
	return b.values[b.which], b.diags[b.which]
}

// many is how many types are too many for HCL to compare.
const many = 100

// compare takes into account what HCL is going to do with the types of both
// results, or does it for HCL.
func (b branch) compare() {
	s, t := b.values[0].Type(), b.values[1].Type()
	n := typeSize(s, maxElements) + typeSize(t, maxElements)
	b.spend(n * typeWork)
	if n < many || s.Equals(t) || s == cty.DynamicPseudoType || t == cty.DynamicPseudoType || inStep(s, t) {
		return
	}
	want := b.unify(b.shrunk(s, t))
	if want.IsTupleType() || want.IsObjectType() {
		b.spend(n * n * typeWork) // one of them, whole: which HCL finds out by trying
		return
	}
	for i, v := range b.values {
		x, err := cty.DynamicVal, error(nil)
		switch {
		case want == cty.NilType:
		case v.IsNull():
			x = cty.NullVal(want)
		default:
			x, err = b.convert(v, want)
		}
		if want == cty.NilType || err != nil {
			at := b.exprs[i].Range()
			b.diags[i] = append(b.diags[i], problem(at, at, "Inconsistent conditional result types",
				"The true and false result expressions must have consistent types, and these are %s and %s.", kindOf(s), kindOf(t)))
		}
		b.values[i] = x
	}
}

// inStep reports whether HCL compares element by element, each with one.
func inStep(s, t cty.Type) bool {
	switch {
	case s.IsTupleType() && t.IsTupleType():
		return s.Length() == t.Length()
	case s.IsObjectType() && t.IsObjectType():
		if len(s.AttributeTypes()) != len(t.AttributeTypes()) {
			return false
		}
		for name := range s.AttributeTypes() {
			if !t.HasAttribute(name) {
				return false
			}
		}
		return true
	}
	return !s.IsTupleType() && !s.IsObjectType() && !t.IsTupleType() && !t.IsObjectType()
}

// shrunk are both types with each of their element types once, which unify as the
// whole ones would.
func (b branch) shrunk(s, t cty.Type) []cty.Type {
	two := []cty.Type{s, t}
	for i, whole := range two {
		if !whole.IsTupleType() && !whole.IsObjectType() {
			continue
		}
		few := b.different(elementTypes(whole))
		if whole.IsTupleType() {
			two[i] = cty.Tuple(few)
			continue
		}
		attrs := make(map[string]cty.Type, len(few))
		for j, e := range few {
			attrs[fmt.Sprint(i, "_", j)] = e // no name is in both, which makes maps of them
		}
		two[i] = cty.Object(attrs)
	}
	if inStep(two[0], two[1]) && two[0].IsTupleType() { // which the whole ones are not
		few := two[0].TupleElementTypes()
		two[0] = cty.Tuple(append(few, few[0]))
	}
	return two
}
