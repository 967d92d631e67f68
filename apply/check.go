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
			if err := step.saw(files[res.Change.Title]); err != nil {
				*res = step.failed(ctx, err)
				continue
			}
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
	case s.halfDone():
		s.change = rest(s.change, s.now)
		return s.result(NotStarted, nil)
	}
	return s.result(Stale, &StaleError{Before: s.change.Before, Now: s.now})
}

// halfDone reports whether the wiki is as a run leaves it that ended between
// content and text: the content is as wanted, and the text is the one that the
// plan saw. The page then has at most the one revision more that every upload
// adds to it. Where there is another, the text may have been ours, and somebody
// has put the old one back.
func (s *step) halfDone() bool {
	before, now := s.change.Before, s.now
	if !s.change.Content || !s.contentShown() || !s.textDue() || before.Shared != now.Shared || before.Redirect != now.Redirect {
		return false
	}
	return revision(before) == revision(now) || now.Page.Parent == revision(before)
}

// rest is what is left of a change that is half done: what a plan would have
// that was made now.
func rest(c *plan.Change, now provider.File) *plan.Change {
	left := *c
	left.Action, left.Content, left.Edit = plan.Update, false, true
	left.Reasons, left.Before = []plan.Reason{plan.TextDiffers}, now
	if now.Page == nil {
		left.Reasons[0] = plan.PageMissing
	}
	return &left
}
