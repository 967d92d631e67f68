package spec

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// expr is an expression, parsed once however often it is evaluated. HCL would
// parse the strings of its JSON syntax anew each time, so they are turned into
// the native form, and everything after that knows one kind of expression.
type expr struct {
	hclsyntax.Expression
	refs []hcl.Traversal
	at   hcl.Range
	// vague: ranges within this expression cannot be trusted, since JSON
	// escapes in it shift them.
	vague bool
	nodes int // how large it is; 0 until it is first evaluated
}

func compile(e hcl.Expression) (*expr, hcl.Diagnostics) {
	x := &expr{at: e.Range()}
	native, ok := e.(hclsyntax.Expression)
	var diags hcl.Diagnostics
	if !ok {
		native, diags = x.fromJSON(e)
	}
	x.Expression, x.refs = native, native.Variables()
	return x, diags
}

// mentions reports whether the expression refers to anything below root.
func (x *expr) mentions(root string) bool {
	for _, r := range x.refs {
		if r.RootName() == root {
			return true
		}
	}
	return false
}

// elements are the ranges of the elements of a list that is written out, nil
// for any other expression.
func (x *expr) elements() []hcl.Range {
	list, ok := x.Expression.(*hclsyntax.TupleConsExpr)
	if !ok {
		return nil
	}
	ranges := make([]hcl.Range, len(list.Exprs))
	for i, e := range list.Exprs {
		ranges[i] = e.Range()
	}
	return ranges
}

// fromJSON gives the native expression for one of the JSON syntax, where
// strings are templates and everything else is itself.
func (x *expr) fromJSON(e hcl.Expression) (hclsyntax.Expression, hcl.Diagnostics) {
	if list, diags := hcl.ExprList(e); !diags.HasErrors() {
		return x.fromArray(list, e.Range())
	}
	if pairs, diags := hcl.ExprMap(e); !diags.HasErrors() {
		return x.fromObject(pairs, e.Range())
	}
	v, diags := e.Value(nil) // without a context, strings are taken literally
	if diags.HasErrors() || v.Type() != cty.String || v.IsNull() {
		return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: e.Range()}, diags
	}
	return x.fromString(v.AsString(), e.Range())
}

func (x *expr) fromArray(list []hcl.Expression, at hcl.Range) (hclsyntax.Expression, hcl.Diagnostics) {
	var diags hcl.Diagnostics
	tuple := &hclsyntax.TupleConsExpr{SrcRange: at, OpenRange: at}
	for _, e := range list {
		native, more := x.fromJSON(e)
		diags = append(diags, more...)
		tuple.Exprs = append(tuple.Exprs, native)
	}
	return tuple, diags
}

func (x *expr) fromObject(pairs []hcl.KeyValuePair, at hcl.Range) (hclsyntax.Expression, hcl.Diagnostics) {
	var diags hcl.Diagnostics
	object := &hclsyntax.ObjectConsExpr{SrcRange: at, OpenRange: at}
	seen := map[string]hcl.Range{}
	for _, p := range pairs {
		name, _ := p.Key.Value(nil)
		if first, twice := seen[name.AsString()]; twice {
			diags = append(diags, problem(p.Key.Range(), p.Key.Range(), "Duplicate object key",
				"The key %q is set at %s already.", name.AsString(), fileAndLine(first)))
		}
		seen[name.AsString()] = p.Key.Range()
		key, more := x.fromJSON(p.Key)
		diags = append(diags, more...)
		value, more := x.fromJSON(p.Value)
		diags = append(diags, more...)
		object.Items = append(object.Items, hclsyntax.ObjectConsItem{KeyExpr: key, ValueExpr: value})
	}
	return object, diags
}

func (x *expr) fromString(text string, at hcl.Range) (hclsyntax.Expression, hcl.Diagnostics) {
	inside := at.Start
	inside.Column, inside.Byte = inside.Column+1, inside.Byte+1 // after the quote
	vague := len(text)+2 != at.End.Byte-at.Start.Byte
	x.vague = x.vague || vague
	e, diags := parseTemplate([]byte(text), at.Filename, inside)
	hintDirectives(diags, inAFile)
	if vague {
		diags = within(at, diags)
	}
	if diags.HasErrors() {
		e = &hclsyntax.LiteralValueExpr{Val: cty.DynamicVal, SrcRange: at}
	}
	return e, diags
}

// parseTemplate is hclsyntax.ParseTemplate for text from anywhere.
func parseTemplate(text []byte, filename string, start hcl.Pos) (hclsyntax.Expression, hcl.Diagnostics) {
	tokens, diags := hclsyntax.LexTemplate(text, filename, start)
	if !diags.HasErrors() {
		diags = checkNesting(tokens)
	}
	if diags.HasErrors() {
		return nil, diags
	}
	e, diags := hclsyntax.ParseTemplate(text, filename, start)
	return e, diags
}

// within moves diagnostics to at, where that is all that is known of their place.
func within(at hcl.Range, diags hcl.Diagnostics) hcl.Diagnostics {
	moved := make(hcl.Diagnostics, len(diags))
	for i, d := range diags {
		x := *d
		x.Subject, x.Context = &at, nil
		moved[i] = &x
	}
	return moved
}
