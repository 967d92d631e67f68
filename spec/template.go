package spec

import (
	"fmt"
	"path"

	"wikiform/internal/fileerr"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// template is a text file with holes, parsed once for all instances that fill it.
type template struct {
	expr  hclsyntax.Expression
	refs  []hcl.Traversal
	nodes int
	diags hcl.Diagnostics // why it cannot be used
}

// textError is an error within a text file, which the diagnostic should show
// rather than the function call that led there.
type textError struct{ hcl.Diagnostics }

// calledFrom gives the diagnostics with the place of the call that read the text.
func (e *textError) calledFrom(at hcl.Range) hcl.Diagnostics {
	diags := make(hcl.Diagnostics, len(e.Diagnostics))
	for i, d := range e.Diagnostics {
		told := *d
		told.Detail += fmt.Sprintf("\n\nThe text is read at %s.", fileAndLine(at))
		diags[i] = &told
	}
	return diags
}

// templatefile is Terraform's function: the text of a file with ${…} and %{…}
// filled from an object.
func (r *reader) templatefile(functions map[string]function.Function, m *meter) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "path", Type: cty.String},
			{Name: "vars", Type: cty.DynamicPseudoType},
		},
		Type: function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			t, err := r.template(args[0].AsString(), m)
			if err != nil {
				return cty.NilVal, err
			}
			m.evaluate(t.nodes)
			return t.fill(args[1], functions, m)
		},
	})
}

func (r *reader) template(name string, m *meter) (*template, error) {
	r.note(name)
	if t, ok := r.tmpls[name]; ok {
		return t, nil
	}
	text, err := r.text(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, fileerr.Bare(err))
	}
	if err := r.parseable([]byte(text)); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	shown := path.Join(r.dir, name)
	r.parsed[shown] = &hcl.File{Bytes: []byte(text)}
	t := new(template)
	if t.expr, t.diags = parseTemplate([]byte(text), shown, hcl.InitialPos); t.diags.HasErrors() {
		hintDirectives(t.diags, inATemplate)
		hintNames(t.diags)
	} else {
		t.refs = t.expr.Variables()
		t.nodes = nodesOf(t.expr)
		m.install(t.expr)
	}
	if r.tmpls == nil {
		r.tmpls = map[string]*template{}
	}
	r.tmpls[name] = t
	return t, nil
}

// fill evaluates the template with the attributes of an object or the elements
// of a map as its variables.
func (t *template) fill(vars cty.Value, functions map[string]function.Function, m *meter) (cty.Value, error) {
	if t.diags.HasErrors() {
		return cty.NilVal, &textError{t.diags}
	}
	if ty := vars.Type(); !ty.IsObjectType() && !ty.IsMapType() {
		return cty.NilVal, function.NewArgErrorf(1, "the variables of a template are an object or a map, not %s", ty.FriendlyName())
	}
	ctx := &hcl.EvalContext{Functions: functions, Variables: map[string]cty.Value{}}
	for _, ref := range t.refs {
		name := ref.RootName()
		v, ok := element(vars, name)
		if !ok {
			have := m.keysOf(vars)
			return cty.NilVal, &textError{hcl.Diagnostics{problem(ref.SourceRange(), ref.SourceRange(), "Unknown name in a template",
				"The template is filled with nothing called %q.%s", name, or(m.didYouMean(name, have), fmt.Sprintf(" There is %s.", or(allOf(have), "nothing"))))}}
		}
		ctx.Variables[name] = v
	}
	v, diags := t.expr.Value(ctx)
	if diags.HasErrors() {
		return cty.NilVal, &textError{m.refine(diags)}
	}
	text, err := convert.Convert(v, cty.String)
	if err != nil || text.IsNull() {
		return cty.NilVal, fmt.Errorf("the template gives no text but %s", v.Type().FriendlyName())
	}
	return text, nil
}

// element gives a named element of an object or map.
func element(v cty.Value, name string) (cty.Value, bool) {
	if v.Type().IsObjectType() {
		if !v.Type().HasAttribute(name) {
			return cty.NilVal, false
		}
		return v.GetAttr(name), true
	}
	key := cty.StringVal(name)
	if !v.HasIndex(key).True() {
		return cty.NilVal, false
	}
	return v.Index(key), true
}
