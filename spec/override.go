package spec

import (
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"wikiform/internal/localname"
)

// Override is a file that can take the place of what a description is made from.
type Override struct {
	Path string // below the root
	// Reading is an expression with which the description is the text of that file where
	// it exists, and else what it was; "" where none is found, as in JSON.
	Reading string
}

// Override gives the file below a directory, as a manifest writes paths, that can be the
// description of one of its files.
func (m *Manifest) Override(f *File, dir string) Override {
	w := m.wordings
	w.mu.Lock()
	defer w.mu.Unlock()
	relative := path.Join(dir, localname.Of(string(f.Title))+overrideEnd)
	o := Override{Path: path.Join(w.loader.dir, relative)}
	d, ok := w.evaluated(f.Address)
	if !ok || !strings.HasSuffix(d.x.at.Filename, ".hcl") {
		return o
	}
	named, ok := quotedText(relative), true
	if d.each != nil {
		named, ok = w.namedByTitle(f, d, dir)
	}
	if !ok {
		return o
	}
	o.Reading = "fileexists(" + named + ") ? file(" + named + ") : " + w.source(d.x.at)
	if d.each == nil && w.isWritten(d) {
		o.Reading = "file(" + named + ")"
	}
	return o
}

// overrideEnd is behind the name of an override.
const overrideEnd = ".wikitext"

// isWritten reports whether a description is a text that is written out.
func (w *wordings) isWritten(d evaluated) bool {
	w.anew()
	return w.trace(d.x.Expression, d.ctx).Literal
}

// namedByTitle is the path of an override as an expression for all elements of for_each.
func (w *wordings) namedByTitle(f *File, d evaluated, dir string) (string, bool) {
	title, x := "", d.title
	switch {
	case x != nil:
		title = w.source(x.at)
	case d.from != nil && f.Source.Path != "":
		x, title = d.from, "basename("+w.source(d.from.at)+")"
	}
	if x == nil || !strings.HasSuffix(x.at.Filename, ".hcl") || strings.Contains(title, "\n") {
		return "", false
	}
	head := quotedText(dir + "/")
	return head[:len(head)-1] + "${wiki::local_name(" + title + ")}" + overrideEnd + `"`, true
}

// source is what is written at a range.
func (w *wordings) source(at hcl.Range) string {
	return strings.TrimSpace(string(at.SliceBytes(w.loader.textOf(at.Filename))))
}

// Would gives what the description of a file would be with another expression, or what is
// wrong with that.
func (m *Manifest) Would(of Address, expression string) (string, hcl.Diagnostics) {
	w := m.wordings
	w.mu.Lock()
	defer w.mu.Unlock()
	d, ok := w.evaluated(of)
	if !ok {
		return "", hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "No description", Detail: string(of) + " has none."}}
	}
	w.anew()
	// What ends with a heredoc needs the end of its line.
	native, diags := parseExpression([]byte(expression+"\n"), "", hcl.InitialPos)
	if diags.HasErrors() {
		return "", diags
	}
	templates := len(w.loader.eval.templates)
	w.loader.eval.install(native)
	w.loader.eval.templates = w.loader.eval.templates[:templates] // it is not part of the manifest
	x := &expr{Expression: native, refs: native.Variables(), at: native.Range()}
	if diags := w.loader.eval.checkRefs(x, scope{locals: true, each: d.each != nil}); diags.HasErrors() {
		return "", diags
	}
	v, diags := w.loader.eval.calculate(x, d.ctx)
	if !diags.HasErrors() && (v.Type() != cty.String || v.IsNull() || !v.IsKnown() || v.IsMarked()) {
		return "", hcl.Diagnostics{problem(x.at, x.at, "Not a text", "It gives no text.")}
	}
	if diags.HasErrors() {
		return "", diags
	}
	return v.AsString(), nil
}
