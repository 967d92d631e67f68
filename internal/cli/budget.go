package cli

import (
	"time"

	"wikiform/internal/number"
	"wikiform/plan"
)

// shortRead is a time of reading that nobody needs to know of beforehand.
const shortRead = 30 * time.Second

// noteReading says how long looking at everything that the manifest declares takes at least,
// where the wiki counts requests and that is long.
func (j *job) noteReading(c *connection) {
	m, rate := j.project.Manifest(), c.client.Rate()
	titles := len(m.Declared()) + len(m.Moves) // a move has two
	reads := c.client.Reads(titles)
	if d := rate.Time(reads); j.options.scope.Complete() && d >= shortRead {
		j.note("Looking at %s takes at least %s. The wiki %s: about %s.%s",
			number.Of(titles, "title"), number.Of(reads, "read"), plan.Allowance(rate), plan.Duration(d), plan.Faster(rate, d))
	}
}
