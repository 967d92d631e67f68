package spec

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"wikiform/internal/fileerr"
	"wikiform/internal/table"
)

// Tables come from spreadsheets, which save them in many ways. What had to be assumed, and
// what was left out, is a remark of every plan.

// csvdecode reads tables of text.
func (r *reader) csvdecode() function.Function {
	return function.New(&function.Spec{
		Params:   []function.Parameter{{Name: "str", Type: cty.String}},
		VarParam: &function.Parameter{Name: "options", Type: cty.DynamicPseudoType},
		Type:     function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			o, err := tableOptionsOf(args[1:])
			if err != nil {
				return cty.NilVal, err
			}
			return r.decodeTable(args[0].AsString(), o)
		},
	})
}

// xlsxdecode reads a sheet of a workbook.
func (r *reader) xlsxdecode() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String}, {Name: "sheet", Type: cty.String}},
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			name := args[0].AsString()
			v, err := r.decodeSheet(name, args[1].AsString())
			if err != nil {
				err = fmt.Errorf("%s: %w", name, fileerr.Bare(err))
			}
			return v, err
		},
	})
}

// tableOptions are how a table of text is read; zero values are found out.
type tableOptions struct {
	separator rune
	encoding  string
}

func tableOptionsOf(args []cty.Value) (o tableOptions, err error) {
	if len(args) == 0 {
		return o, nil
	}
	v := args[0]
	if len(args) > 1 || !(v.Type().IsObjectType() || v.Type().IsMapType()) || v.IsNull() || !v.IsWhollyKnown() {
		return o, function.NewArgErrorf(1, `the options of a table are written { separator = ";", encoding = "windows-1252" }`)
	}
	for name, v := range v.AsValueMap() {
		if v.Type() != cty.String || v.IsNull() {
			return o, function.NewArgErrorf(1, "%s must be a text", name)
		}
		switch s := v.AsString(); name {
		case "separator":
			if o.separator, err = table.Separator(s); err != nil {
				return o, function.NewArgErrorf(1, "separator: %s", err)
			}
		case "encoding":
			if o.encoding = strings.ToLower(s); !slices.Contains(table.Encodings(), o.encoding) {
				return o, function.NewArgErrorf(1, "a table %s", table.KnownEncoding(o.encoding))
			}
		default:
			return o, function.NewArgErrorf(1, "a table has no option %q; it has separator and encoding", name)
		}
	}
	return o, nil
}

var errEncodingApart = errors.New(`encoding says how a file is read, so the file has to be named right there: csvdecode(file("catalogue.csv"), { encoding = "windows-1252" })`)

func (r *reader) decodeTable(text string, o tableOptions) (cty.Value, error) {
	r.meter.spend(len(r.texts) * elementWork)
	name := r.nameOfText(text)
	t, err := table.Delimited(text, o.separator)
	if err != nil {
		return cty.NilVal, fmt.Errorf("%s %w", or(name, "the table"), pinning(err, name))
	}
	read := r.encodings[name]
	if o.encoding != "" && (name == "" || read.name != o.encoding) {
		return cty.NilVal, errEncodingApart
	}
	if said := assumption(name, t.Assumed, read); said != "" {
		r.meter.remark(said)
	}
	return r.rows(name, t, text)
}

// pinning adds to the error of a table that can be read in several ways how one of them
// is chosen.
func pinning(err error, name string) error {
	several, ok := errors.AsType[*table.AmbiguousError](err)
	if !ok {
		return err
	}
	from := "…"
	if name != "" {
		from = "file(" + quotedText(name) + ")"
	}
	value := several.Values[min(1, len(several.Values)-1)]
	return fmt.Errorf("%w. Say which is meant, as in csvdecode(%s, { %s = %s })", err, from, several.Option, quotedText(value))
}

// assumption says how a table was read and how that is pinned; "" where nothing had to be
// assumed.
func assumption(name string, separator rune, read encoding) string {
	var ways, pins []string
	if !read.pinned && read.name != "" && read.name != table.UTF8 {
		ways = append(ways, "as "+read.name)
		pins = append(pins, fmt.Sprintf("encoding = %q", read.name))
	}
	if separator != 0 {
		ways = append(ways, "with "+table.NameOf(separator)+" between its columns")
		sep := quotedText(string(separator))
		if separator == '\t' {
			sep = `"tab"`
		}
		pins = append(pins, "separator = "+sep)
	}
	if len(ways) == 0 {
		return ""
	}
	whose, from := name, "file("+quotedText(name)+")"
	if name == "" {
		whose, from = aTable, "…"
	}
	return fmt.Sprintf("%s was read %s; csvdecode(%s, { %s }) pins that.", whose, strings.Join(ways, " and "), from, strings.Join(pins, ", "))
}

const aTable = "A table that csvdecode() reads"

