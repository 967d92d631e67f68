package spec

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"wikiform/internal/fileerr"
	"wikiform/internal/table"
)

// Collections are described in XML (LIDO, EDM, MODS) whose elements are nested and repeated
// as they like. A value that had the shape of such a document would have another type for each
// record, and an index at each level; so a table is made of it, by paths.

// xmldecode makes a table of a document.
func (r *reader) xmldecode() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "str", Type: cty.String}, {Name: "rows", Type: cty.String}, {Name: "columns", Type: cty.DynamicPseudoType},
		},
		Type: function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			rows, err := table.ParseXMLPath(args[1].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(1, err)
			}
			columns, err := xmlColumns(args[2])
			if err != nil {
				return cty.NilVal, function.NewArgError(2, err)
			}
			return r.decodeXML(args[0].AsString(), rows, columns)
		},
	})
}

var errXMLColumns = errors.New(`the columns are an object of paths: { id = "lidoRecID", title = "titleWrap/titleSet/appellationValue" }`)

// xmlColumns are the columns by name.
func xmlColumns(v cty.Value) ([]table.XMLColumn, error) {
	if !(v.Type().IsObjectType() || v.Type().IsMapType()) || v.IsNull() || !v.IsWhollyKnown() || v.LengthInt() == 0 {
		return nil, errXMLColumns
	}
	paths := v.AsValueMap()
	var columns []table.XMLColumn
	for _, name := range slices.Sorted(maps.Keys(paths)) {
		text := paths[name]
		if text.Type() != cty.String || text.IsNull() {
			return nil, errXMLColumns
		}
		path, err := table.ParseXMLPath(text.AsString())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		columns = append(columns, table.XMLColumn{Name: name, Path: path})
	}
	return columns, nil
}

func (r *reader) decodeXML(text string, rows table.XMLPath, columns []table.XMLColumn) (cty.Value, error) {
	r.meter.spend(len(r.texts) * elementWork)
	file := r.nameOfText(text)
	name := or(file, "the document")
	got, err := table.ReadRecords(text, rows, columns)
	r.meter.spend(got.Looked * lookWork)
	if err != nil {
		return cty.NilVal, fmt.Errorf("%s %w", name, err)
	}
	types := map[string]cty.Type{}
	for _, c := range columns {
		if types[c.Name] = cty.String; c.Path.Many() {
			types[c.Name] = cty.List(cty.String)
		}
	}
	if len(got.Rows) == 0 {
		below := ""
		if len(got.Below) > 0 {
			below = ", in which stand " + strings.Join(got.Below, ", ")
		}
		r.meter.nothing(fmt.Sprintf("xmldecode() finds no %s in %s below its outermost element %s%s.", rows, name, got.Root, below))
		return cty.ListValEmpty(cty.Object(types)), nil
	}
	r.tellEmpty(name, got.Rows, columns)
	list := make([]cty.Value, len(got.Rows))
	for i, row := range got.Rows {
		r.meter.spend(len(columns) * cellWork)
		cells := make(map[string]cty.Value, len(columns))
		for k, c := range columns {
			cells[c.Name] = cellOf(row.Values[k], c.Path.Many())
		}
		list[i] = cty.ObjectVal(cells)
	}
	v := cty.ListVal(list)
	r.meter.reads.rows(file, text, v, func(row int) int { return got.Rows[row].Line })
	return v, nil
}

// tellEmpty remarks on columns in which no record has anything: mostly the path is misspelt,
// and every page would lack it without a word.
func (r *reader) tellEmpty(name string, rows []table.Record, columns []table.XMLColumn) {
	for k, c := range columns {
		if !slices.ContainsFunc(rows, func(row table.Record) bool { return len(row.Values[k]) > 0 }) {
			r.meter.remark(fmt.Sprintf("%s has nothing at the path %s of the column %s in any of %s.", name, quotedText(c.Path.String()), c.Name, counted(len(rows), "record")))
		}
	}
}

func cellOf(values []string, many bool) cty.Value {
	switch {
	case !many && len(values) == 0:
		return cty.StringVal("")
	case !many:
		return cty.StringVal(values[0])
	case len(values) == 0:
		return cty.ListValEmpty(cty.String)
	}
	texts := make([]cty.Value, len(values))
	for i, v := range values {
		texts[i] = cty.StringVal(v)
	}
	return cty.ListVal(texts)
}

// document gives the text of an XML document in the encoding that it declares.
func (r *reader) document(name string) (string, error) {
	r.note(name)
	b, err := r.bytes(name)
	if err != nil {
		return "", err
	}
	r.meter.spend(2 * len(b))
	text, err := table.DecodeXML(b)
	if err != nil {
		return "", err
	}
	if known, ok := r.texts[name]; !ok || known != text {
		if r.texts == nil {
			r.texts = map[string]string{}
		}
		r.meter.keep(len(text))
		r.texts[name] = text
	}
	return text, nil
}

// documentText is file() as the argument of xmldecode(): the file may have the encoding that
// it declares.
type documentText struct {
	inner
	read func(name string) (string, error)
	path hclsyntax.Expression
}

func (in installer) documentText(n *hclsyntax.FunctionCallExpr) hclsyntax.Expression {
	call, ok := bare(n.Args[0]).(*hclsyntax.FunctionCallExpr)
	if !ok || call.Name != "file" || len(call.Args) != 1 || call.ExpandFinal || in.documents == nil {
		return n.Args[0]
	}
	return documentText{around(n.Args[0]), in.documents, call.Args[0]}
}

// Value is the text of the file. What is wrong with the path itself file() tells.
func (t documentText) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	path, ok := textOf(t.path, ctx)
	if !ok {
		return t.inner.Value(ctx)
	}
	text, err := t.read(path)
	if err != nil {
		at := t.Range()
		return cty.DynamicVal, hcl.Diagnostics{{
			Severity: hcl.DiagError, Summary: "Error in function call",
			Detail:  fmt.Sprintf(`Call to function "xmldecode" failed: %s: %s.`, path, fileerr.Bare(err)),
			Subject: &at, Expression: t.inner, EvalContext: ctx,
		}}
	}
	return cty.StringVal(text), nil
}
