package spec

import (
	"io/fs"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Evaluator is what the expressions of a manifest can refer to, for evaluating
// further ones. It is not safe for concurrent use.
type Evaluator struct {
	l     *loader
	files *hcl.EvalContext // with the map of files, as check blocks have it
	diags hcl.Diagnostics
}

// LoadEvaluator reads the manifest of one directory as [Load] does. A directory
// without a manifest has functions only. A manifest with errors has what could
// be evaluated all the same; see [Evaluator.Diagnostics].
func LoadEvaluator(fsys fs.FS, dir string, in Inputs) *Evaluator {
	l := newLoader(fsys, dir, in)
	for _, root := range []string{"var", "local"} {
		l.eval.ctx.Variables[root] = cty.EmptyObjectVal
	}
	l.setWiki(Embedded)
	l.guarded((*loader).load)
	if l.unchosen() {
		l.eval.unchosen = l.wikis
	}
	s := &Evaluator{l: l, files: l.eval.withFiles(l.m.Files), diags: l.faults.diagnostics()}
	if NoManifest(s.diags) {
		s.diags = nil
	}
	return s
}

// Undecided is why the values of the manifest are none to go by: they depend on the wiki,
// and it is not known which is meant. It is nil, or the error of [Manifest.WikiNamed].
func (s *Evaluator) Undecided() error {
	if s.l.wikis == nil || s.l.in.Wiki == "" && !(s.l.m.For != "" && s.l.unchosen()) {
		return nil
	}
	_, err := namedOf(s.l.wikis, s.l.in.Wiki)
	return err
}

// Diagnostics are those of the manifest.
func (s *Evaluator) Diagnostics() hcl.Diagnostics { return s.diags }

// Parsed are the files and expressions by name, for excerpts in diagnostics.
func (s *Evaluator) Parsed() map[string]*hcl.File { return s.l.m.Parsed }

// Eval gives the value of the expression that src has from start on. name
// stands for a file name in diagnostics. When these have errors, the value is
// that of nothing.
func (s *Evaluator) Eval(name string, src []byte, start hcl.Pos) (Value, hcl.Diagnostics) {
	s.l.m.Parsed[name] = &hcl.File{Bytes: src}
	// Each expression may cost what a manifest may.
	s.l.eval.anew()
	native, diags := parseExpression(src[start.Byte:], name, start)
	if diags.HasErrors() {
		return Value{}, explainSyntax(diags, src)
	}
	s.l.eval.install(native)
	x := &expr{Expression: native, refs: native.Variables(), at: native.Range()}
	if diags := s.l.eval.checkRefs(x, scope{locals: true, files: true}); diags.HasErrors() {
		return Value{}, diags
	}
	v, diags := s.l.eval.calculate(x, s.files)
	if diags.HasErrors() {
		return Value{}, diags
	}
	return Value{v}, diags
}

// Complete reports whether src is all of an expression, as far as brackets and
// heredocs tell: when it is not, more lines belong to it. A quote that is left
// open is a mistake, since strings end on their line.
func Complete(src []byte) bool {
	tokens, _ := hclsyntax.LexExpression(src, "", hcl.InitialPos)
	var open []hclsyntax.TokenType
	for _, t := range tokens {
		switch {
		case opens(t.Type):
			open = append(open, t.Type)
		case closes(t.Type) && len(open) > 0:
			open = open[:len(open)-1]
		}
	}
	return len(open) == 0 || slices.Contains(open, hclsyntax.TokenOQuote)
}
