package reconcile

import (
	"context"

	"wikiform/plan"
	"wikiform/spec"
)

// Files are the files as plans see them first.
func (p *Project) Files() []spec.File { return p.files }

// PlanTogether is Plan without setting anything apart.
func (p *Project) PlanTogether(ctx context.Context, t Target, c Choice) (*plan.Plan, error) {
	return p.planned(ctx, t, c, p.settled)
}

// Facts are what is known before a wiki is asked about files.
func (p *Project) Facts(t Target) plan.Facts { return p.facts(t, false) }
