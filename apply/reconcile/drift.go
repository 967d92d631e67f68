package reconcile

import (
	"context"
	"fmt"
	"time"

	"wikiform/plan"
)

// NobodyError is a wiki of which nobody has said who we are, so that nobody is another.
type NobodyError struct{ Target Target }

func (e *NobodyError) Error() string {
	return fmt.Sprintf("%s: nobody is logged in and the wiki block names no accounts, so that it cannot be told what others did", Where(e.Target.Declared))
}

// Drift tells what others did to the files of the manifest since we last wrote what they
// did it to. Of the choice the scope and Locked count. An error is a *[NobodyError], or as of
// [Project.Plan].
func (p *Project) Drift(ctx context.Context, t Target, c Choice) (*plan.Drift, error) {
	if err := p.isFor(t); err != nil {
		return nil, err
	}
	if len(t.Declared.Accounts) == 0 && t.Wiki.Account().Anonymous() {
		return nil, &NobodyError{t}
	}
	facts := p.facts(t, c.Locked)
	claims, chosen, err := p.settled(ctx, t, c, &facts)
	if err != nil {
		return nil, err
	}
	drift, err := plan.FindDrift(ctx, t.Wiki, claims, &facts)
	if err != nil {
		return nil, t.failed(err)
	}
	drift.Tool, drift.Made, drift.Scope = p.inputs.Version, time.Now().UTC().Truncate(time.Second), c.Scope
	drift.LeftOut = len(p.files) - len(chosen.Files)
	return drift, nil
}
