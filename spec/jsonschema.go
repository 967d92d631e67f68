package spec

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// JSONSchema gives a JSON Schema (draft 2020-12) of manifests in JSON, for
// editors. It is made from the table that decides what is decoded.
func JSONSchema() []byte {
	schema := object{
		"$schema":     "https://json-schema.org/draft/2020-12/schema",
		"title":       "wikiform manifest",
		"description": "A manifest of wikiform in JSON syntax (*.wiki.json). Texts are templates: ${…} within them is an expression.",
		"$defs":       object{"expression": expressionSchema},
	}
	for key, value := range manifest.jsonSchema() {
		schema[key] = value
	}
	b, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		panic(err) // of maps and texts only
	}
	return append(b, '\n')
}

// object is a JSON object; encoding/json writes its keys in order.
type object map[string]any

var expressionSchema = object{
	"description": "A text with an expression in it.",
	"type":        "string",
	"pattern":     `[$%]\{[\s\S]*\}`,
}

// jsonSchema describes the body of a block.
func (t blockType) jsonSchema() object {
	if t.free {
		return object{"type": "object"}
	}
	properties := object{"//": object{"description": "A comment."}}
	var required []string
	for _, a := range t.attrs {
		properties[a.name] = a.jsonSchema()
		if a.required {
			required = append(required, a.name)
		}
	}
	for _, b := range t.blocks {
		properties[b.name] = b.inPlace()
	}
	s := object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// inPlace describes a block where its name stands: below its label, if it has
// one, there are one body or several.
func (t blockType) inPlace() object {
	body := t.jsonSchema()
	if !t.once {
		body = object{"anyOf": []any{body, object{"type": "array", "items": body}}}
	}
	if t.label != "" {
		body = object{"type": "object", "additionalProperties": body}
	}
	body["description"] = t.purpose
	return body
}

func (a attrType) jsonSchema() object {
	s := object{}
	switch value := a.jsonType(); {
	case value == nil:
	case value["type"] == "string" && value["enum"] == nil:
		s = value
	default:
		s = object{"anyOf": []any{value, object{"$ref": "#/$defs/expression"}}}
	}
	s["description"] = a.purpose
	if a.unless != "" {
		s["description"] = fmt.Sprintf("%s Default: %s.", a.purpose, a.unless)
	}
	return s
}

// jsonType describes a value that is written out, nil where anything can be.
func (a attrType) jsonType() object {
	one := object{"type": "string"}
	if a.values != nil {
		one["enum"] = a.values
	}
	switch a.typ {
	case cty.String:
		return one
	case cty.Bool:
		return object{"type": "boolean"}
	case cty.Number:
		return object{"type": "number"}
	case texts:
		if a.values != nil {
			one = object{"anyOf": []any{one, object{"$ref": "#/$defs/expression"}}}
		}
		return object{"type": "array", "items": one}
	}
	return nil
}

// friendly is the type of an attribute, for people.
func (a attrType) friendly() string {
	switch {
	case a.typ != cty.NilType:
		return strings.Replace(a.typ.FriendlyName(), "list of string", "list(string)", 1)
	case a.name == "for_each":
		return "map or set(string)"
	case a.name == "condition":
		return "bool"
	case a.name == "error_message":
		return "string"
	case a.name == "type":
		return "type"
	}
	return "any"
}
