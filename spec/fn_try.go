package spec

import (
	"errors"

	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// try and can are HCL's, but for two things: they evaluate an expression once
// and not twice, which would double with each try within a try; and whether an
// expression of something sensitive has a value is sensitive too.

func (m *meter) try() function.Function {
	return function.New(&function.Spec{
		VarParam: &function.Parameter{Name: "expressions", Type: customdecode.ExpressionClosureType},
		Type:     function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			secret := false
			last := "at least one expression is needed"
			for _, a := range args {
				c := customdecode.ExpressionClosureFromVal(a)
				v, diags := c.Value()
				switch {
				case !diags.HasErrors() && secret:
					return v.Mark(sensitive), nil
				case !diags.HasErrors():
					return v, nil
				}
				last = "no expression has a value; of the last one: " + diags[0].Detail
				secret = secret || m.tainted(c.Expression.Variables(), c.EvalContext)
			}
			return cty.NilVal, errors.New(last)
		},
	})
}

func (m *meter) can() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "expression", Type: customdecode.ExpressionClosureType}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			c := customdecode.ExpressionClosureFromVal(args[0])
			v, diags := c.Value()
			answer := cty.BoolVal(!diags.HasErrors())
			switch {
			case diags.HasErrors() && m.tainted(c.Expression.Variables(), c.EvalContext), v.ContainsMarked():
				return answer.Mark(sensitive), nil
			case !diags.HasErrors() && !v.IsWhollyKnown():
				return cty.UnknownVal(cty.Bool), nil
			}
			return answer, nil
		},
	})
}
