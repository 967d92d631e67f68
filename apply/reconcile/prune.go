package reconcile

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// owns tells a plan how far it looks for files of ours that no block names, and what
// becomes of them.
func (p *Project) owns(t Target, c Choice, f *plan.Facts) {
	m := p.manifest
	asked := c.Orphans || len(m.Prunes) > 0 && (len(f.Only) == 0 || slices.Contains(f.Only, plan.Deletions))
	switch {
	case c.Since != nil:
		if asked {
			f.Unsought = "Files of ours that no block names were not looked for, and nothing is pruned: a plan without -since does that."
		}
		return
	case !c.Scope.Complete():
		if asked {
			f.Unsought = "Files of ours that no block names were not looked for, and nothing is pruned, since the plan is for a part of the manifest."
		}
		return
	case asked:
		f.Search = plan.SearchAlways
	case m.Settings.Set != "" && len(f.Only) == 0:
		f.Search = plan.SearchCheap
	}
	for _, b := range m.Prunes {
		f.Prunes = append(f.Prunes, plan.Prune{
			At: at(b.Range), Prefix: b.Prefix, Category: b.Category, Delete: b.Action == spec.PruneDelete,
			Comment: provider.EndComment(because(b.Reason, c.Forced), p.mark()), Tags: b.Tags,
		})
	}
	for _, d := range m.Disabled {
		title, err := provider.ParseTitle(string(d.Title), t.Wiki.Site())
		if err != nil {
			title = d.Title
		}
		f.Disabled = append(f.Disabled, title)
	}
	f.PruneHeld = p.held(t, c)
}

// held is why nothing is pruned, whatever is found: a manifest that has lost its files must
// not take them off the wiki.
func (p *Project) held(t Target, c Choice) *plan.Problem {
	hold := func(at plan.Position, hint, format string, args ...any) *plan.Problem {
		return &plan.Problem{Reason: plan.PruneHeld, At: at, Text: fmt.Sprintf(format, args...), Hint: hint}
	}
	const meant = "if that is meant, plan with -allow-empty"
	m := p.manifest
	switch policy := t.Declared.Policy; {
	case policy != "" && policy != spec.PolicyFull:
		return hold(at(t.Declared.Range), "", "the wiki block says policy = %q", policy)
	case c.AllowEmpty:
	case len(m.Emptied) > 0:
		empty := at(m.Emptied[0])
		return hold(empty, meant, "the for_each of the block at %s has no element", empty)
	case len(m.Files) == 0:
		var last plan.Position
		if n := len(m.Prunes); n > 0 {
			last = at(m.Prunes[n-1].Range)
		}
		return hold(last, meant, "the manifest declares no file at all")
	}
	return nil
}

func at(r hcl.Range) plan.Position { return plan.Position{File: r.Filename, Line: r.Start.Line} }
