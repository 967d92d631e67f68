package spec

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

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

// satisfies reports whether a version fulfils all constraints of a list. What
// is no version, such as that of a build from source, fulfils any. A
// pre-release counts as the release that it leads to.
func satisfies(version, constraints string) (bool, error) {
	have, known := parseVersion(version)
	all := true
	for c := range strings.SplitSeq(constraints, ",") {
		c = strings.TrimSpace(c)
		rest := strings.TrimLeft(c, "=!<>~")
		op := c[:len(c)-len(rest)]
		want, ok := parseVersion(strings.TrimSpace(rest))
		if !ok {
			return false, fmt.Errorf("%q is no version", strings.TrimSpace(rest))
		}
		holds, ok := operators[op]
		if !ok {
			return false, fmt.Errorf("%q is no operator", op)
		}
		all = all && (!known || holds(have, want))
	}
	return all, nil
}

var operators = map[string]func(have, want []int) bool{
	"":   func(have, want []int) bool { return compare(have, want) == 0 },
	"=":  func(have, want []int) bool { return compare(have, want) == 0 },
	"!=": func(have, want []int) bool { return compare(have, want) != 0 },
	">":  func(have, want []int) bool { return compare(have, want) > 0 },
	">=": func(have, want []int) bool { return compare(have, want) >= 0 },
	"<":  func(have, want []int) bool { return compare(have, want) < 0 },
	"<=": func(have, want []int) bool { return compare(have, want) <= 0 },
	// ~> 1.2.3 takes 1.2.4 and not 1.3: only the last part that was written may grow.
	"~>": func(have, want []int) bool {
		fixed := max(1, len(want)-1)
		return compare(have, want) >= 0 && compare(have[:min(fixed, len(have))], want[:fixed]) == 0
	},
}

// parseVersion gives the numbers of a version, as many as were written.
func parseVersion(s string) ([]int, bool) {
	s, _, _ = strings.Cut(strings.TrimPrefix(s, "v"), "+")
	s, _, _ = strings.Cut(s, "-")
	var numbers []int
	for p := range strings.SplitSeq(s, ".") {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 {
			return nil, false
		}
		numbers = append(numbers, n)
	}
	return numbers, true
}

// compare orders versions; parts that were not written are 0.
func compare(a, b []int) int {
	for i := range max(len(a), len(b)) {
		if c := cmp.Compare(nth(a, i), nth(b, i)); c != 0 {
			return c
		}
	}
	return 0
}

func nth(v []int, i int) int {
	if i < len(v) {
		return v[i]
	}
	return 0
}
