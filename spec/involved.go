package spec

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"wikiform/provider"
)

// Involved is a value that an expression with a fault refers to.
type Involved struct {
	Name string // as it is referred to, "each.value.title"
	Is   string // what it is, as the end of a sentence: `is "Bridge"`
}

const (
	mostInvolved = 6  // values told with one diagnostic
	mostLetters  = 60 // of a text that is told
)

// Explained is the detail of a diagnostic with the values that it is about.
func Explained(d *hcl.Diagnostic) string {
	detail := d.Detail
	for i, v := range InvolvedIn(d) {
		if i == 0 {
			detail += "\n"
		}
		// A line that begins with a blank is not wrapped.
		detail += fmt.Sprintf("\n  %s %s", v.Name, v.Is)
	}
	return detail
}

// InvolvedIn gives the values that matter for a diagnostic, if it tells which
// expression it is about. Nothing of sensitive values is told, and nothing in
// the texts steers a terminal.
func InvolvedIn(d *hcl.Diagnostic) []Involved {
	if d.Expression == nil || d.EvalContext == nil {
		return nil
	}
	var list []Involved
	told := map[string]bool{}
	for _, ref := range d.Expression.Variables() {
		name := referenceString(ref)
		v, diags := ref.TraverseAbs(d.EvalContext)
		if told[name] || diags.HasErrors() || !v.IsMarked() && !v.IsKnown() {
			continue
		}
		told[name] = true
		if list = append(list, Involved{name, description(v)}); len(list) == mostInvolved {
			break
		}
	}
	return list
}

// description says what a value is: short ones in full, the others by kind.
func description(v cty.Value) string {
	if v.IsMarked() {
		return "has a sensitive value"
	}
	switch t := v.Type(); {
	case v.IsNull():
		return "is null"
	case t == cty.String:
		return "is " + shortened(v.AsString())
	case t.IsPrimitiveType():
		return "is " + written(v)
	case t.IsObjectType():
		return fmt.Sprintf("is an object with %s", counted(len(t.AttributeTypes()), "attribute"))
	case t.IsCollectionType(), t.IsTupleType():
		return fmt.Sprintf("is %s with %s", kindOf(t), counted(v.LengthInt(), "element"))
	}
	return "is " + kindOf(v.Type())
}

func shortened(s string) string {
	letters := []rune(s)
	if len(letters) <= mostLetters {
		return written(cty.StringVal(s))
	}
	return fmt.Sprintf("%s… (%s)", written(cty.StringVal(string(letters[:mostLetters]))), counted(len(letters), "letter"))
}

// referenceString writes a reference as the language does.
func referenceString(ref hcl.Traversal) string {
	var b strings.Builder
	for _, s := range ref {
		switch s := s.(type) {
		case hcl.TraverseRoot:
			b.WriteString(s.Name)
		case hcl.TraverseAttr:
			b.WriteString("." + s.Name)
		case hcl.TraverseIndex:
			if s.Key.Type().IsPrimitiveType() && s.Key.IsKnown() && !s.Key.IsNull() {
				b.WriteString("[" + written(s.Key) + "]")
			}
		}
	}
	return provider.Visible(b.String())
}
