package spec

import (
	"fmt"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// PlanNumbers are what checks can see of a plan, as its last line has them.
type PlanNumbers struct {
	Add, Change, Destroy, Move, Blocked, Unknown, Held int
	ReplacesOthers                                     int // changes that replace what others did, or may
}

// numbers are their names in a manifest.
func (n PlanNumbers) numbers() map[string]int {
	return map[string]int{
		"add": n.Add, "change": n.Change, "destroy": n.Destroy, "move": n.Move, "blocked": n.Blocked, "unknown": n.Unknown, "held": n.Held,
		"replaces_others": n.ReplacesOthers,
	}
}

// planNames are in order.
var planNames = []string{"add", "blocked", "change", "destroy", "held", "move", "replaces_others", "unknown"}

// planChecks are the checks that say something of a plan, which there is none of while a
// manifest is read. Their expressions have been evaluated then, for the plan of a manifest
// that has nothing to do: what is wrong with them is told as it is of others.
type planChecks struct {
	mu     sync.Mutex // the loader counts what evaluation costs
	loader *loader
	blocks []*block
}

// ChecksPlan reports whether a check says something of a plan.
func (m *Manifest) ChecksPlan() bool { return m.planChecks != nil && len(m.planChecks.blocks) > 0 }

// FailedBy are errors at the check blocks that do not hold for a plan with these numbers.
// Those that say nothing of a plan are in [Manifest.Failed].
func (m *Manifest) FailedBy(n PlanNumbers) hcl.Diagnostics {
	c := m.planChecks
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	l, spent := c.loader, c.loader.eval.meter
	defer func() { l.eval.meter, l.faults, l.failed = spent, faults{}, faults{} }()
	l.faults, l.failed = faults{}, faults{}
	l.guarded(func(l *loader) {
		for _, b := range c.blocks {
			l.evalCheck(b, l.ofPlan(n), &l.failed)
		}
	})
	return append(l.faults.diagnostics(), l.failed.diagnostics()...)
}

// ofPlan is the scope of a check about a plan with these numbers.
func (l *loader) ofPlan(n PlanNumbers) scope {
	all := map[string]cty.Value{}
	for name, count := range n.numbers() {
		all[name] = cty.NumberIntVal(int64(count))
	}
	l.ctxOfPlan = l.context(scope{files: true}).NewChild()
	l.ctxOfPlan.Variables = map[string]cty.Value{"plan": cty.ObjectVal(all)}
	return scope{locals: true, files: true, plan: true}
}

// aboutPlan reports whether a check says something of a plan.
func (b *block) aboutPlan() bool {
	for _, name := range []string{"for_each", "condition", "error_message", "enabled"} {
		if x := b.attrs[name]; x != nil && x.mentions("plan") {
			return true
		}
	}
	return false
}

// checkPlanRef finds references to numbers that no plan has.
func (ev *evaluator) checkPlanRef(name string, named bool, at hcl.Range) *hcl.Diagnostic {
	switch {
	case !named:
		return problem(at, at, "Incomplete reference", "plan stands for no value by itself; write plan.replaces_others, for one.")
	case !among(planNames, name):
		return problem(at, at, "Unknown number of a plan", "A plan has no %q.%s", name, or(didYouMean(name, planNames), fmt.Sprintf(" It has: %s.", strings.Join(planNames, ", "))))
	}
	return nil
}
