package spec

import (
	"maps"
	"path"
	"slices"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Wording is where the text of a description comes from, as evaluating it shows.
type Wording struct {
	// At is the expression that gives the text: behind local values and parentheses, and
	// of a condition or a try the one that was taken.
	At hcl.Range
	// File is the file whose text it is as it stands, by file(); "" for none. As all
	// paths here it is below the root.
	File string
	// Literal: the text is written out at At.
	Literal bool
	// Template is the file that templatefile() fills; "" for none.
	Template string
	// Reads are all files that the text was made from, sorted: templates, tables, texts.
	Reads []string
	Key   string // the element of for_each; "" without one
	Row   *Row   // the row of a table that the element is; nil where that is not certain
}

// Row is a row of a table, an element of XML of which xmldecode() makes one, or an object
// of JSON or YAML.
type Row struct {
	File string
	Line int    // of the file, from 1; 0 where only Key tells
	Key  string // the number or name of the object in its file; "" for the whole
}

// evaluated is the description of one file with what it was evaluated with.
type evaluated struct {
	x                 *attr
	title, from, each *attr // from is the source, each for_each; nil where there is none
	ctx               *hcl.EvalContext
}

// wordings is what [Manifest.Wording] goes back to.
type wordings struct {
	mu     sync.Mutex
	loader *loader
	blocks map[Address]*block // that have a description, by their addresses without a key
	// elements are those of for_each by the addresses of the instances, once asked for.
	elements map[*block]map[Address]each
	reads    map[*expr]*reads // of local values and for_each, once each
	rows     map[*expr]rows   // of for_each
	// filled are the templates that were read, by where they are; nil before it is asked.
	filled map[string]bool
}

// reads is what was read while an expression was evaluated.
type reads struct {
	files   map[string]bool
	decoded []decoded
}

// decoded is a text of data, or a file with some, and what it says.
type decoded struct {
	file  string // "" where only the text tells
	text  string
	lines []int // of a table or of XML: on which its rows begin
	value cty.Value
}

// rows remembers what the rows of a text were decoded to, and the line on which each begins;
// of nobody who wants to know, nothing.
func (r *reads) rows(file, text string, v cty.Value, line func(row int) int) {
	if r == nil {
		return
	}
	lines := make([]int, v.LengthInt())
	for i := range lines {
		lines[i] = line(i)
	}
	r.decoded = append(r.decoded, decoded{file: file, text: text, lines: lines, value: v})
}

// Wording tells where the description of a file comes from, or false where it has none.
// The manifest must have no errors.
func (m *Manifest) Wording(of Address) (Wording, bool) {
	w := m.wordings
	w.mu.Lock()
	defer w.mu.Unlock()
	d, ok := w.evaluated(of)
	if !ok {
		return Wording{}, false
	}
	found := w.trace(d.x.Expression, d.ctx)
	if found.At.Filename == "" {
		found.At = d.x.at
	}
	all := &reads{files: map[string]bool{}}
	all.add(w.readsOf(d.x.expr, d.ctx))
	if d.each != nil && d.x.mentions("each") {
		all.add(w.readsOf(d.each.expr, w.loader.eval.ctx))
	}
	found.Reads = slices.Sorted(maps.Keys(all.files))
	if d.each != nil {
		each := d.ctx.Variables["each"]
		found.Key = each.GetAttr("key").AsString()
		if d.x.mentions("each") {
			found.Row, _, _ = w.rowOf(d)
		}
	}
	return found, true
}

// anew lets what follows cost what a manifest may.
func (w *wordings) anew() {
	w.loader.eval.anew()
}

// trace goes from an expression to the one that its text is from.
func (w *wordings) trace(e hclsyntax.Expression, ctx *hcl.EvalContext) Wording {
	switch n := e.(type) {
	case *hclsyntax.ParenthesesExpr:
		return w.trace(n.Expression, ctx)
	case *hclsyntax.TemplateWrapExpr:
		return w.trace(n.Wrapped, ctx)
	case branch:
		return w.trace(n.exprs[n.which], ctx)
	case *hclsyntax.LiteralValueExpr:
		return Wording{At: n.SrcRange, Literal: true}
	case *hclsyntax.TemplateExpr:
		return Wording{At: n.SrcRange, Literal: isLiteral(n)}
	case *hclsyntax.ScopeTraversalExpr:
		if x := w.local(n.Traversal); x != nil {
			return w.trace(x.Expression, w.loader.eval.ctx)
		}
	case *hclsyntax.ConditionalExpr:
		if v, ok := w.value(n.Condition, ctx); ok && v.Type() == cty.Bool && v.True() {
			return w.trace(n.TrueResult, ctx)
		} else if ok && v.Type() == cty.Bool {
			return w.trace(n.FalseResult, ctx)
		}
	case *hclsyntax.FunctionCallExpr:
		return w.traceCall(n, ctx)
	}
	return Wording{At: e.Range()}
}

func (w *wordings) traceCall(n *hclsyntax.FunctionCallExpr, ctx *hcl.EvalContext) Wording {
	found := Wording{At: n.Range()}
	if n.ExpandFinal {
		return found
	}
	switch n.Name {
	case "file":
		found.File = w.path(n.Args[0], ctx)
	case "templatefile":
		found.Template = w.path(n.Args[0], ctx)
	case "try":
		for _, e := range n.Args {
			if _, ok := w.value(e, ctx); ok {
				return w.trace(e, ctx)
			}
		}
	}
	return found
}

// isLiteral reports whether a text has no part that is calculated.
func isLiteral(n *hclsyntax.TemplateExpr) bool {
	return !slices.ContainsFunc(n.Parts, func(e hclsyntax.Expression) bool {
		if p, ok := e.(part); ok {
			e = p.inner.Expression
		}
		_, literal := e.(*hclsyntax.LiteralValueExpr)
		return !literal
	})
}

// local is the expression of the local value that a reference is to as a whole, nil for
// any other.
func (w *wordings) local(ref hcl.Traversal) *attr {
	name, ok := step(ref, 1)
	if ref.RootName() != "local" || len(ref) != 2 || !ok {
		return nil
	}
	return w.loader.locals[name]
}

// path is where a file is that an expression names, "" if that cannot be told.
func (w *wordings) path(e hclsyntax.Expression, ctx *hcl.EvalContext) string {
	v, ok := w.value(e, ctx)
	if !ok || v.Type() != cty.String {
		return ""
	}
	full, err := w.loader.files.find(v.AsString())
	if err != nil {
		return ""
	}
	return full
}

// value evaluates a part of an expression that was evaluated before.
func (w *wordings) value(e hclsyntax.Expression, ctx *hcl.EvalContext) (cty.Value, bool) {
	v, diags := w.loader.eval.calculate(&expr{Expression: e, at: e.Range()}, ctx)
	return v, !diags.HasErrors() && !v.IsMarked() && v.IsKnown() && !v.IsNull()
}

// readsOf is what is read for an expression: by itself, and by the local values that it
// refers to.
func (w *wordings) readsOf(x *expr, ctx *hcl.EvalContext) *reads {
	shared := ctx == w.loader.eval.ctx
	if r := w.reads[x]; r != nil && shared {
		return r
	}
	r := &reads{files: map[string]bool{}}
	w.loader.files.reads, w.loader.eval.reads = r, r
	w.loader.eval.calculate(x, ctx)
	w.loader.files.reads, w.loader.eval.reads = nil, nil
	for _, ref := range x.refs {
		if name, ok := step(ref, 1); ok && ref.RootName() == "local" && w.loader.locals[name] != nil {
			r.add(w.readsOf(w.loader.locals[name].expr, w.loader.eval.ctx))
		}
	}
	if shared {
		if w.reads == nil {
			w.reads = map[*expr]*reads{}
		}
		w.reads[x] = r
	}
	return r
}

func (r *reads) add(more *reads) {
	maps.Copy(r.files, more.files)
	r.decoded = append(r.decoded, more.decoded...)
}

// note takes a file into account, if somebody wants to know.
func (r *reader) note(name string) {
	if r.reads == nil {
		return
	}
	if full, err := r.find(name); err == nil {
		r.reads.files[path.Clean(full)] = true
	}
}
