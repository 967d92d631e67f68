package provider

import "time"

// RateClass is for whom a wiki takes a client when it counts requests.
type RateClass string

// The classes. All but the first and the last are Wikimedia's (facts §12.4), from the lowest to
// the highest.
const (
	Uncounted    RateClass = ""             // the wiki is not known to count requests
	Unidentified RateClass = "unidentified" // nobody is logged in, and whom to write to is not said
	Identified   RateClass = "identified"   // nobody is logged in, and the User-Agent says whom to write to
	Newcomer     RateClass = "newcomer"     // an account with few edits, or young, or of which that is not known
	Established  RateClass = "established"  // an account that is neither
	BotAccount   RateClass = "bot"          // an account with the right of bots
	SetByUser    RateClass = "set"          // the user has said how many
)

// Rate is how many requests of all kinds together, reads included, a wiki takes from an
// account. The zero value is that of a wiki that counts none.
type Rate struct {
	Class     RateClass
	PerMinute int // requests a minute of the whole account; 0: they are not counted
	InFlight  int // requests at a time of this process; 0: as many as there are
	// Shares is of how many processes this is one: it has that part of PerMinute, and of
	// each [RateLimit]. 0 is 1.
	Shares int
	// Raise says what would give the account a higher class, as an order in a sentence; ""
	// where nothing is known that would.
	Raise string
}

// Of a limit nothing is left only in theory: what goes out evenly arrives unevenly, and another
// process of the account may just have ended. So in no minute more than spent and burst of it
// together go out.
const (
	spent = 0.96
	burst = 50 // the part of a minute's requests that may go out at once
)

// Every is how far apart requests go out on average; 0: they are not counted.
func (r Rate) Every() time.Duration {
	if r.PerMinute <= 0 {
		return 0
	}
	return time.Duration(float64(time.Minute) * float64(max(r.Shares, 1)) / (spent * float64(r.PerMinute)))
}

// Burst is how many requests go out at once after a silence, at least 1.
func (r Rate) Burst() int { return max(1, r.PerMinute/max(r.Shares, 1)/burst) }

// Time is how long so many requests take at least.
func (r Rate) Time(requests int) time.Duration {
	return time.Duration(max(requests-r.Burst(), 0)) * r.Every()
}

// Share is the part of the limit that one of so many processes has.
func (l RateLimit) Share(shares int) RateLimit {
	switch {
	case shares <= 1 || l.Hits <= 0:
	case l.Hits < shares:
		l.Per, l.Hits = l.Per*time.Duration(shares)/time.Duration(l.Hits), 1
	default:
		l.Hits /= shares
	}
	return l
}

// Hits is how often a wiki counts an action against the limit of another, or of itself. Where
// both is set, as [Site.UploadsAreEdits] says, an upload and a move are counted as edits, too,
// and an edit that changes something is counted twice (facts §2, §13.1.6).
func Hits(action, limit string, both bool) int {
	switch {
	case limit == "edit" && both && action == "edit":
		return 2
	case limit == action && action != "", limit == "edit" && both && (action == "upload" || action == "move"):
		return 1
	}
	return 0
}
