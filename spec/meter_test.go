package spec

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// cty sorts a set of objects whenever somebody looks at it, so the meter does not
// look at what it knows.
func TestSetsAreNotSortedToBeMeasured(t *testing.T) {
	t.Parallel()
	const n, each = 1000, 20_000
	ev := &evaluator{ctx: &hcl.EvalContext{}, faults: &faults{}}
	ev.ctx.Functions = newFunctions(&reader{fsys: library, dir: ".", parsed: map[string]*hcl.File{}}, &ev.meter)
	e, diags := parseExpression([]byte(`length(toset([for i in range(1000) : { id = "k${i}", name = "Bridge ${i}" }]))`), "expr", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	v, diags := ev.calculate(&expr{Expression: e}, ev.ctx)
	if diags.HasErrors() || !v.RawEquals(cty.NumberIntVal(n)) || ev.work > n*each {
		t.Errorf("%#v for %d units of work, %v; want %d for at most %d", v, ev.work, diags, n, n*each)
	}
}
