package spec

import (
	"fmt"
	"strings"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// checkVersion reports whether this wikiform may read the manifest. It looks
// before anything else is decoded: a newer language looks like mistakes.
func (l *loader) checkVersion(bodies []hcl.Body) bool {
	for _, body := range bodies {
		content, _, _ := body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "wikiform"}}})
		for _, b := range content.Blocks {
			attrs, _, _ := b.Body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "required_version"}}})
			if a := attrs.Attributes["required_version"]; a != nil {
				l.checkConstraint(a)
			}
		}
	}
	return !l.faults.errors
}

func (l *loader) checkConstraint(a *hcl.Attribute) {
	at := a.Expr.Range()
	x, diags := compile(a.Expr)
	l.eval.install(x.Expression)
	v, more := l.eval.calculate(x, nil)
	if diags = append(diags, more...); diags.HasErrors() || v.IsNull() || v.Type() != cty.String {
		l.faults.add(problem(at, a.Range, "Invalid version constraint", `required_version is a plain text such as ">= 0.1, < 2.0".`))
		return
	}
	ok, err := satisfies(l.in.Version, v.AsString())
	switch {
	case err != nil:
		l.faults.add(problem(at, a.Range, "Invalid version constraint",
			`%s. Write it as a list of =, !=, >, >=, <, <= or ~> with a version, such as ">= 0.1, < 2.0".`, upperFirst(err.Error())))
	case !ok:
		l.faults.add(problem(at, a.Range, "Other version of wikiform required",
			"This is wikiform %s, and the manifest asks for %s. Use such a version, or change this line if the manifest works with yours.",
			l.in.Version, v.AsString()))
	}
}

// satisfies reports whether a version fulfils all constraints of a list, as
// Terraform reads them. What is no version, such as that of a build from source,
// fulfils any. A pre-release counts as the release that it leads to, so that a
// release can be tried with the manifests that ask for it.
func satisfies(have, constraints string) (bool, error) {
	v, err := version.NewVersion(have)
	known := err == nil
	all := true
	for part := range strings.SplitSeq(constraints, ",") {
		c, err := constraint(strings.TrimSpace(part))
		if err != nil {
			return false, err
		}
		all = all && (!known || c.Check(v.Core()))
	}
	return all, nil
}

// constraint reads one constraint, and says which half of it is wrong.
func constraint(s string) (version.Constraints, error) {
	text := strings.TrimLeft(s, "=!<>~")
	operator, text := s[:len(s)-len(text)], strings.TrimSpace(text)
	v, err := version.NewVersion(text)
	if err != nil {
		return nil, fmt.Errorf("%q is no version", text)
	}
	if v.Prerelease() != "" {
		return nil, fmt.Errorf("%q is a pre-release, which counts as the release %s: ask for that", text, v.Core())
	}
	c, err := version.NewConstraint(s)
	if err != nil {
		return nil, fmt.Errorf("%q is no operator", operator)
	}
	return c, nil
}
