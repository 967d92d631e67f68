package spec

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

var typeNames = []string{"string", "number", "bool", "any", "list", "set", "map", "object", "tuple"}

// variable is a declared variable.
type variable struct {
	*block
	typ      cty.Type // cty.DynamicPseudoType when none was written
	optional *typeexpr.Defaults
	value    cty.Value // the default; cty.NilVal when there is none
}

// evalVariables gives every variable its value: the last of those given from
// outside, or its default.
func (l *loader) evalVariables(blocks []*block) {
	declared := map[string]*variable{}
	for _, b := range blocks {
		if _, twice := declared[b.name]; !twice {
			declared[b.name] = l.declare(b)
		}
	}
	l.eval.variables = names(declared)
	given := l.given(l.eval.variables)
	values := map[string]cty.Value{}
	for name, v := range declared {
		values[name] = l.settle(v, given[name])
	}
	l.eval.ctx.Variables["var"] = cty.ObjectVal(values)
}

func (l *loader) declare(b *block) *variable {
	v := &variable{block: b, typ: cty.DynamicPseudoType}
	if a := b.attrs["type"]; a != nil {
		t, optional, diags := typeexpr.TypeConstraintWithDefaults(typeKeyword(a))
		for _, d := range diags {
			if d.Subject != nil {
				d.Detail += didYouMean(quoted(d.Detail), typeNames)
			}
		}
		l.faults.add(diags...)
		if !diags.HasErrors() {
			v.typ, v.optional = t, optional
		}
	}
	if a := b.attrs["description"]; a != nil {
		_, diags := l.eval.calculate(a.expr, nil)
		l.faults.add(diags...)
	}
	if a := b.attrs["default"]; a != nil {
		value, diags := l.eval.calculate(a.expr, nil)
		for _, d := range diags {
			d.Detail += " A default is a plain value; what is computed belongs into a local value."
		}
		l.faults.add(diags...)
		if v.value = value; !diags.HasErrors() {
			v.value = l.convert(v, value, a.at, a.whole, "The default")
		}
	}
	return v
}

// settle gives the value of a variable, from outside if there is one.
func (l *loader) settle(v *variable, in *input) cty.Value {
	switch {
	case in != nil:
		value, diags := l.read(in, v)
		l.faults.add(diags...)
		if diags.HasErrors() {
			return cty.DynamicVal
		}
		return l.convert(v, value, in.at, in.at, "The value given")
	case v.value != cty.NilVal:
		return v.value
	}
	l.faults.add(problem(v.header, v.header, "No value for a variable",
		"The variable %q has no default, so it must be given: on the command line with -var '%s=…' or -var-file=FILE, in the environment "+
			"as WIKIFORM_VAR_%s, or in a file whose name ends in .auto.wikivars.hcl. Or give it a default here.", v.name, v.name, v.name))
	return cty.DynamicVal
}

func (l *loader) convert(v *variable, value cty.Value, at, context hcl.Range, what string) cty.Value {
	if v.optional != nil && !value.IsNull() {
		value = v.optional.Apply(value)
	}
	converted, err := convert.Convert(value, v.typ)
	if err != nil {
		l.faults.add(problem(at, context, "Wrong type of value", "%s of the variable %q does not fit its type %s: %s.%s",
			what, v.name, typeexpr.TypeString(v.typ), explain(err), orNothing(v)))
		return cty.DynamicVal
	}
	return converted
}

func orNothing(v *variable) string {
	if a := v.attrs["type"]; a != nil {
		return fmt.Sprintf(" The type is declared at %s.", place(a.at))
	}
	return ""
}

// typeKeyword gives HCL's type reader the kind of expression that it expects:
// in JSON a type is written as a string.
func typeKeyword(a *attr) hcl.Expression {
	if v, diags := a.Value(nil); !diags.HasErrors() && v.Type() == cty.String && !v.IsNull() {
		if e, diags := parseExpression([]byte(v.AsString()), a.at.Filename, a.at.Start); !diags.HasErrors() {
			return e
		}
	}
	return a.Expression
}

// takesText reports whether text from outside is the value as it stands. Other
// types are written as an expression, as with Terraform.
func (v *variable) takesText() bool {
	return slices.Contains([]cty.Type{cty.String, cty.DynamicPseudoType}, v.typ)
}
