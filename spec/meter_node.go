package spec

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// install puts the meter into every place of an expression where it could
// multiply: loops, templates that put long texts together, and operators that
// look at all of a value.
func (m *meter) install(e hclsyntax.Expression) { hclsyntax.Walk(e, installer{m}) }

type installer struct{ *meter }

func (installer) Enter(hclsyntax.Node) hcl.Diagnostics { return nil }

// Exit works on the way out of the tree, so that no new node is met.
func (in installer) Exit(n hclsyntax.Node) hcl.Diagnostics {
	switch n := n.(type) {
	case *hclsyntax.ForExpr:
		n.CollExpr = sorted{around(n.CollExpr), in.meter}
		n.ValExpr = in.turn(n.ValExpr)
		if n.CondExpr != nil {
			n.CondExpr = in.turn(n.CondExpr)
		}
		if n.KeyExpr != nil {
			n.KeyExpr = in.turn(n.KeyExpr)
		}
	case *hclsyntax.FunctionCallExpr:
		if n.Name == "contains" && len(n.Args) == 2 && !n.ExpandFinal {
			n.Args[0] = in.remembered(n.Args[0])
		}
		if n.Name == "csvdecode" && len(n.Args) > 0 && !n.ExpandFinal {
			n.Args[0] = in.tableText(n)
		}
		if n.Name == "xmldecode" && len(n.Args) > 0 && !n.ExpandFinal {
			n.Args[0] = in.documentText(n)
		}
		if n.Name == "templatefile" && len(n.Args) > 0 && !n.ExpandFinal {
			n.Args[0] = in.templatePath(n.Args[0])
		}
		if last := len(n.Args) - 1; n.ExpandFinal && last >= 0 {
			n.Args[last] = sorted{around(n.Args[last]), in.meter}
		}
	case *hclsyntax.SplatExpr:
		n.Source = sorted{around(n.Source), in.meter}
		n.Each = in.turn(n.Each)
	case *hclsyntax.IndexExpr:
		k := &indexKey{}
		n.Collection, n.Key = indexed{around(n.Collection), k, n.Key, in.meter}, lastKey{around(n.Key), k}
	case *hclsyntax.TemplateJoinExpr:
		n.Tuple = joined{around(n.Tuple), in.meter}
	case *hclsyntax.BinaryOpExpr:
		n.LHS, n.RHS = in.operand(n.LHS, n.Op), in.operand(n.RHS, n.Op)
	case *hclsyntax.UnaryOpExpr:
		n.Val = in.operand(n.Val, n.Op)
	case *hclsyntax.ConditionalExpr:
		n.TrueResult, n.FalseResult = in.branches(n)
	case *hclsyntax.TemplateExpr:
		if !n.IsStringLiteral() {
			sum := new(int)
			for i := range n.Parts {
				n.Parts[i] = part{around(n.Parts[i]), in.meter, sum, i == 0}
			}
		}
	}
	return nil
}

// inner is how a node of ours holds the one that it meters: what walks over the
// tree of an expression sees a pair of parentheses.
type inner = *hclsyntax.ParenthesesExpr

func around(e hclsyntax.Expression) inner {
	return &hclsyntax.ParenthesesExpr{Expression: e, SrcRange: e.Range()}
}

// turn is what a loop evaluates once per element.
type turn struct {
	inner
	*meter
	nodes int
}

func (in installer) turn(e hclsyntax.Expression) turn { return turn{around(e), in.meter, nodesOf(e)} }

func (t turn) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	t.step()
	t.evaluate(t.nodes)
	before := t.held
	t.hold(t.nodes * slot) // of what is written out in brackets and braces
	v, diags := t.inner.Value(ctx)
	t.settle(before, v)
	t.hold(slot)
	return v, diags
}

// sorted is what a loop goes through, whose elements are brought into order if it
// is a set.
type sorted struct {
	inner
	*meter
}

func (s sorted) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := s.inner.Value(ctx)
	s.order(v, 1)
	return v, diags
}

// part is one of the pieces that a template puts together; sum is shared by all
// of them and starts anew with the first.
type part struct {
	inner
	*meter
	sum   *int
	first bool
}

func (p part) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := p.inner.Value(ctx)
	if p.first {
		*p.sum = 0
	}
	p.joins(v, p.sum)
	return v, diags
}

// joins takes a piece of a text into account.
func (m *meter) joins(v cty.Value, sum *int) {
	n := textLen(v)
	if v.Type() == cty.Number {
		m.spend(numberWork)
	}
	m.spend(n + elementWork)
	if *sum += n; *sum > maxText {
		m.stop("a template makes a text of more than %d MiB", maxText>>20)
	}
	m.hold(n)
}

// joined are the texts that a %{ for } directive puts together.
type joined struct {
	inner
	*meter
}

func (j joined) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := j.inner.Value(ctx)
	if list, _ := v.Unmark(); list.IsKnown() && !list.IsNull() && list.CanIterateElements() {
		sum := 0
		for it := list.ElementIterator(); it.Next(); {
			_, e := it.Element()
			j.joins(e, &sum)
		}
	}
	return v, diags
}

// operand is a value that an operator compares, converts or takes as a number,
// which text can be too.
type operand struct {
	inner
	*meter
	want cty.Type // what the operator makes of it
}

func (in installer) operand(e hclsyntax.Expression, op *hclsyntax.Operation) operand {
	return operand{around(e), in.meter, op.Impl.Params()[0].Type}
}

func (o operand) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := o.inner.Value(ctx)
	size, err := o.measure(v)
	if err != nil {
		panic(o.over)
	}
	o.order(v, 4)
	const comparing = 15 // takes longer than looking at both sides
	o.spend(operandWork + comparing*elementWork*size.elements)
	if o.want == cty.Number {
		o.number(v)
	}
	return v, diags
}

// number stops where a text would be taken for a number that fills the memory
// when it is written out, or takes long to read.
func (m *meter) number(v cty.Value) {
	v, _ = v.Unmark()
	switch n := textLen(v); {
	case n > maxDigits:
		m.stop("a number of %s digits", grouped(n))
	case n > 0:
		if parsed, err := cty.ParseNumberVal(v.AsString()); err == nil {
			v = parsed
		}
	}
	if err := plain(v); err != nil {
		m.stop("%v", err)
	}
}
