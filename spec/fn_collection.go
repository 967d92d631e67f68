package spec

import (
	"errors"
	"fmt"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// index is the place of a value in a list.
var index = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}, {Name: "value", Type: cty.DynamicPseudoType}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if t := args[0].Type(); !t.IsListType() && !t.IsTupleType() {
			return cty.NilVal, function.NewArgErrorf(0, "this is not a list")
		}
		for it := args[0].ElementIterator(); it.Next(); {
			i, v := it.Element()
			if equal, err := stdlib.Equal(v, args[1]); err == nil && equal.True() {
				return i, nil
			}
		}
		return cty.NilVal, errors.New("the list has no such value")
	},
})

// flatten puts everything that is not a list, set or tuple into one tuple.
var flatten = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
	Type:   function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if !flattens(args[0]) {
			return cty.NilVal, errors.New("can only flatten lists, sets and tuples")
		}
		return cty.TupleVal(flat(nil, args[0])), nil
	},
})

func flattens(v cty.Value) bool {
	t := v.Type()
	return !v.IsNull() && v.IsKnown() && (t.IsListType() || t.IsSetType() || t.IsTupleType())
}

func flat(list []cty.Value, v cty.Value) []cty.Value {
	for it := v.ElementIterator(); it.Next(); {
		if _, e := it.Element(); flattens(e) {
			list = flat(list, e)
		} else {
			list = append(list, e)
		}
	}
	return list
}

// one turns a list that may have one element into a value that may be null.
var one = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
	Type: func(args []cty.Value) (cty.Type, error) {
		switch t := args[0].Type(); {
		case t.IsListType(), t.IsSetType():
			return t.ElementType(), nil
		case t.IsTupleType() && t.Length() == 1:
			return t.TupleElementType(0), nil
		case t.IsTupleType():
			return cty.DynamicPseudoType, nil
		}
		return cty.NilType, function.NewArgErrorf(0, "this is not a list or set")
	},
	Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
		switch n := args[0].LengthInt(); n {
		case 0:
			return cty.NullVal(t), nil
		case 1:
			it := args[0].ElementIterator()
			it.Next()
			_, v := it.Element()
			return v, nil
		default:
			return cty.NilVal, fmt.Errorf("there are %s elements where at most one is allowed", grouped(n))
		}
	},
})

var sum = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.List(cty.Number)}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if args[0].LengthInt() == 0 {
			return cty.NilVal, function.NewArgErrorf(0, "the list is empty")
		}
		total := cty.Zero
		for it := args[0].ElementIterator(); it.Next(); {
			_, v := it.Element()
			if v.IsNull() {
				return cty.NilVal, function.NewArgErrorf(0, "the list has a null element")
			}
			total = total.Add(v)
		}
		return total, nil
	},
})

var (
	alltrue = ofBools(false)
	anytrue = ofBools(true)
)

// ofBools looks for an element that decides for all; what is null is not true.
func ofBools(decides bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.List(cty.Bool)}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			for it := args[0].ElementIterator(); it.Next(); {
				_, v := it.Element()
				if (!v.IsNull() && v.True()) == decides {
					return cty.BoolVal(decides), nil
				}
			}
			return cty.BoolVal(!decides), nil
		},
	})
}
