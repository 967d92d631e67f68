package spec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// args are the values of a block's attributes, or of one instance of a block.
// What was not written, or is null, is absent; what failed is not known.
type args struct {
	*loader
	*block
	ctx    *hcl.EvalContext
	of     Address // "" when the block has one instance only
	values map[string]cty.Value
	inner  []*args // of the blocks within
	failed bool    // something was wrong with these attributes
}

// constants are the values that all instances of a block share.
type constants struct {
	values map[string]cty.Value
	inner  []constants
}

// args evaluates the attributes of a block that stands for itself.
func (l *loader) args(b *block) *args {
	return l.instance(b, l.eval.ctx, "", l.constants(b, scopeOf(b)))
}

// constants checks what the attributes of a block refer to, and evaluates those
// that are the same for every instance. The others are not in the result.
func (l *loader) constants(b *block, s scope) constants {
	a := &args{loader: l, block: b, ctx: l.context(s)}
	c := constants{values: map[string]cty.Value{}}
	for _, t := range b.kind.attrs {
		x := b.attrs[t.name]
		if x == nil || t.typ == cty.NilType {
			continue
		}
		if diags := l.eval.checkRefs(x.expr, s); diags.HasErrors() {
			l.faults.add(diags...)
			c.values[t.name] = cty.DynamicVal
		} else if !x.mentions("each") {
			c.values[t.name] = a.evaluate(x, t.typ)
		}
	}
	for _, inner := range b.blocks {
		c.inner = append(c.inner, l.constants(inner, s))
	}
	return c
}

// instance evaluates the attributes that constants has left.
func (l *loader) instance(b *block, ctx *hcl.EvalContext, of Address, shared constants) *args {
	a := &args{loader: l, block: b, ctx: ctx, of: of, values: make(map[string]cty.Value, len(b.attrs))}
	for _, t := range b.kind.attrs {
		x := b.attrs[t.name]
		if x == nil || t.typ == cty.NilType {
			continue
		}
		v, done := shared.values[t.name]
		if !done {
			v = a.evaluate(x, t.typ)
		}
		a.failed = a.failed || !v.IsKnown()
		switch {
		case !v.IsNull():
			a.values[t.name] = v
		case t.required:
			a.fault(t.name, "Null where a value is needed", "%s needs a value, and this is null.", t.name)
		}
		if text, ok := a.text("from"); ok && t.name == "from" && of != "" {
			a.of = moveAddress(text)
		}
	}
	for i, inner := range b.blocks {
		x := l.instance(inner, ctx, of, shared.inner[i])
		a.inner = append(a.inner, x)
		a.failed = a.failed || x.failed
	}
	return a
}

// evaluate gives an attribute's value as the type that it has to be.
func (a *args) evaluate(x *attr, want cty.Type) cty.Value {
	v, diags := a.eval.calculate(x.expr, a.ctx)
	a.faults.addTo(a.of, diags...)
	if diags.HasErrors() {
		return cty.DynamicVal
	}
	if v.ContainsMarked() {
		a.fault(x.name, sensitiveSummary, "%s is made from a sensitive value, and everything that a manifest says of a wiki is public there or in the plan. "+
			"Make it from something else; or, if the value may be public, remove sensitive from its variable.", x.name)
		return cty.DynamicVal
	}
	var converted cty.Value
	var err error
	if limit := a.eval.bounded(x.at, func() { converted, err = a.eval.convert(v, want) }); limit.HasErrors() || a.eval.spent {
		a.faults.addTo(a.of, limit...)
		return cty.DynamicVal
	}
	if err != nil {
		hint := ""
		if want == texts && v.Type() == cty.String {
			hint = " Put it in brackets: [\"…\"]."
		}
		a.fault(x.name, "Wrong type of value", "%s is %s, and this is %s.%s", x.name, kindOf(want), kindOf(v.Type()), hint)
		return cty.DynamicVal
	}
	if !converted.IsWhollyKnown() {
		return cty.DynamicVal
	}
	return converted
}

