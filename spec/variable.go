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
	secret   bool
}

// evalVariables gives every variable its value: the last of those given from
// outside, or its default.
func (l *loader) evalVariables(blocks []*block) {
	declared := map[string]*variable{}
	for _, b := range blocks {
		if _, twice := declared[b.name]; !twice {
			declared[b.name] = l.declare(b)
			l.secrets = l.secrets || declared[b.name].secret
		}
	}
	l.eval.variables = names(declared)
	given := l.given(l.eval.variables)
	values := map[string]cty.Value{}
	for name, v := range declared {
		values[name] = l.settle(v, given[name])
	}
	l.eval.ctx.Variables["var"] = cty.ObjectVal(values)
	for _, name := range l.eval.variables {
		l.checkRules(declared[name], given[name])
	}
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
	l.plainValue(b, "description", cty.String)
	secret := l.plainValue(b, "sensitive", cty.Bool)
	v.secret = !secret.IsNull() && secret.IsKnown() && secret.True()
	if a := b.attrs["default"]; a != nil {
		if v.secret {
			l.hide(a.at)
		}
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

// plainValue gives an attribute of a variable that has to be known before
// anything else is, null when it is not written.
func (l *loader) plainValue(b *block, name string, want cty.Type) cty.Value {
	a := b.attrs[name]
	if a == nil {
		return cty.NullVal(want)
	}
	v, diags := l.eval.calculate(a.expr, nil)
	l.faults.add(diags...)
	if diags.HasErrors() {
		return cty.UnknownVal(want)
	}
	v, err := convert.Convert(v, want)
	if err != nil {
		l.faults.add(problem(a.at, a.whole, "Wrong type of value", "%s is %s.", name, kindOf(want)))
		return cty.UnknownVal(want)
	}
	return v
}

// settle gives the value of a variable, from outside if there is one.
func (l *loader) settle(v *variable, in *input) cty.Value {
	value := v.value
	if in != nil {
		value = l.take(v, in)
	}
	switch {
	case value == cty.NilVal:
		l.faults.add(problem(v.header, v.header, "No value for a variable",
			"The variable %q has no default, so it must be given: on the command line with -var '%s=…' or -var-file=FILE, in the environment "+
				"as WIKIFORM_VAR_%s, or in a file whose name ends in .auto.wikivars.hcl. Or give it a default here.", v.name, v.name, v.name))
		return cty.DynamicVal
	case v.secret:
		return value.Mark(sensitive)
	}
	return value
}

// take gives a value from outside as the type of the variable.
func (l *loader) take(v *variable, in *input) cty.Value {
	if v.secret {
		l.hide(in.at)
	}
	value, diags := l.read(in, v)
	switch {
	case diags.HasErrors() && v.secret:
		l.faults.add(problem(in.at, in.at, "Wrong type of value", "What is given for the sensitive variable %q does not fit its type %s.%s",
			v.name, typeexpr.TypeString(v.typ), orNothing(v)))
		return cty.DynamicVal
	case diags.HasErrors():
		l.faults.add(diags...)
		return cty.DynamicVal
	}
	return l.convert(v, value, in.at, in.at, "The value given")
}

func (l *loader) convert(v *variable, value cty.Value, at, context hcl.Range, what string) cty.Value {
	if v.optional != nil && !value.IsNull() {
		value = v.optional.Apply(value)
	}
	var converted cty.Value
	var err error
	if limit := l.eval.bounded(at, func() { converted, err = l.eval.convert(value, v.typ) }); limit.HasErrors() || l.eval.spent {
		l.faults.add(limit...)
		return cty.DynamicVal
	}
	if err != nil {
		reason := ": " + explain(err)
		if v.secret {
			reason = ""
		}
		l.faults.add(problem(at, context, "Wrong type of value", "%s of the variable %q does not fit its type %s%s.%s",
			what, v.name, typeexpr.TypeString(v.typ), reason, orNothing(v)))
		return cty.DynamicVal
	}
	return converted
}

// checkRules applies the validation blocks of a variable to its value.
func (l *loader) checkRules(v *variable, in *input) {
	for _, b := range v.blocks {
		a := &args{loader: l, block: b, ctx: l.eval.ctx}
		if !l.referable(b, scope{}) {
			continue
		}
		message, violated := a.violated()
		if !violated {
			continue
		}
		at := v.header
		switch d := v.attrs["default"]; {
		case in != nil:
			at = in.at
		case d != nil:
			at = d.at
		}
		x := a.attrs["condition"]
		d := problem(at, at, "Invalid value for a variable", "%s\n\nThis is the rule of the variable %q at %s.", message, v.name, fileAndLine(x.at))
		d.Expression, d.EvalContext = x.expr, a.ctx
		l.faults.add(d)
	}
}

func orNothing(v *variable) string {
	if a := v.attrs["type"]; a != nil {
		return fmt.Sprintf(" The type is declared at %s.", fileAndLine(a.at))
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
