package spec

import (
	"iter"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// instances evaluates a block that may have for_each, once or for each element.
func (l *loader) instances(b *block, s scope) iter.Seq[*args] { return l.instancesBy(b, s, nil) }

// instancesBy is instances, less those that helpers evaluate. Start gives these once the
// first instances have been evaluated, or nil for none; it may be nil itself.
func (l *loader) instancesBy(b *block, s scope, start func(shared constants, key, value cty.Value) *ahead) iter.Seq[*args] {
	return func(yield func(*args) bool) {
		base := l.context(s)
		each := b.attrs["for_each"]
		if each == nil {
			yield(l.instance(b, base, "", l.constants(b, s)))
			return
		}
		before := len(l.eval.voids)
		elements := l.forEach(each, base, s)
		if elements == cty.NilVal {
			return
		}
		if b.kind.name == "file" && elements.LengthInt() == 0 {
			l.m.Emptied = append(l.m.Emptied, b.header)
			l.noFiles(b, each, base, l.eval.voidsOf(each.expr, l.eval.voids[before:]))
		}
		s.each = true
		shared := l.constants(b, s)
		keys, values := elementsOf(elements)
		base = l.spare(each, base)
		if b.kind.name == "file" {
			l.m.Files = slices.Grow(l.m.Files, len(keys))
		}
		var helped *ahead
		for i := 0; i < len(keys); i++ {
			if i == firstAlone && start != nil && len(keys) >= enough {
				helped = start(shared, keys[i], values[i])
			}
			for helped != nil && i < len(keys) {
				end := min(i+stretch, len(keys))
				if !helped.next(keys[i:end], values[i:end]) {
					helped = nil
					break
				}
				clear(keys[i:end])
				clear(values[i:end])
				i = end
			}
			if i == len(keys) {
				return
			}
			limit := l.eval.bounded(each.at, func() { l.eval.instance(b.kind.name != "check") })
			l.faults.add(limit...)
			if l.eval.spent {
				return
			}
			k, v := keys[i], values[i]
			keys[i], values[i] = cty.NilVal, cty.NilVal // it may be the last one to hold them
			if !yield(l.instance(b, withEach(base, k, v), instanceOf(b.kind.name, b.name, k.AsString()), shared)) {
				return
			}
		}
	}
}

// elementsOf are the keys and values of a map, an object or a set, in order.
func elementsOf(v cty.Value) (keys, values []cty.Value) {
	n := v.LengthInt()
	keys, values = make([]cty.Value, 0, n), make([]cty.Value, 0, n)
	set := v.Type().IsSetType()
	for it := v.ElementIterator(); it.Next(); {
		k, e := it.Element()
		if set {
			k = e
		}
		keys, values = append(keys, k), append(values, e)
	}
	return keys, values
}

// withEach is what an expression of one instance can refer to.
func withEach(base *hcl.EvalContext, key, value cty.Value) *hcl.EvalContext {
	ctx := base.NewChild()
	ctx.Variables = map[string]cty.Value{"each": cty.ObjectVal(map[string]cty.Value{"key": key, "value": value})}
	return ctx
}

// instanceOf is the address of one instance of a block. That of a move, which has no
// name, is another one as soon as its title is known: see moveAddress.
func instanceOf(kind, name, key string) Address {
	if name == "" {
		return keyed(kind, key)
	}
	return keyed(kind+"."+name, key)
}

// keyed is the address of what is told from others of its kind by a key.
func keyed(head, key string) Address {
	if strings.ContainsAny(key, "\\\"\n\r\t{") {
		key = keyEscapes.Replace(key)
	}
	return Address(head + `["` + key + `"]`)
}

var keyEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "${", "$${", "%{", "%%{")

// forEach gives a map, an object or a set of strings, or cty.NilVal after
// saying what is wrong.
func (l *loader) forEach(x *attr, ctx *hcl.EvalContext, s scope) cty.Value {
	if x.mentions("each") {
		l.faults.add(problem(x.at, x.whole, "each within for_each",
			"for_each makes the elements that each stands for, so it cannot use each itself."))
		return cty.NilVal
	}
	if diags := l.eval.checkRefs(x.expr, s); diags.HasErrors() {
		l.faults.add(diags...)
		return cty.NilVal
	}
	v, diags := l.eval.calculate(x.expr, ctx)
	l.faults.add(diags...)
	if diags.HasErrors() || !v.IsKnown() {
		return cty.NilVal
	}
	if v.IsMarked() {
		l.faults.add(problem(x.at, x.whole, sensitiveSummary, "The keys of for_each become part of addresses, which every plan shows. "+
			"Make them from something that is not sensitive."))
		return cty.NilVal
	}
	if wrong := notIterable(v); wrong != "" {
		l.faults.add(problem(x.at, x.whole, "Wrong value for for_each", "for_each is a map or a set of texts, and this is %s.", wrong))
		return cty.NilVal
	}
	if n := v.LengthInt(); n > MaxInstances {
		l.faults.add(problem(x.at, x.whole, "Too many elements for one block",
			"for_each has %s elements; the most is %s. Split them over several blocks.", grouped(n), grouped(MaxInstances)))
		return cty.NilVal
	}
	return v
}

// notIterable says what a value is that for_each cannot take, and how to get
// what it can. Lists are the usual mistake.
func notIterable(v cty.Value) string {
	t := v.Type()
	switch {
	case v.IsNull():
		return "null. For no files at all, write {}"
	case t.IsMapType(), t.IsObjectType():
		return ""
	case t.IsSetType() && t.ElementType() == cty.String:
		for it := v.ElementIterator(); it.Next(); {
			if _, e := it.Element(); e.IsNull() || !e.IsKnown() {
				return "a set with a null element. Leave it out, for instance with compact()"
			}
		}
		return ""
	case t.IsSetType():
		return "a " + t.FriendlyName() + ". Make a map of it: { for x in … : x.id => x }"
	case t.IsListType(), t.IsTupleType():
		if !slices.ContainsFunc(elementTypes(t), func(t cty.Type) bool { return !t.IsPrimitiveType() && t != cty.DynamicPseudoType }) {
			return "a list, whose elements have no keys. Write toset(…) around it"
		}
		return "a list, whose elements have no keys. Make a map of it by a column that differs for each: { for row in … : row.id => row }"
	}
	return kindOf(t)
}
