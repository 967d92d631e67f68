package spec

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// contains asks a list for a value, mostly the same list for each row of a table:
// contains(local.skipped, each.key). So a list that has a name is indexed when it
// is asked for the second time. cty goes through all of it, and a set it sorts.

// remembered is a reference to a list that contains looks into.
type remembered struct {
	inner
	*meter
	root  string
	home  *hcl.EvalContext // where the root of the reference is from
	times int
	index *members // nil until it is worth one
}

func (in installer) remembered(e hclsyntax.Expression) hclsyntax.Expression {
	ref, ok := e.(*hclsyntax.ScopeTraversalExpr)
	if !ok {
		return e
	}
	return &remembered{inner: around(e), meter: in.meter, root: ref.Traversal.RootName()}
}

// indexed gives an index of v, which the reference has in ctx, or nil.
func (r *remembered) indexed(v cty.Value, ctx *hcl.EvalContext) *members {
	if home := homeOf(r.root, ctx); home != r.home {
		r.home, r.times, r.index = home, 0, nil
	}
	worth := 2
	if v.Type().IsSetType() {
		worth = 1 // since looking into it once sorts it as well
	}
	if r.times++; r.times == worth && v.IsKnown() && !v.IsNull() && !v.ContainsMarked() && isList(v) {
		r.order(v, 1)
		index := &members{meter: r.meter}
		for it := v.ElementIterator(); it.Next(); {
			if _, e := it.Element(); !e.Type().IsPrimitiveType() || !e.IsKnown() {
				return nil
			} else if !e.IsNull() {
				index.add(e)
			}
		}
		r.hold(len(index.texts) * slot)
		r.index = index
	}
	return r.index
}

func isList(v cty.Value) bool {
	t := v.Type()
	return t.IsListType() || t.IsSetType() || t.IsTupleType()
}

func contains(m *meter, args []cty.Value) (cty.Value, error) {
	list, v := args[0], args[1]
	if v.Type().IsPrimitiveType() && !v.IsMarked() && v.IsKnown() && !v.IsNull() && !list.IsMarked() && list.IsKnown() && isList(list) {
		if m.index != nil {
			return cty.BoolVal(m.index.has(v)), nil
		}
		if found, plain := m.seek(list, v); plain {
			return cty.BoolVal(found), nil
		}
	}
	if _, err := m.measure(args...); err != nil {
		return cty.NilVal, err
	}
	m.order(list, 4)
	return stdlib.ContainsFunc.Call(args)
}

// seek looks for a text, a number or a truth value among others; plain is false
// where there is anything else.
func (m *meter) seek(list, v cty.Value) (found, plain bool) {
	m.order(list, 1)
	n := 0
	defer func() { m.spend(n * 2 * elementWork) }()
	text := v.Type() == cty.String
	for it := list.ElementIterator(); it.Next(); n++ {
		_, e := it.Element()
		switch {
		case e.IsMarked() || !e.IsKnown() || !e.Type().IsPrimitiveType():
			return false, false
		case e.Type() != v.Type() || e.IsNull():
		case text && e.AsString() == v.AsString(), !text && e.RawEquals(v):
			return true, true
		}
	}
	return false, true
}
