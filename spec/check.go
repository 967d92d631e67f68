package spec

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// evalChecks evaluates the rules about the files, once these are as they shall
// be. A rule that does not hold is no fault of the manifest: see
// [Manifest.Failed].
func (l *loader) evalChecks(blocks []*block) {
	for _, b := range blocks {
		s, failed := scope{locals: true, files: true}, &l.failed
		if !l.referable(b, scope{locals: true, files: true, plan: true, each: b.attrs["for_each"] != nil}) || l.faults.errors {
			continue
		}
		if b.aboutPlan() {
			if l.m.planChecks == nil {
				l.m.planChecks = &planChecks{loader: l}
			}
			l.m.planChecks.blocks = append(l.m.planChecks.blocks, b)
			s, failed = l.ofPlan(PlanNumbers{}), &faults{}
		}
		l.evalCheck(b, s, failed)
	}
}

// evalCheck evaluates one of them; where it does not hold, that goes into failed.
func (l *loader) evalCheck(b *block, s scope, failed *faults) {
	for a := range l.instances(b, s) {
		if !a.counts() {
			continue
		}
		if message, violated := a.violated(); violated {
			x := a.attrs["condition"]
			d := problem(x.at, x.whole, fmt.Sprintf("Check %q does not hold", b.name), "%s", message)
			d.Expression, d.EvalContext = x.expr, a.ctx
			failed.addTo(a.of, d)
		}
	}
}

// context has what an expression of a scope can refer to; that of all checks is made
// once.
func (l *loader) context(s scope) *hcl.EvalContext {
	switch {
	case s.plan:
		return l.ctxOfPlan
	case !s.files:
		return l.eval.ctx
	}
	if l.ctxOfFiles == nil {
		l.ctxOfFiles = l.eval.withFiles(l.m.Files)
	}
	return l.ctxOfFiles
}

// withFiles gives a context in which file is the map of all files by address.
func (ev *evaluator) withFiles(files []File) *hcl.EvalContext {
	ctx := ev.ctx.NewChild()
	ctx.Variables = map[string]cty.Value{"file": cty.MapValEmpty(fileType)}
	if len(files) == 0 {
		return ctx
	}
	byAddress := make(map[string]cty.Value, len(files))
	for _, f := range files {
		byAddress[string(f.Address)] = f.value()
	}
	ctx.Variables["file"] = cty.MapVal(byAddress)
	return ctx
}

// fileType is what a check can see of a file.
var fileType = cty.Object(map[string]cty.Type{
	"title": cty.String, "source": cty.String, "url": cty.String,
	"description": cty.String, "comment": cty.String, "tags": texts,
})

func (f *File) value() cty.Value {
	tags := cty.ListValEmpty(cty.String)
	if len(f.Tags) > 0 {
		list := make([]cty.Value, len(f.Tags))
		for i, t := range f.Tags {
			list[i] = cty.StringVal(t)
		}
		tags = cty.ListVal(list)
	}
	description := cty.NullVal(cty.String)
	if f.Description != nil {
		description = cty.StringVal(*f.Description)
	}
	return cty.ObjectVal(map[string]cty.Value{
		"title": cty.StringVal(string(opened(f.Title))), "source": orNull(f.Source.Path), "url": orNull(f.Source.URL),
		"description": description, "comment": cty.StringVal(f.Comment), "tags": tags,
	})
}

func orNull(s string) cty.Value {
	if s == "" {
		return cty.NullVal(cty.String)
	}
	return cty.StringVal(s)
}
