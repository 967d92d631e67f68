package spec

import (
	"errors"
	"strconv"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// to is a conversion that somebody asks for.
func (m *meter) to(want cty.Type) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "v", Type: cty.DynamicPseudoType, AllowNull: true, AllowDynamicType: true}},
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			v, err := m.convert(args[0], want)
			if err == nil {
				return v, nil
			}
			have := args[0].Type()
			switch {
			case have == cty.String && want == cty.Bool:
				return cty.NilVal, function.NewArgErrorf(0, `cannot convert %s to bool; only the strings "true" or "false" are allowed`, strconv.Quote(args[0].AsString()))
			case have == cty.String && want == cty.Number:
				return cty.NilVal, function.NewArgErrorf(0, `cannot convert %s to number; given string must be a decimal representation of a number`, strconv.Quote(args[0].AsString()))
			}
			return cty.NilVal, function.NewArgErrorf(0, "cannot convert %s to %s", have.FriendlyName(), want.FriendlyNameForConstraint())
		},
	})
}

// coalesce passes over empty texts, as Terraform's does and cty's does not.
func (m *meter) coalesce() function.Function {
	return function.New(&function.Spec{
		VarParam: &function.Parameter{Name: "vals", Type: cty.DynamicPseudoType, AllowNull: true, AllowDynamicType: true},
		Type:     function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			types := make([]cty.Type, len(args))
			for i, a := range args {
				types[i] = a.Type()
			}
			t := m.unify(m.different(types))
			if t == cty.NilType {
				return cty.NilVal, errors.New("the arguments are of types that do not go together")
			}
			for _, a := range args {
				v, err := m.convert(a, t)
				if err != nil {
					return cty.NilVal, err
				}
				if !v.IsNull() && (t != cty.String || v.AsString() != "") {
					return v, nil
				}
			}
			return cty.NilVal, errors.New("all arguments are null or empty")
		},
	})
}
