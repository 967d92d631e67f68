package apply

import (
	"context"
	"slices"

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
	s := newSession(r, report)
	var titles []provider.Title
	for _, res := range report.Results {
		if res.Outcome == NotStarted {
			titles = append(titles, res.Change.Titles()...)
		}
	}
	if len(titles) == 0 {
		return report, nil
	}
	slices.Sort(titles)
	files, err := r.Wiki.Files(ctx, slices.Compact(titles))
	if err != nil {
		return nil, err
	}
	var steps []*step
	places := map[*step]*Result{}
	for i := range report.Results {
		if res := &report.Results[i]; res.Outcome == NotStarted {
			st := newStep(s, res.Change)
			st.early = true
			if err := st.saw(files); err != nil {
				*res = st.failed(ctx, err)
				continue
			}
			steps = append(steps, st)
			places[st] = res
		}
	}
	if err := s.aim(ctx, steps); err != nil {
		return nil, err
	}
	if err := s.readTags(ctx, steps); err != nil {
		return nil, err
	}
	for _, st := range steps {
		st.succeed()
	}
	if err := s.followAll(ctx, steps); err != nil {
		return nil, err
	}
	for _, st := range steps {
		*places[st] = st.judged()
	}
	if report.Count(Stale) > 0 { // what could be made is not made while others are in the way
		report.cure = provider.CureCommand
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
		case s.dueNow(p):
			left = append(left, p)
		default:
			return s.result(Stale, s.stale())
		}
	}
	switch {
	case len(left) == 0:
		return s.result(AlreadyDone, nil)
	case done:
		s.change, s.seen = s.rest(left), s.now.Page
	}
	return s.result(NotStarted, nil)
}

// rest is the change of which some parts are left: what a plan would have that was
// made now.
func (s *step) rest(left []part) *plan.Change {
	rest := *s.change
	rest.Steps, rest.Before, rest.From = nil, s.now, provider.File{}
	if m := s.change.Move(); m != nil && !(name{s}).shown() {
		rest.Before, rest.From = s.files[rest.Claim.Title], s.now
	}
	for _, p := range left {
		rest.Steps = append(rest.Steps, p.rest())
	}
	return &rest
}