func kindOf(t cty.Type) string {
	switch t {
	case cty.String:
		return "a text"
	case cty.Bool:
		return "true or false"
	case texts:
		return "a list of texts"
	}
	name := t.FriendlyName()
	if strings.ContainsAny(name[:1], "aeiou") {
		return "an " + name
	}
	return "a " + name
}

// has reports whether an attribute was written and is not null.
func (a *args) has(name string) bool {
	_, ok := a.values[name]
	return ok
}

// text gives a known value, or false when it is absent or failed.
func (a *args) text(name string) (string, bool) {
	v, ok := a.values[name]
	if !ok || !v.IsKnown() {
		return "", false
	}
	return v.AsString(), true
}

// flag gives a known truth value, false when it is absent or failed.
func (a *args) flag(name string) bool {
	v, ok := a.values[name]
	return ok && v.IsKnown() && v.True()
}

// unless gives a known truth value, true when it is absent and false when it failed.
func (a *args) unless(name string) bool { return !a.has(name) || a.flag(name) }

// choice gives the value of an attribute that has a few possible ones.
func (a *args) choice(name string) (string, bool) {
	text, ok := a.text(name)
	if !ok {
		return "", false
	}
	t := a.kind.attr(name)
	if !slices.Contains(t.values, text) {
		a.fault(name, "Unknown value", "%s is %s, not %q.%s", name, oneOf(t.values), text, didYouMean(text, t.values))
		return "", false
	}
	return text, true
}

// several gives the values of an attribute that has a few possible ones, each of them
// once. What a value is when it is in the list, done says.
func (a *args) several(name, done string) []string {
	list, _ := a.list(name)
	t := a.kind.attr(name)
	for i, text := range list {
		switch {
		case !slices.Contains(t.values, text):
			a.faultAt(name, i, "Unknown value", "What can be %s is %s, not %q.%s", done, allOf(t.values), text, didYouMean(text, t.values))
		case slices.Contains(list[:i], text):
			a.faultAt(name, i, upperFirst(done)+" twice", "%q is in the list already. Remove one of them.", text)
		}
	}
	return list
}

// list gives a known list; its null elements are faults.
func (a *args) list(name string) ([]string, bool) {
	v, ok := a.values[name]
	if !ok || !v.IsKnown() {
		return nil, false
	}
	list := make([]string, 0, v.LengthInt())
	for it := v.ElementIterator(); it.Next(); {
		_, e := it.Element()
		if e.IsNull() {
			a.faultAt(name, len(list), "Null in a list", "%s has a null element. Leave it out, for instance with compact().", name)
			return nil, false
		}
		list = append(list, e.AsString())
	}
	return list, true
}

// at is where an attribute's value was written, or the block's header.
func (a *args) at(name string) hcl.Range {
	if x := a.attrs[name]; x != nil {
		return x.at
	}
	return a.header
}

// fault reports something wrong with the value of an attribute, together with
// the values that it was made from. An attribute that was not written stands
// for the block.
func (a *args) fault(name, summary, format string, v ...any) {
	a.report(name, a.at(name), summary, format, v...)
}

// faultAt is fault for the i-th element of a list.
func (a *args) faultAt(name string, i int, summary, format string, v ...any) {
	at := a.at(name)
	if x := a.attrs[name]; x != nil && i < len(x.elements()) {
		at = x.elements()[i]
	}
	a.report(name, at, summary, format, v...)
}

func (a *args) report(name string, at hcl.Range, summary, format string, v ...any) {
	d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: fmt.Sprintf(format, v...), Subject: &at}
	if x := a.attrs[name]; x != nil {
		d.Context, d.Expression, d.EvalContext = &x.whole, x.expr, a.ctx
	}
	a.failed = true
	a.faults.addTo(a.of, d)
}
