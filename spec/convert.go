package spec

import (
	"errors"
	"fmt"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// cty finds the type that all elements of a tuple can have by comparing each
// with each, which takes minutes for the rows of an honest table: every [for …]
// makes a tuple. Elements have few types, however many they are; so it is asked
// about those, and each element is converted by itself. What it says is the same.

// maxDigits is how long a text may be that is taken for a number: what reading
// one costs grows with the square of its length.
const maxDigits = 1000

// convert is convert.Convert in a time that grows as the value does. Nothing that
// a manifest holds makes it panic, as cty does over nulls of some types.
func (m *meter) convert(v cty.Value, want cty.Type) (out cty.Value, err error) {
	defer func() {
		if r := recover(); r != nil && m.over == nil {
			out, err = cty.NilVal, fmt.Errorf("%s required", want.FriendlyNameForConstraint())
		} else if r != nil {
			panic(r)
		}
	}()
	bare, marks := v.Unmark()
	out, err = m.convertBare(bare, want)
	if err != nil || len(marks) == 0 {
		return out, err
	}
	return out.WithMarks(marks), nil
}

func (m *meter) convertBare(v cty.Value, want cty.Type) (cty.Value, error) {
	have := v.Type()
	switch known := v.IsKnown() && !v.IsNull(); {
	case want == cty.Number && textLen(v) > maxDigits:
		return cty.NilVal, m.refuse(fmt.Errorf("a number of %s digits", grouped(textLen(v))))
	case !gathers(have, want):
		if known && have.IsSetType() && want.IsCollectionType() && !have.Equals(want) {
			m.order(v, 1)
		}
		return convert.Convert(v, want)
	case want.IsObjectType() && known:
		return m.convertObject(v, want)
	case want.IsTupleType() && known:
		return m.convertTuple(v, want)
	case known:
		return m.gather(v, want)
	case want.IsCollectionType():
		return m.convertNothing(v, want)
	}
	return convert.Convert(v, want)
}

// gathers reports whether a conversion puts elements of their own types each
// into a collection, at the top of a value or further down.
func gathers(have, want cty.Type) bool {
	within := func() bool { return have.IsCollectionType() && gathers(have.ElementType(), want.ElementType()) }
	switch {
	case want.IsListType():
		return have.IsTupleType() || (have.IsListType() || have.IsSetType()) && within()
	case want.IsSetType():
		return have.IsTupleType() || have.IsListType() || have.IsSetType() && within()
	case want.IsMapType():
		return have.IsObjectType() || have.IsMapType()
	case want.IsObjectType():
		return have.IsObjectType()
	case want.IsTupleType():
		return have.IsTupleType() && have.Length() == want.Length()
	}
	return false
}

// convertObject converts the attributes that are wanted; which may be missing
// cty knows.
func (m *meter) convertObject(v cty.Value, want cty.Type) (cty.Value, error) {
	attrs := v.AsValueMap()
	for _, name := range names(want.AttributeTypes()) {
		x, ok := attrs[name]
		if t := want.AttributeType(name); ok && gathers(x.Type(), t) {
			x, err := m.convert(x, t)
			if err != nil {
				return cty.NilVal, below(cty.GetAttrStep{Name: name}, fmt.Sprintf("attribute %q", name), err)
			}
			attrs[name] = x
		}
	}
	return convert.Convert(cty.ObjectVal(attrs), want)
}

func (m *meter) convertTuple(v cty.Value, want cty.Type) (cty.Value, error) {
	elems := v.AsValueSlice()
	for i, t := range want.TupleElementTypes() {
		if gathers(elems[i].Type(), t) {
			x, err := m.convert(elems[i], t)
			if err != nil {
				return cty.NilVal, below(cty.IndexStep{Key: cty.NumberIntVal(int64(i))}, fmt.Sprintf("element %d", i), err)
			}
			elems[i] = x
		}
	}
	return convert.Convert(cty.TupleVal(elems), want)
}

// below says of an error about a part of a value which part that is. cty names
// it in words where types do not fit, and as a path where a value does not.
func below(step cty.PathStep, part string, err error) error {
	if _, ok := errors.AsType[cty.PathError](err); ok {
		return cty.Path{step}.NewError(err)
	}
	return fmt.Errorf("%s: %w", part, err)
}

// convertNothing converts null and what is not known.
func (m *meter) convertNothing(v cty.Value, want cty.Type) (cty.Value, error) {
	t, err := m.common(v.Type(), want)
	if err != nil {
		return cty.NilVal, err
	}
	t = collectionOf(want, t.WithoutOptionalAttributesDeep())
	if v.IsNull() {
		return cty.NullVal(t), nil
	}
	return cty.UnknownVal(t), nil
}

func collectionOf(kind, t cty.Type) cty.Type {
	switch {
	case kind.IsListType():
		return cty.List(t)
	case kind.IsSetType():
		return cty.Set(t)
	}
	return cty.Map(t)
}

// gather makes the collection that is wanted of the elements of v.
func (m *meter) gather(v cty.Value, want cty.Type) (cty.Value, error) {
	have := v.Type()
	t, err := m.common(have, want)
	if err != nil {
		return cty.NilVal, err
	}
	m.order(v, 1)
	elems := make([]cty.Value, 0, v.LengthInt())
	var keys []string
	for it := v.ElementIterator(); it.Next(); {
		k, e := it.Element()
		e, err := m.convert(e, t)
		if err != nil {
			return cty.NilVal, misfit(have, k, err)
		}
		if want.IsMapType() {
			keys = append(keys, k.AsString())
		}
		elems = append(elems, e)
	}
	if len(elems) == 0 {
		return emptyOf(have, want), nil
	}
	if elems = m.alike(elems, want); !cty.CanListVal(elems) {
		return cty.NilVal, cty.Path(nil).NewErrorf("cannot find a common base type for all elements")
	}
	return m.collection(want, keys, elems), nil
}

// misfit is why the element under a key is not converted; those of a set have none.
func misfit(have cty.Type, key cty.Value, err error) error {
	if have.IsSetType() {
		return err
	}
	return below(cty.IndexStep{Key: key}, "element "+written(key), err)
}

func emptyOf(have, want cty.Type) cty.Value {
	t := want.ElementType().WithoutOptionalAttributesDeep()
	if t == cty.DynamicPseudoType && have.IsCollectionType() {
		t = have.ElementType()
	}
	switch {
	case want.IsListType():
		return cty.ListValEmpty(t)
	case want.IsSetType():
		return cty.SetValEmpty(t)
	}
	return cty.MapValEmpty(t)
}

// alike gives elements one type where they may still have several, since the
// one that is wanted leaves something open, if there is one.
func (m *meter) alike(elems []cty.Value, want cty.Type) []cty.Value {
	types := make([]cty.Type, len(elems))
	for i, e := range elems {
		types[i] = e.Type()
	}
	few := m.different(types)
	if len(few) == 1 {
		return elems
	}
	t := m.unify(few)
	if t == cty.NilType || want.IsSetType() {
		return elems
	}
	for i, e := range elems {
		if e, err := m.convert(e, t); err == nil {
			elems[i] = e
		}
	}
	return elems
}

func (m *meter) collection(want cty.Type, keys []string, elems []cty.Value) cty.Value {
	switch {
	case want.IsListType():
		return cty.ListVal(elems)
	case want.IsSetType():
		return m.set(elems)
	}
	byKey := make(map[string]cty.Value, len(keys))
	for i, k := range keys {
		byKey[k] = elems[i]
	}
	return cty.MapVal(byKey)
}
