package plan

import (
	"fmt"
	"time"

	"wikiform/internal/number"
	"wikiform/provider"
)

// Budget is what carrying out a plan takes of what a wiki takes. The zero value is that of a
// wiki that is not known to count requests.
type Budget struct {
	Rate          provider.Rate
	Reads, Writes int           // about how many requests
	Time          time.Duration // at least; 0 where nothing bounds it
}

// Spend is the budget of p, where the wiki takes so much from the account.
func (p *Plan) Spend(site provider.Site, account provider.Account, rate provider.Rate) Budget {
	if rate.Class == provider.Uncounted {
		return Budget{}
	}
	n := p.Requests()
	b := Budget{Rate: rate, Writes: min(p.writes(), n)}
	b.Reads = n - b.Writes
	b.Time = max(rate.Time(n), p.Expect(site, account, rate).Time)
	b.Time = (min(b.Time, longestTime) + time.Second - 1).Truncate(time.Second)
	return b
}

// writes is about how many requests write something.
func (p *Plan) writes() int {
	n := 0
	for i := range p.Changes {
		for s, row := range p.Changes[i].steps() {
			switch step := s.(type) {
			case Upload:
				n += row.requests(s) - 1
			case Moving:
				n++
				if step.Via != "" {
					n++
				}
			default:
				n++
			}
		}
	}
	return n
}

// of says for people whose requests a class is about.
var of = map[provider.RateClass]string{
	provider.Unidentified: "a client that does not say whom to write to",
	provider.Identified:   "a client without an account",
	provider.Newcomer:     "a new account",
	provider.Established:  "an established account",
	provider.BotAccount:   "an account with the right of bots",
}

// Allowance says how many requests a wiki takes, as a clause that follows "the wiki"; "" of one that is not
// known to count.
func Allowance(r provider.Rate) string {
	share := ""
	if r.Shares > 1 {
		share = fmt.Sprintf(", of which one in %s is this process's", number.Grouped(r.Shares))
	}
	switch {
	case r.Class == provider.Uncounted:
		return ""
	case r.Class == provider.SetByUser:
		return fmt.Sprintf("takes %s a minute, reads included, as requests_per_minute says%s", number.Of(r.PerMinute, "request"), share)
	case r.PerMinute == 0:
		return fmt.Sprintf("does not count the requests of %s (class %s)", of[r.Class], r.Class)
	}
	return fmt.Sprintf("takes %s a minute, reads included, from %s (class %s)%s", number.Of(r.PerMinute, "request"), of[r.Class], r.Class, share)
}

// String says what carrying out takes; "" of a wiki that is not known to count.
func (b Budget) String() string {
	if b.Rate.Class == provider.Uncounted {
		return ""
	}
	s := fmt.Sprintf("Applying takes about %s and %s. The wiki %s", number.Of(b.Reads, "read"), number.Of(b.Writes, "write"), Allowance(b.Rate))
	if b.Time > 0 {
		s += ": about " + Duration(b.Time)
	}
	return s + "." + Faster(b.Rate, b.Time)
}

// worthRaising is a time that somebody may want to be shorter.
const worthRaising = time.Minute

// Faster is a sentence, after a blank, on what would make it shorter that so long a time is
// waited for r; "" where nothing is known that would, or the time is short.
func Faster(r provider.Rate, wait time.Duration) string {
	if r.Raise == "" || wait < worthRaising {
		return ""
	}
	return " To be faster, " + r.Raise + "."
}
