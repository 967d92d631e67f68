package spec

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// Inputs are what a manifest is given from outside of its directory.
type Inputs struct {
	// Env has the values of variables from the environment: name without
	// WIKIFORM_VAR_ to text. Names that no variable has are passed over.
	Env map[string]string
	// Flags are -var and -var-file in the order of the command line; of two
	// values for one variable the later counts.
	Flags []Input
	// Wiki is the name of the wiki block that is chosen, "" for none.
	Wiki string
	// Version of wikiform, for required_version; "" leaves that unchecked.
	Version string
}

// Input is one -var NAME=TEXT or one -var-file.
type Input struct {
	Name, Text string
	File       string // name of the file, "" for -var
	Bytes      []byte // its content
}

// autoSuffixes end the names of files with values that are read unasked.
var autoSuffixes = []string{".auto.wikivars.hcl", ".auto.wikivars.json"}

// input is one value from outside: text, or an expression of a file of values.
type input struct {
	text string
	expr *expr // nil for text
	at   hcl.Range
}

// given is the value that counts for each variable that has one. The order is
// the environment, then files that are read unasked, then the command line.
func (l *loader) given(declared []string) map[string]*input {
	values := map[string]*input{}
	for name, text := range l.in.Env {
		if among(declared, name) {
			values[name] = l.text("WIKIFORM_VAR_"+name, text)
		}
	}
	for _, name := range l.autoFiles() {
		src, err := l.files.bytes(name)
		if err != nil {
			l.faults.add(unreadable(name, err))
			continue
		}
		l.fromFile(values, declared, path.Join(l.dir, name), src)
	}
	for _, f := range l.in.Flags {
		switch {
		case f.File != "":
			l.fromFile(values, declared, f.File, f.Bytes)
		case among(declared, f.Name):
			values[f.Name] = l.text("-var "+f.Name, f.Text)
		default:
			l.faults.add(&hcl.Diagnostic{
				Severity: hcl.DiagError,
				Summary:  "Value for an undeclared variable",
				Detail: fmt.Sprintf("-var gives a value to %q, but the manifest declares no such variable.%s", f.Name,
					or(l.eval.didYouMean(f.Name, declared), " Declare it with a variable block, or leave the flag out.")),
			})
		}
	}
	return values
}

func (l *loader) autoFiles() []string {
	entries, _ := fs.ReadDir(l.fsys, l.dir) // the manifests were read from it a moment ago
	var list []string
	for _, e := range entries {
		if visible(e.Name()) && slices.ContainsFunc(autoSuffixes, func(s string) bool { return strings.HasSuffix(e.Name(), s) }) {
			list = append(list, e.Name())
		}
	}
	return list
}

// text is a value given by name; label is how the user wrote it, and stands for
// a file name in messages.
func (l *loader) text(label, text string) *input {
	l.m.Parsed[label] = &hcl.File{Bytes: []byte(text)}
	return &input{text: text, at: wholeOf(label, text)}
}

func (l *loader) fromFile(values map[string]*input, declared []string, name string, src []byte) {
	body, diags := l.parse(name, src)
	l.faults.add(diags...)
	if diags.HasErrors() {
		if l.secrets {
			l.hide(wholeOf(name, string(src)))
		}
		return
	}
	attrs, diags := body.JustAttributes()
	l.faults.add(diags...)
	for _, key := range names(attrs) {
		a := attrs[key]
		if among(declared, key) {
			values[key] = &input{expr: l.constant(a.Expr), at: a.Expr.Range()}
			continue
		}
		d := problem(a.NameRange, a.Range, "Value for an undeclared variable", "The manifest declares no variable %q.%s", key,
			or(l.eval.didYouMean(key, declared), " Declare it with a variable block, or remove this line."))
		d.Severity = hcl.DiagWarning // files of values may serve several manifests
		if l.secrets {               // whose name may only be misspelt
			l.hide(a.Expr.Range())
		}
		l.faults.add(d)
	}
}

// constant compiles a value of a file of values, which refers to nothing. In
// JSON its strings are no templates.
func (l *loader) constant(e hcl.Expression) *expr {
	native, ok := e.(hclsyntax.Expression)
	if !ok {
		v, _ := e.Value(nil)
		native = &hclsyntax.LiteralValueExpr{Val: v, SrcRange: e.Range()}
	}
	if !l.secrets {
		l.faults.add(warnOfDigits(native, l.textOf(e.Range().Filename))...)
	}
	l.eval.install(native)
	return &expr{Expression: native, at: e.Range()}
}

// read gives the value for v before it is converted to the type of v.
func (l *loader) read(in *input, v *variable) (cty.Value, hcl.Diagnostics) {
	if in.expr != nil {
		return l.eval.calculate(in.expr, nil)
	}
	if v.takesText() {
		return cty.StringVal(in.text), nil
	}
	if simple, err := convert.Convert(cty.StringVal(in.text), v.typ); err == nil {
		return simple, nil
	}
	if v.typ.IsPrimitiveType() {
		return cty.DynamicVal, hcl.Diagnostics{problem(in.at, in.at, "Wrong type of value",
			"The variable %q is %s, and %q is none.%s", v.name, kindOf(v.typ), in.text, orNothing(v))}
	}
	e, diags := parseExpression([]byte(in.text), in.at.Filename, hcl.InitialPos)
	if !diags.HasErrors() {
		var value cty.Value
		if value, diags = e.Value(nil); !diags.HasErrors() {
			if !v.secret {
				l.faults.add(warnOfDigits(e, l.textOf(in.at.Filename))...)
			}
			return value, nil
		}
	}
	for _, d := range diags {
		d.Detail += fmt.Sprintf("\n\nThe variable %q is not text, so its value is read as an expression, such as [\"a\", \"b\"]; "+
			"put it in single quotes for the shell.", v.name)
	}
	return cty.DynamicVal, diags
}

func parseExpression(src []byte, filename string, start hcl.Pos) (hclsyntax.Expression, hcl.Diagnostics) {
	tokens, _ := hclsyntax.LexExpression(src, filename, start)
	if diags := checkNesting(tokens); diags.HasErrors() {
		return nil, diags
	}
	return hclsyntax.ParseExpression(src, filename, start)
}

func wholeOf(name, text string) hcl.Range {
	end := hcl.Pos{Line: 1, Column: 1, Byte: len(text)}
	for _, r := range text {
		if end.Column++; r == '\n' {
			end.Line, end.Column = end.Line+1, 1
		}
	}
	return hcl.Range{Filename: name, Start: hcl.InitialPos, End: end}
}

// explain gives the words of a failed conversion, with the place within the
// value where it is not the whole.
func explain(err error) string {
	if at, ok := err.(cty.PathError); ok && len(at.Path) > 0 {
		return fmt.Sprintf("%s: %s", pathString(at.Path), err)
	}
	return err.Error()
}

func pathString(p cty.Path) string {
	var b strings.Builder
	for _, s := range p {
		switch s := s.(type) {
		case cty.GetAttrStep:
			fmt.Fprintf(&b, ".%s", s.Name)
		case cty.IndexStep:
			if s.Key.Type() == cty.String {
				fmt.Fprintf(&b, "[%q]", s.Key.AsString())
			} else {
				fmt.Fprintf(&b, "[%s]", s.Key.AsBigFloat().Text('f', -1))
			}
		}
	}
	return "at " + b.String()
}
