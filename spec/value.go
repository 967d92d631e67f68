package spec

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"wikiform/provider"
)

// Value is what an expression gave.
type Value struct{ v cty.Value }

var (
	_ fmt.Stringer   = Value{}
	_ json.Marshaler = Value{}
)

// String writes a value as the language would, for a terminal: over several
// lines when it has elements, and with nothing in it that steers a terminal or
// a CI runner. Sensitive values are not shown.
func (v Value) String() string {
	if text, ok := v.text(); ok && strings.Contains(text, "\n") {
		return heredoc(text)
	}
	var b strings.Builder
	write(&b, v.v, "")
	return b.String()
}

// MarshalJSON implements json.Marshaler. A value that is sensitive or not known
// has no JSON.
func (v Value) MarshalJSON() ([]byte, error) {
	switch {
	case v.v == cty.NilVal:
		return []byte("null"), nil
	case v.v.ContainsMarked():
		return nil, errors.New("the value is sensitive and is not shown")
	case !v.v.IsWhollyKnown():
		return nil, errors.New("the value is not known, because the manifest has errors")
	}
	return ctyjson.Marshal(v.v, v.v.Type())
}

func (v Value) text() (string, bool) {
	if v.v == cty.NilVal || v.v.IsMarked() || v.v.Type() != cty.String || v.v.IsNull() || !v.v.IsKnown() {
		return "", false
	}
	return v.v.AsString(), true
}

// heredoc shows a text as it will be on a page.
func heredoc(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = provider.Visible(l)
	}
	if last := len(lines) - 1; lines[last] == "" {
		lines = lines[:last]
	} else {
		lines[last] += " (without a line end)"
	}
	return "<<EOT\n" + strings.Join(lines, "\n") + "\nEOT"
}

func write(b *strings.Builder, v cty.Value, indent string) {
	switch t := v.Type(); {
	case v == cty.NilVal:
		b.WriteString("null")
	case v.IsMarked():
		b.WriteString("(sensitive value)")
	case !v.IsKnown():
		b.WriteString("(not known, because the manifest has errors)")
	case v.IsNull():
		b.WriteString("null")
	case t.IsPrimitiveType():
		b.WriteString(written(v))
	case t.IsMapType():
		elements(b, v, indent, "tomap({", "})")
	case t.IsObjectType():
		elements(b, v, indent, "{", "}")
	case t.IsListType():
		elements(b, v, indent, "tolist([", "])")
	case t.IsSetType():
		elements(b, v, indent, "toset([", "])")
	case t.IsTupleType():
		elements(b, v, indent, "[", "]")
	default:
		fmt.Fprintf(b, "(%s)", t.FriendlyName())
	}
}

// written is the expression that stands for text, a number or a truth value.
func written(v cty.Value) string {
	return provider.Visible(string(hclwrite.TokensForValue(v).Bytes()))
}

func elements(b *strings.Builder, v cty.Value, indent, open, end string) {
	b.WriteString(open)
	keyed := v.Type().IsMapType() || v.Type().IsObjectType()
	empty := true
	for it := v.ElementIterator(); it.Next(); empty = false {
		key, e := it.Element()
		b.WriteString("\n" + indent + "  ")
		if keyed {
			b.WriteString(written(key) + " = ")
		}
		write(b, e, indent+"  ")
		if !keyed {
			b.WriteString(",")
		}
	}
	if !empty {
		b.WriteString("\n" + indent)
	}
	b.WriteString(end)
}
