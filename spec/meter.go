package spec

import (
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// What the evaluation of one manifest may cost. A pull request is hostile until
// merged, so no manifest may take the machine that plans it; an honest one with
// 100,000 files stays far below.
const (
	maxText      = 16 << 20   // bytes of one string or one file that is read
	maxElements  = 1_000_000  // elements of one value, nested ones included
	maxInstances = 100_000    // of one for_each
	maxSteps     = 3_000_000  // turns of all loops together
	maxNodes     = 30_000_000 // parts of expressions that all loops and instances evaluate together
	maxExponent  = 4096       // binary, of one number
	maxWork      = 4 << 30    // bytes that all functions and templates read and make together
	numberWork   = 2 << 10    // what writing out a number costs, in bytes of that work
)

// exhausted is what a meter panics with. A panic, because HCL goes on with the
// next turn of a loop after an error, and because try() must not catch it.
type exhausted struct{ reason string }

func (e exhausted) Error() string { return e.reason }

// meter counts what evaluation has cost so far.
type meter struct {
	steps int
	nodes int
	work  int64
}

func (m *meter) step() {
	if m.steps++; m.steps > maxSteps {
		panic(exhausted{fmt.Sprintf("the loops of this manifest take more than %d turns together", maxSteps)})
	}
}

// evaluate takes into account that an expression of so many nodes is evaluated
// once more.
func (m *meter) evaluate(nodes int) {
	if m.nodes += nodes; m.nodes > maxNodes {
		panic(exhausted{fmt.Sprintf("the expressions of this manifest have more than %d parts to evaluate, each counted for every turn of its loops", maxNodes)})
	}
}

// nodesOf is how large an expression is.
func nodesOf(e hclsyntax.Expression) int {
	n := 0
	_ = hclsyntax.VisitAll(e, func(hclsyntax.Node) hcl.Diagnostics { n++; return nil })
	return n
}

func (m *meter) spend(bytes int) {
	if m.work += int64(bytes); m.work > maxWork {
		panic(exhausted{fmt.Sprintf("the functions and templates of this manifest read and make more than %d GiB together", maxWork>>30)})
	}
}

// charge takes a value that somebody made into account, or says why it is too
// large to go on with.
func (m *meter) charge(v cty.Value) error {
	var s size
	if err := s.add(v); err != nil {
		return err
	}
	m.spend(s.bytes + 16*s.elements)
	return nil
}

// touch takes into account that somebody looks at all of a value.
func (m *meter) touch(v cty.Value) {
	v, _ = v.Unmark()
	switch t := v.Type(); {
	case !v.IsKnown(), v.IsNull():
	case t == cty.String:
		m.spend(len(v.AsString()))
	case t.IsObjectType():
		m.spend(4 * len(t.AttributeTypes()))
	case t.IsCollectionType(), t.IsTupleType():
		m.spend(4 * v.LengthInt())
	}
}

// size is how large a value is when it is written out: parts that are shared
// in memory count each time.
type size struct{ elements, bytes int }

func (s *size) add(v cty.Value) error {
	if v.IsMarked() {
		v, _ = v.Unmark()
	}
	if !v.IsKnown() || v.IsNull() {
		return nil
	}
	switch t := v.Type(); {
	case t == cty.String:
		n := len(v.AsString())
		s.bytes += n
		if n > maxText {
			return fmt.Errorf("a text of %d MiB; the most is %d MiB", n>>20, maxText>>20)
		}
	case t == cty.Number:
		return plain(v)
	case t.IsCollectionType() || t.IsTupleType() || t.IsObjectType():
		for it := v.ElementIterator(); it.Next(); {
			if s.elements++; s.elements > maxElements {
				return fmt.Errorf("a value of more than %d elements", maxElements)
			}
			_, e := it.Element()
			if err := s.add(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// install puts the meter into every place of an expression where it could
// multiply: loops, and templates that put long texts together.
func (m *meter) install(e hclsyntax.Expression) { hclsyntax.Walk(e, installer{m}) }

type installer struct{ *meter }

func (installer) Enter(hclsyntax.Node) hcl.Diagnostics { return nil }

// Exit works on the way out of the tree, so that no new node is met.
func (in installer) Exit(n hclsyntax.Node) hcl.Diagnostics {
	switch n := n.(type) {
	case *hclsyntax.ForExpr:
		n.ValExpr = in.turn(n.ValExpr)
		if n.CondExpr != nil {
			n.CondExpr = in.turn(n.CondExpr)
		}
		if n.KeyExpr != nil {
			n.KeyExpr = in.turn(n.KeyExpr)
		}
	case *hclsyntax.SplatExpr:
		n.Each = in.turn(n.Each)
	case *hclsyntax.IndexExpr:
		k := &indexKey{}
		n.Collection, n.Key = indexed{around(n.Collection), k, n.Key}, lastKey{around(n.Key), k}
	case *hclsyntax.TemplateJoinExpr:
		n.Tuple = joined{around(n.Tuple), in.meter}
	case *hclsyntax.BinaryOpExpr:
		n.LHS, n.RHS = operand{around(n.LHS), in.meter}, operand{around(n.RHS), in.meter}
	case *hclsyntax.UnaryOpExpr:
		n.Val = operand{around(n.Val), in.meter}
	case *hclsyntax.ConditionalExpr:
		n.TrueResult, n.FalseResult = operand{around(n.TrueResult), in.meter}, operand{around(n.FalseResult), in.meter}
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
	return t.inner.Value(ctx)
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
	p.touch(v)
	if v.Type() == cty.Number {
		p.spend(numberWork)
	}
	*p.sum += textLen(v)
	p.fits(*p.sum)
	return v, diags
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
			j.touch(e)
			sum += textLen(e)
			j.fits(sum)
		}
	}
	return v, diags
}

// operand is a value that an operator compares, converts or takes as a number,
// which text can be too.
type operand struct {
	inner
	*meter
}

func (o operand) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := o.inner.Value(ctx)
	o.touch(v)
	n, _ := v.Unmark()
	if n.Type() == cty.String && n.IsKnown() && !n.IsNull() {
		if parsed, err := cty.ParseNumberVal(n.AsString()); err == nil {
			n = parsed
		}
	}
	if err := plain(n); err != nil {
		panic(exhausted{err.Error()})
	}
	return v, diags
}

// plain refuses numbers that would fill the memory when they are written out,
// such as 1e999999999.
func plain(v cty.Value) error {
	if v.Type() != cty.Number || !v.IsKnown() || v.IsNull() {
		return nil
	}
	v, _ = v.Unmark()
	n := v.AsBigFloat()
	if e := n.MantExp(nil); n.IsInf() || e > maxExponent || e < -maxExponent {
		return errors.New("a number with more than a thousand digits")
	}
	return nil
}

func (m *meter) fits(text int) {
	if text > maxText {
		panic(exhausted{fmt.Sprintf("a template makes a text of more than %d MiB", maxText>>20)})
	}
}

func textLen(v cty.Value) int {
	if v.IsMarked() {
		v, _ = v.Unmark()
	}
	if v.Type() == cty.String && v.IsKnown() && !v.IsNull() {
		return len(v.AsString())
	}
	return 0
}
