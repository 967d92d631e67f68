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
			titles = append(titles, res.Change.Claim.Title)
		}
	}
	if len(titles) == 0 {
		return report, nil
	}
	files, err := r.Wiki.Files(ctx, titles)
	if err != nil {
		return nil, err
	}
	var steps []*step
	places := map[*step]*Result{}
	for i := range report.Results {
		if res := &report.Results[i]; res.Outcome == NotStarted {
			st := newStep(s, res.Change)
			if err := st.saw(files[res.Change.Claim.Title]); err != nil {
				*res = st.failed(ctx, err)
				continue
			}
			steps = append(steps, st)
			places[st] = res
		}
	}
	if err := s.followAll(ctx, steps); err != nil {
		return nil, err
	}
	for _, st := range steps {
		*places[st] = st.judged()
	}
	return report, nil
}

// judged tells what follows from what the wiki shows before anything is
// written: NotStarted is that the change, or what is left of it, can be made. A
// part that is shown is done already, one that is due is left to do. Where any is
// neither, the file has become another one than the plan saw, and none of it is
// written.
func (s *step) judged() Result {
	var left []part
	done := false
	for _, p := range s.parts {
		switch {
		case p.shown():
			done = done || p.written()
		case p.due():
			left = append(left, p)
		default:
			return s.result(Stale, &StaleError{Before: s.change.Before, Now: s.now})
		}
	}
	switch {
	case len(left) == 0:
		return s.result(AlreadyDone, nil)
	case done:
		s.change = s.rest(left)
	}
	return s.result(NotStarted, nil)
}

// rest is the change of which some parts are left: what a plan would have that was
// made now.
func (s *step) rest(left []part) *plan.Change {
	rest := *s.change
	rest.Steps, rest.Before = nil, s.now
	for _, p := range left {
		rest.Steps = append(rest.Steps, p.rest())
	}
	return &rest
}
