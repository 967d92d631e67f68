package spec

import (
	"errors"
	"fmt"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	"github.com/zclconf/go-cty/cty/gocty"
)

// The functions here look at one element, however large a value is, so they do
// not go through cty's, which look at all of it. Marks are theirs to keep: of the
// value, and of what selects from it.

// ofAny and ofLookup are what they are called with.
var (
	ofAny = function.New(&function.Spec{
		Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType}},
	})
	ofLookup = function.New(&function.Spec{
		Params:   []function.Parameter{{Name: "inputMap", Type: cty.DynamicPseudoType}, {Name: "key", Type: cty.String}},
		VarParam: &function.Parameter{Name: "default", Type: cty.DynamicPseudoType, AllowNull: true},
	})
)

// length counts letters of texts as well, which cty's does not.
func length(m *meter, args []cty.Value) (cty.Value, error) {
	v, marks := args[0].Unmark()
	if !v.IsKnown() {
		return cty.DynamicVal, nil
	}
	var n cty.Value
	switch t := v.Type(); {
	case t == cty.String:
		const letter = 50 // finding where one ends
		m.spend(letter * textLen(v))
		var err error
		if n, err = stdlib.Strlen(v); err != nil {
			return cty.NilVal, err
		}
	case t.IsObjectType():
		n = cty.NumberIntVal(int64(len(t.AttributeTypes())))
	case t.IsCollectionType(), t.IsTupleType():
		n = cty.NumberIntVal(int64(v.LengthInt()))
	default:
		return cty.NilVal, function.NewArgErrorf(0, "only a text, list, set, map or object has a length")
	}
	return n.WithMarks(marks), nil
}

// lookup may be called without a default, as Terraform's still may.
func lookup(m *meter, args []cty.Value) (cty.Value, error) {
	if len(args) > 3 {
		return cty.NilVal, errors.New("takes a map, a key and at most one default")
	}
	where, marks := args[0].Unmark()
	key, keyMarks := args[1].Unmark()
	switch t := where.Type(); {
	case t == cty.DynamicPseudoType, !where.IsKnown(), !key.IsKnown():
		return cty.DynamicVal, nil
	case !t.IsObjectType() && !t.IsMapType():
		return cty.NilVal, function.NewArgErrorf(0, "this is not a map or an object")
	}
	v, found := element(where, key.AsString())
	switch {
	case found:
	case len(args) == 2:
		return cty.NilVal, function.NewArgErrorf(1, "there is nothing under %q.%s", key.AsString(), m.didYouMean(key.AsString(), m.keysOf(where)))
	default:
		v = args[2]
	}
	if t := where.Type(); t.IsMapType() && len(args) == 3 {
		other, err := m.convert(args[2], t.ElementType())
		if err != nil {
			return cty.NilVal, function.NewArgErrorf(2, "the default value must have the same type as the map elements")
		}
		if !found {
			v = other
		}
	}
	return v.WithMarks(marks, keyMarks), nil
}

// pick is element(): the index is counted around the end of the list.
func pick(_ *meter, args []cty.Value) (cty.Value, error) {
	list, marks := args[0].Unmark()
	index, indexMarks := args[1].Unmark()
	switch t := list.Type(); {
	case t == cty.DynamicPseudoType, !list.IsKnown(), !index.IsKnown():
		return cty.DynamicVal, nil
	case !t.IsListType() && !t.IsTupleType():
		return cty.NilVal, fmt.Errorf("cannot read elements from %s", t.FriendlyName())
	}
	n := list.LengthInt()
	if n == 0 {
		return cty.NilVal, errors.New("cannot use element function with an empty list")
	}
	i, exact := index.AsBigFloat().Int64()
	if exact != 0 {
		return cty.NilVal, errors.New("invalid index: a whole number is required")
	}
	at := int(i % int64(n))
	if at < 0 {
		at += n
	}
	return list.Index(cty.NumberIntVal(int64(at))).WithMarks(marks, indexMarks), nil
}

// slice takes each element by its index.
func slice(m *meter, args []cty.Value) (cty.Value, error) {
	list, marks := args[0].Unmark()
	all := []cty.ValueMarks{marks}
	var from, to int
	switch t := list.Type(); {
	case t.IsSetType():
		return cty.NilVal, function.NewArgErrorf(0, "cannot slice a set, because its elements do not have indices; explicitly convert to a list if the ordering of the result is not important")
	case t != cty.DynamicPseudoType && !t.IsListType() && !t.IsTupleType():
		return cty.NilVal, function.NewArgErrorf(0, "must be a list or tuple value")
	case !list.IsKnown():
		return cty.DynamicVal, nil
	}
	for i, at := range []*int{&from, &to} {
		place, placeMarks := args[1+i].Unmark()
		if !place.IsKnown() {
			return cty.DynamicVal, nil
		}
		if all = append(all, placeMarks); gocty.FromCtyValue(place, at) != nil || *at < 0 || *at > list.LengthInt() {
			return cty.NilVal, function.NewArgErrorf(1+i, "this is no whole number from 0 to the length of the list, which is %d", list.LengthInt())
		}
	}
	if from > to {
		return cty.NilVal, function.NewArgErrorf(1, "start index must not be greater than end index")
	}
	elems := make([]cty.Value, 0, to-from)
	for i := from; i < to; i++ {
		elems = append(elems, list.Index(cty.NumberIntVal(int64(i))))
	}
	v := cty.TupleVal(elems)
	if t := list.Type(); t.IsListType() && len(elems) == 0 {
		v = cty.ListValEmpty(t.ElementType())
	} else if t.IsListType() {
		v = cty.ListVal(elems)
	}
	return v.WithMarks(all...), m.charge(v)
}
