package apply

import (
	"context"

	"wikiform/plan"
	"wikiform/provider"
)

// Check compares every change of p with what the wiki has now, and writes
// nothing: a change that still can be made is not started, one whose file is as
// wanted is already done, and any other is stale. Run looks again at each file
// before it writes; Check is for whoever would rather not begin.
//
// Nobody is told of it by events. The error is that of the reading.
func (r *Runner) Check(ctx context.Context, p *plan.Plan) (*Report, error) {
	report := newReport(p)
	s := &session{Runner: r}
	var titles []provider.Title
	for _, res := range report.Results {
		if res.Outcome == NotStarted {
			titles = append(titles, res.Change.Title)
		}
	}
	if len(titles) == 0 {
		return report, nil
	}
	files, err := r.Wiki.Files(ctx, titles)
	if err != nil {
		return nil, err
	}
	for i := range report.Results {
		if res := &report.Results[i]; res.Outcome == NotStarted {
			step := newStep(s, res.Change)
			step.now = files[res.Change.Title]
			*res = step.judged()
		}
	}
	return report, nil
}

// judged tells what follows from what the wiki shows before anything is
// written: NotStarted is that the change can be made.
func (s *step) judged() Result {
	switch {
	case unchanged(s.change.Before, s.now):
		return s.result(NotStarted, nil)
	case s.contentShown() && s.textShown():
		return s.result(AlreadyDone, nil)
	}
	return s.result(Stale, &StaleError{Before: s.change.Before, Now: s.now})
}