func (r *reader) decodeSheet(name, sheet string) (cty.Value, error) {
	r.note(name)
	b, err := r.bytes(name)
	if err != nil {
		return cty.NilVal, err
	}
	r.meter.spend(len(b) * unpackWork)
	w, err := table.OpenWorkbook(b)
	if err != nil {
		return cty.NilVal, err
	}
	t, err := w.Sheet(sheet)
	if err != nil {
		return cty.NilVal, err
	}
	return r.rows(name, t, "")
}

// rows are the rows of a table as objects; text is what it was read from, where that is one.
func (r *reader) rows(name string, t *table.Table, text string) (cty.Value, error) {
	whose := or(name, aTable)
	for _, said := range t.Remarks {
		r.meter.remark(whose + ": " + said)
	}
	r.meter.spend((len(t.Rows) + 1) * len(t.Columns) * cellWork)
	if len(t.Rows) == 0 {
		r.meter.nothing(fmt.Sprintf("The table that %s reads has a line with the names of its columns and no row below it.", readerOf(text)))
		return cty.ListValEmpty(cty.Object(typesOf(t.Columns))), nil
	}
	list := make([]cty.Value, len(t.Rows))
	for i, row := range t.Rows {
		cells := make(map[string]cty.Value, len(row.Cells))
		for k, c := range row.Cells {
			cells[t.Columns[k]] = cty.StringVal(c)
		}
		list[i] = cty.ObjectVal(cells)
	}
	v := cty.ListVal(list)
	r.meter.reads.rows(name, text, v, func(row int) int { return t.Rows[row].Line })
	return v, nil
}

func readerOf(text string) string {
	if text == "" {
		return "xlsxdecode()"
	}
	return "csvdecode()"
}

func typesOf(columns []string) map[string]cty.Type {
	types := map[string]cty.Type{}
	for _, c := range columns {
		types[c] = cty.String
	}
	return types
}

// encoding is how the text of a file was read.
type encoding struct {
	name   string
	pinned bool
}

// table gives the text of a table in whatever encoding spreadsheets save it, or in the one
// that is pinned.
func (r *reader) table(name, pinned string) (string, error) {
	r.note(name)
	if e, known := r.encodings[name]; known && e.pinned == (pinned != "") && (pinned == "" || e.name == pinned) {
		return r.texts[name], nil
	}
	b, err := r.bytes(name)
	if err != nil {
		return "", err
	}
	r.meter.spend(2 * len(b))
	text, used, err := table.Decode(b, pinned)
	if err != nil {
		return "", err
	}
	if r.texts == nil {
		r.texts = map[string]string{}
	}
	if r.encodings == nil {
		r.encodings = map[string]encoding{}
	}
	r.meter.keep(len(text))
	r.texts[name], r.encodings[name] = text, encoding{used, pinned != ""}
	return text, nil
}

// tableText is file() as the argument of csvdecode(): the file may have any encoding in
// which spreadsheets save.
type tableText struct {
	inner
	read          func(name, pinned string) (string, error)
	path, options hclsyntax.Expression // options are nil where there are none
}

func (in installer) tableText(n *hclsyntax.FunctionCallExpr) hclsyntax.Expression {
	call, ok := bare(n.Args[0]).(*hclsyntax.FunctionCallExpr)
	if !ok || call.Name != "file" || len(call.Args) != 1 || call.ExpandFinal || in.tables == nil {
		return n.Args[0]
	}
	t := tableText{inner: around(n.Args[0]), read: in.tables, path: call.Args[0]}
	if len(n.Args) > 1 {
		t.options = n.Args[1]
	}
	return t
}

// Value is the text of the file. What is wrong with the path itself file() tells, and what
// is wrong with the options csvdecode().
func (t tableText) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	path, ok := textOf(t.path, ctx)
	if !ok {
		return t.inner.Value(ctx)
	}
	pinned := ""
	if t.options != nil {
		if v, diags := t.options.Value(ctx); !diags.HasErrors() && !v.IsMarked() {
			o, _ := tableOptionsOf([]cty.Value{v})
			pinned = o.encoding
		}
	}
	text, err := t.read(path, pinned)
	if err != nil {
		at := t.Range()
		return cty.DynamicVal, hcl.Diagnostics{{
			Severity: hcl.DiagError, Summary: "Error in function call",
			Detail:  fmt.Sprintf(`Call to function "csvdecode" failed: %s: %s.`, path, pinning(fileerr.Bare(err), path)),
			Subject: &at, Expression: t.inner, EvalContext: ctx,
		}}
	}
	return cty.StringVal(text), nil
}

// textOf is the value of an expression that is a text that is known and no secret.
func textOf(e hclsyntax.Expression, ctx *hcl.EvalContext) (string, bool) {
	v, diags := e.Value(ctx)
	if diags.HasErrors() || v.IsMarked() || !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}
