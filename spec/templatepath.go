package spec

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// A text file that is a template is evaluated: ${…} in it is not text. Whoever writes
// texts of a wiki into files has to know which these are, also where this manifest, with
// these values, does not come to read one.

// templatePath is an expression that names a template.
type templatePath struct {
	inner
	named bool // it was evaluated, so that what it names was read
}

func (in installer) templatePath(e hclsyntax.Expression) *templatePath {
	t := &templatePath{inner: around(e)}
	in.templates = append(in.templates, t)
	return t
}

// Value implements [hclsyntax.Expression].
func (t *templatePath) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := t.inner.Value(ctx)
	t.named = t.named || !diags.HasErrors()
	return v, diags
}

// IsTemplate reports whether the manifest reads a file, a path below the root, as a
// template, or may do so with other values.
func (m *Manifest) IsTemplate(name string) bool {
	w := m.wordings
	w.mu.Lock()
	defer w.mu.Unlock()
	l := w.loader
	if w.filled == nil {
		w.filled = map[string]bool{}
		for read := range l.files.tmpls {
			if full, err := l.files.find(read); err == nil { // it was read under that name
				w.filled[full] = true
			}
		}
	}
	return w.filled[name] || slices.ContainsFunc(l.eval.templates, func(t *templatePath) bool { return !t.named && w.mayName(t, name) })
}

// anything stands for a part of a path that is not known.
const anything = "\x00"

// mayName reports whether a path that was not evaluated could be that of a file.
func (w *wordings) mayName(t *templatePath, name string) bool {
	parts := []hclsyntax.Expression{t.inner.Expression}
	if n, ok := t.inner.Expression.(*hclsyntax.TemplateExpr); ok {
		parts = n.Parts
	}
	w.anew()
	written := ""
	for _, e := range parts {
		if v, ok := w.value(e, w.loader.eval.ctx); ok && v.Type() == cty.String && !refersToValues(e) {
			written += v.AsString()
		} else {
			written += anything
		}
	}
	pattern := regexp.QuoteMeta(path.Join(w.loader.dir, written))
	// What is not known may have .. in it, so nothing before it counts either.
	if i := strings.LastIndex(pattern, anything); i >= 0 {
		pattern = ".*" + pattern[i+len(anything):]
	}
	return regexp.MustCompile("^(?s:" + pattern + ")$").MatchString(name)
}

// refersToValues reports whether an expression can be another with other values of
// variables.
func refersToValues(e hclsyntax.Expression) bool {
	return slices.ContainsFunc(e.Variables(), func(ref hcl.Traversal) bool { return ref.RootName() != "path" })
}
