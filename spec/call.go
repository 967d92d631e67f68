package spec

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// HCL converts the arguments of a function, and cty looks through all of them
// half a dozen times, also where the function is to select one element. So
// arguments come in a box that neither of them opens.

// boxed is the type of all parameters as HCL sees them.
var boxed cty.Type

type given struct {
	v     cty.Value
	index *members // see remembered
}

func init() {
	decode := customdecode.CustomExpressionDecoderFunc(func(e hcl.Expression, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
		v, diags := e.Value(ctx)
		a := given{v: v}
		if r, ok := e.(*remembered); ok && !diags.HasErrors() {
			a.index = r.indexed(v, ctx)
		}
		return cty.CapsuleVal(boxed, &a), diags
	})
	boxed = cty.CapsuleWithOps("value", reflect.TypeFor[given](), &cty.CapsuleOps{
		ExtensionData: func(key any) any {
			if key == customdecode.CustomExpressionDecoder {
				return decode
			}
			return nil
		},
	})
}

// metered gives a function whose arguments and results are taken into account.
func (m *meter) metered(f namedFunction) function.Function {
	spec := &function.Spec{
		Type: function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			values := make([]cty.Value, len(args))
			m.index = nil
			for i, a := range args {
				x := a.EncapsulatedValue().(*given)
				values[i] = x.v
				if i == 0 {
					m.index = x.index
				}
			}
			v, err := m.call(f, values)
			if m.over != nil {
				return cty.NilVal, m.over
			}
			return v, err
		},
	}
	for _, p := range f.fn.Params() {
		spec.Params = append(spec.Params, function.Parameter{Name: p.Name, Type: boxed})
	}
	if p := f.fn.VarParam(); p != nil {
		spec.VarParam = &function.Parameter{Name: p.Name, Type: boxed}
	}
	return function.New(spec)
}

// call does what the parameters of a function ask for, and calls it.
func (m *meter) call(f namedFunction, args []cty.Value) (cty.Value, error) {
	m.spend(callWork)
	for i, a := range args {
		p := f.parameter(i)
		if err := plain(a); err != nil {
			return cty.NilVal, m.refuse(err)
		}
		a, err := m.convert(a, p.Type)
		if err != nil {
			return cty.NilVal, function.NewArgError(i, err)
		}
		if args[i] = a; a.IsNull() && !p.AllowNull {
			return cty.NilVal, function.NewArgErrorf(i, "argument must not be null")
		}
	}
	if f.direct != nil {
		return f.direct(m, args)
	}
	look := m.glance
	if f.check != nil {
		look = m.measure
	}
	s, err := look(args...)
	if err != nil {
		return cty.NilVal, err
	}
	m.spend(s.bytes * f.dear)
	for _, a := range args {
		m.order(a, 4)
	}
	if f.check != nil && !s.unknown {
		if err := f.check(m, unmarked(args), s); err != nil {
			return cty.NilVal, m.refuse(err)
		}
	}
	v, err := f.fn.Call(args)
	if bug, ok := errors.AsType[function.PanicError](err); ok {
		err = fmt.Errorf("wikiform cannot do this with such values, which is a defect of wikiform: %v", bug.Value)
	}
	if err != nil || m.over != nil {
		return cty.NilVal, err
	}
	if m.reads != nil && slices.Contains(decoders, f.name) && !v.ContainsMarked() {
		m.reads.decoded = append(m.reads.decoded, decoded{text: args[0].AsString(), value: v})
	}
	if f.kept {
		_, err = m.glance(v)
		return v, err
	}
	return v, m.charge(v)
}

func (f namedFunction) parameter(i int) function.Parameter {
	if params := f.fn.Params(); i < len(params) {
		return params[i]
	}
	return *f.fn.VarParam()
}

// decoders are the functions that make values of texts, but for those of tables, which
// tell lines as well.
var decoders = []string{"jsondecode", "yamldecode"}
