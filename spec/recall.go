package spec

import (
	"maps"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// The values of a table take more memory than the files that are made of it, so none is
// held for longer than something is to be evaluated with it. Who asks later where a
// description comes from has them evaluated again.

// spare lets go of local values to which nothing refers any more once the for_each of a
// block has been evaluated, and gives the context without them. What diagnostics refer to
// they have in their own.
func (l *loader) spare(each *attr, base *hcl.EvalContext) *hcl.EvalContext {
	if !l.frugal || base != l.eval.ctx {
		return base
	}
	if l.uses == nil {
		l.uses = l.countUses()
	}
	for name := range localsIn(each.expr) {
		l.uses[name]--
	}
	held := map[string]cty.Value{}
	for name, v := range valuesIn(l.eval.ctx.Variables["local"]) {
		if l.uses[name] > 0 {
			held[name] = v
		}
	}
	l.withLocals(held)
	return l.eval.ctx
}

// letGo drops what is of no use once everything has been evaluated.
func (l *loader) letGo() {
	l.claims, l.near, l.mentions = nil, nil, nil
	if l.m.planChecks == nil {
		l.ctxOfFiles = nil
		l.withLocals(nil)
	}
}

// withLocals makes a context anew, with these local values.
func (l *loader) withLocals(values map[string]cty.Value) {
	ctx := *l.eval.ctx
	ctx.Variables = maps.Clone(ctx.Variables)
	ctx.Variables["local"] = cty.ObjectVal(values)
	l.eval.ctx = &ctx
}

// recall evaluates all local values again. The manifest must have no errors.
func (l *loader) recall() {
	if len(valuesIn(l.eval.ctx.Variables["local"])) < len(l.locals) {
		l.withLocals(nil)
		l.resolveLocals()
	}
}

// countUses counts how many attributes refer to each local value, of blocks that are
// evaluated after the local values are.
func (l *loader) countUses() map[string]int {
	uses := map[string]int{}
	var count func(b *block)
	count = func(b *block) {
		for _, x := range b.attrs {
			for name := range localsIn(x.expr) {
				uses[name]++
			}
		}
		for _, inner := range b.blocks {
			count(inner)
		}
	}
	for _, b := range l.blocks.blocks {
		switch b.kind.name {
		case "locals", "variable", "wikiform", "wiki", "defaults":
		default:
			count(b)
		}
	}
	return uses
}

// localsIn are the local values to which an expression refers itself.
func localsIn(x *expr) map[string]bool {
	found := map[string]bool{}
	for _, ref := range x.refs {
		if name, ok := step(ref, 1); ok && ref.RootName() == "local" {
			found[name] = true
		}
	}
	return found
}

// valuesIn are the attributes of an object, none of anything else.
func valuesIn(v cty.Value) map[string]cty.Value {
	if v == cty.NilVal || !v.Type().IsObjectType() {
		return nil
	}
	return v.AsValueMap()
}

// each is what that word stands for in one instance of a block.
type each struct{ key, value cty.Value }

// evaluated gives the description of a file with what it was evaluated with, or false
// where it has none.
func (w *wordings) evaluated(of Address) (evaluated, bool) {
	head, _, _ := strings.Cut(string(of), "[")
	b := w.block(Address(head))
	if b == nil {
		return evaluated{}, false
	}
	w.anew()
	w.loader.recall()
	d := evaluated{b.attrs["description"], b.attrs["title"], b.attrs["source"], b.attrs["for_each"], w.loader.eval.ctx}
	if d.each != nil {
		e, ok := w.element(b, of)
		if !ok {
			return evaluated{}, false
		}
		d.ctx = withEach(d.ctx, e.key, e.value)
	}
	_, ok := w.value(d.x.Expression, d.ctx)
	w.anew()
	return d, ok
}

// block is the one with a description that has an address without a key.
func (w *wordings) block(of Address) *block {
	if w.blocks == nil {
		w.blocks = map[Address]*block{}
		for _, b := range w.loader.blocks.of("file") {
			if b.attrs["description"] != nil {
				w.blocks[Address(b.kind.name+"."+b.name)] = b
			}
		}
	}
	return w.blocks[of]
}

// element is the one of for_each that an instance of a block has.
func (w *wordings) element(b *block, of Address) (each, bool) {
	all, known := w.elements[b]
	if !known {
		all = map[Address]each{}
		if v, ok := w.value(b.attrs["for_each"].Expression, w.loader.eval.ctx); ok {
			keys, values := elementsOf(v)
			for i, k := range keys {
				all[instanceOf(b.kind.name, b.name, k.AsString())] = each{k, values[i]}
			}
		}
		if w.elements == nil {
			w.elements = map[*block]map[Address]each{}
		}
		w.elements[b] = all
	}
	e, ok := all[of]
	return e, ok
}
