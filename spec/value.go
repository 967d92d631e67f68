package spec

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"

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
	switch v.Type() {
	case cty.String:
		return provider.Visible(quotedText(v.AsString()))
	case cty.Number:
		return v.AsBigFloat().Text('f', -1)
	}
	return fmt.Sprint(v.True())
}

// quotedText writes a text in quotes, with the escapes of the language.
func quotedText(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch escape := escapes[r]; {
		case escape != "":
			b.WriteString(escape)
		case !unicode.IsPrint(r) && r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		case !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(b.String())
}

var escapes = map[rune]string{'\n': `\n`, '\r': `\r`, '\t': `\t`, '"': `\"`, '\\': `\\`}

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
