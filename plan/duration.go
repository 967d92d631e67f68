package plan

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"wikiform/internal/number"
	"wikiform/provider"
)

// Expectation is how long the account's rate limits make carrying out a plan
// take. The zero value is that of a plan that stays below all of them.
type Expectation struct {
	Time  time.Duration
	Limit provider.RateLimit // the one that takes longest
	What  string             // that it counts: "412 uploads", "412 uploads and 3 edits"
}

// Expect says how long p takes an account with these limits at least, or a process that
// has the rate's share of them. Staging is not limited, publishing is, and some wikis count it
// as an edit too, and an edit twice (facts §2, §13.1.6).
func (p *Plan) Expect(site provider.Site, account provider.Account, rate provider.Rate) Expectation {
	steps := map[Aspect]int{}
	for i := range p.Changes {
		for _, s := range p.Changes[i].Steps {
			steps[s.Aspect()]++
			if m, is := s.(Moving); is && m.Via != "" {
				steps[NameAspect]++ // it is moved twice
			}
		}
	}
	var longest Expectation
	for _, l := range account.Limits {
		l = l.Share(rate.Shares)
		var counted []string
		n := 0
		for _, a := range aspects {
			k, hits := steps[a.name], provider.Hits(a.limit, l.Action, site.UploadsAreEdits())
			if k == 0 || hits == 0 {
				continue
			}
			n += k * hits
			what := number.Of(k, cmp.Or(a.counts, a.limit))
			if hits > 1 {
				what += " (counted twice)"
			}
			counted = append(counted, what)
		}
		if l.Hits <= 0 || n <= l.Hits {
			continue // they all fit into one window
		}
		d := time.Duration(min(float64(n)/float64(l.Hits)*float64(l.Per), float64(longestTime))) // limits are what the wiki says
		if d > longest.Time {
			longest = Expectation{Time: d, Limit: l, What: strings.Join(counted, " and ")}
		}
	}
	return longest
}

// String is "412 uploads at 380 per 72 min: about 1 h 18 min".
func (e Expectation) String() string {
	return fmt.Sprintf("%s at %s per %s: about %s", e.What, number.Grouped(e.Limit.Hits), window(e.Limit.Per), Duration(e.Time))
}

// window is the time of a rate limit as wikis' configurations have it.
func window(d time.Duration) string {
	switch {
	case d == time.Minute:
		return "min"
	case d%time.Minute == 0:
		return fmt.Sprintf("%d min", d/time.Minute)
	}
	return fmt.Sprintf("%d s", d/time.Second)
}

// Duration tells a time as closely as it can be expected: "40 s", "2 min 10 s", "12 min",
// "3 h 05 min". What is rounded away is less than a tenth of it.
func Duration(d time.Duration) string {
	if d < time.Minute {
		return fmt.Sprintf("%d s", d.Round(time.Second)/time.Second)
	}
	if tens := d.Round(10 * time.Second); tens < 5*time.Minute && tens%time.Minute > 0 {
		return fmt.Sprintf("%d min %d s", tens/time.Minute, tens%time.Minute/time.Second)
	}
	d = d.Round(time.Minute)
	if d < time.Hour {
		return fmt.Sprintf("%d min", d/time.Minute)
	}
	return fmt.Sprintf("%d h %02d min", d/time.Hour, d%time.Hour/time.Minute)
}
