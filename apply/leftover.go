package apply

import (
	"context"
	"slices"
	"time"

	"wikiform/plan"
	"wikiform/provider"
)

// LeftOver is a title that a run took away and that something still names.
type LeftOver struct {
	Title  provider.Title
	To     provider.Title // where the file is now; "" when it was deleted
	Reason string         // of the move
	Taken  bool           // another file has the title now
	Usage  provider.Usage
}

// usageWait is how long the wiki may be asked, after a run, what names old titles.
const usageWait = time.Minute

// askWhatIsLeft asks what still names the titles that the run took away. What came of
// the run does not hang on it.
func (s *session) askWhatIsLeft(ctx context.Context, report *Report) {
	left := takenAway(report.Results)
	if len(left) == 0 {
		return
	}
	if provider.Stops(s.why) { // the wiki would not answer this either
		report.LeftErr = s.why
		return
	}
	var titles []provider.Title
	for _, l := range left {
		titles = append(titles, l.Title)
	}
	ctx, cancel := context.WithTimeout(ctx, usageWait)
	defer cancel()
	usages, err := s.Wiki.Usage(ctx, titles)
	if err != nil {
		report.LeftErr = err
		return
	}
	for _, l := range left {
		if l.Usage = usages[l.Title]; l.Usage.Used() {
			report.Left = append(report.Left, l)
		}
	}
}

// takenAway gives the titles of files that were moved and of pages that were deleted.
func takenAway(results []Result) []LeftOver {
	var left []LeftOver
	taken := map[provider.Title]bool{}
	for _, res := range results {
		c := res.Change
		switch m := c.Move(); {
		case slices.Contains(res.Done, plan.ExistenceAspect):
			left = append(left, LeftOver{Title: c.Claim.Title})
		case m != nil && slices.Contains(res.Done, plan.NameAspect):
			l := LeftOver{Title: m.From, To: c.Claim.Title, Reason: c.Claim.Comment}
			if o := c.Claim.From; o != nil {
				l.Reason = o.Comment
				if o.Title != m.From && o.Title != c.Claim.Title { // it came from there some moves ago
					left = append(left, LeftOver{Title: o.Title, To: l.To, Reason: l.Reason})
				}
			}
			left = append(left, l)
			taken[c.Claim.Title] = true
		}
	}
	for i := range left {
		left[i].Taken = taken[left[i].Title]
	}
	return left
}
