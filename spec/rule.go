package spec

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// referable reports whether what a rule refers to is there; what is not is told.
func (l *loader) referable(b *block, s scope) bool {
	var diags hcl.Diagnostics
	for _, name := range []string{"condition", "error_message", "enabled"} {
		if x := b.attrs[name]; x != nil {
			diags = append(diags, l.eval.checkRefs(x.expr, s)...)
		}
	}
	l.faults.add(diags...)
	return !diags.HasErrors()
}

// violated evaluates a rule, a condition with an error message, and gives the
// message of one that does not hold. A rule that has no value is a fault.
func (a *args) violated() (message string, violated bool) {
	holds, ok := a.special("condition", cty.Bool)
	if !ok || holds.True() {
		return "", false
	}
	text, ok := a.special("error_message", cty.String)
	if !ok {
		return "", false
	}
	if message = strings.TrimSpace(text.AsString()); message == "" {
		a.fault("error_message", "Empty error message", "The error message says what is wrong, for whoever has to mend it.")
		return "", false
	}
	return message, true
}

// special evaluates an attribute of a rule. A condition may be about something
// sensitive, a message that is shown may not.
func (a *args) special(name string, want cty.Type) (cty.Value, bool) {
	x := a.attrs[name]
	if x == nil {
		return cty.NilVal, false // told already
	}
	v, diags := a.eval.calculate(x.expr, a.ctx)
	a.faults.addTo(a.of, diags...)
	if diags.HasErrors() || !v.IsWhollyKnown() {
		return cty.NilVal, false
	}
	v, marks := v.UnmarkDeep()
	if len(marks) > 0 && name == "error_message" {
		return cty.StringVal("The rule does not hold. What its error_message says is sensitive and is not shown."), true
	}
	converted, err := convert.Convert(v, want)
	switch {
	case v.IsNull():
		a.fault(name, "Wrong type of value", "%s is %s, and this is null.", name, kindOf(want))
	case err != nil:
		a.fault(name, "Wrong type of value", "%s is %s, and this is %s.", name, kindOf(want), kindOf(v.Type()))
	default:
		return converted, true
	}
	return cty.NilVal, false
}
