package cli

import (
	"fmt"
	"time"

	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
)

// shortRead is a time of reading that nobody needs to know of beforehand.
const shortRead = 30 * time.Second

// noteReading says how long looking at everything that the manifest declares takes at least,
// where the wiki counts requests and that is long.
func (j *job) noteReading(c *connection) {
	m := j.project.Manifest()
	titles := len(m.Declared()) + len(m.Moves) // a move has two
	if text := reading(titles, c.client.Reads(titles), c.client.Rate()); text != "" && j.options.scope.Complete() {
		j.note("%s", text)
	}
}

// reading says how long so many reads take; "" where that is not long.
func reading(titles, reads int, rate provider.Rate) string {
	d := rate.Time(reads)
	if d < shortRead {
		return ""
	}
	return fmt.Sprintf("Looking at %s takes at least %s. The wiki %s: about %s.%s",
		number.Of(titles, "title"), number.Of(reads, "read"), plan.Allowance(rate), plan.Duration(d), plan.Faster(rate, d))
}
