package mediawiki

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"wikiform/provider"
)

type userInfo struct {
	ID         int64
	Name       string
	Anon       bool
	Rights     []string
	RateLimits rateLimits
	// What follows is of an account alone; an old one has no date.
	EditCount        figure
	RegistrationDate moment
	BlockID          int64
	BlockedBy        string
	BlockReason      string
	BlockExpiry      string
	BlockPartial     bool
}

func (a queryAnswer) account() provider.Account {
	u := a.Query.UserInfo
	if u.Anon || u.ID == 0 {
		return provider.Account{}
	}
	acc := provider.Account{Name: clip(u.Name), Rights: clipped(u.Rights), Edits: int64(u.EditCount), Registered: time.Time(u.RegistrationDate)}
	if !acc.Can("noratelimit") {
		acc.Limits = u.RateLimits
	}
	if u.BlockID != 0 && !u.BlockPartial {
		acc.Block = &provider.Block{By: clip(u.BlockedBy), Reason: clip(u.BlockReason), Expiry: clip(u.BlockExpiry)}
	}
	return acc
}

// moment is a time; the zero value for what is none.
type moment time.Time

// UnmarshalJSON takes whatever there is: of old accounts nobody knows when they began.
func (m *moment) UnmarshalJSON(b []byte) error {
	at, _ := time.Parse(time.RFC3339, text(b))
	*m = moment(at)
	return nil
}

// rateLimits are the account's limits, one for each action, sorted by action.
type rateLimits []provider.RateLimit

// strict are the groups whose limits hold whatever else the account is in; of
// all others MediaWiki takes the most generous.
var strict = []string{"newbie", "ip", "subnet", "anon", "ip-all", "subnet-all"}

type groupLimit struct{ Hits, Seconds int }

// longestWindow is the longest time of a limit, in seconds, for which anybody would
// wait. What is above a limit over a longer one is left for the wiki to refuse.
const longestWindow = 24 * 60 * 60

// UnmarshalJSON reads {"edit":{"user":{"hits":90,"seconds":60}}}; an account
// without limits has an empty array or object (facts §2).
func (r *rateLimits) UnmarshalJSON(b []byte) error {
	*r = nil
	var actions map[string]map[string]groupLimit
	if json.Unmarshal(b, &actions) != nil {
		return nil
	}
	for _, action := range slices.Sorted(maps.Keys(actions)) {
		if l, ok := effective(actions[action]); ok {
			if action == limitTag {
				action = limitTags
			}
			*r = append(*r, provider.RateLimit{Action: action, Hits: l.Hits, Per: time.Duration(l.Seconds) * time.Second})
		}
	}
	return nil
}

// effective is the limit that holds for an account in all of these groups.
func effective(groups map[string]groupLimit) (groupLimit, bool) {
	var firm, generous []groupLimit
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		switch l := groups[name]; {
		case l.Hits <= 0 || l.Seconds <= 0 || l.Seconds > longestWindow:
		case slices.Contains(strict, name):
			firm = append(firm, l)
		default:
			generous = append(generous, l)
		}
	}
	if len(generous) > 0 {
		firm = append(firm, slices.MaxFunc(generous, byRate))
	}
	if len(firm) == 0 {
		return groupLimit{}, false
	}
	return slices.MinFunc(firm, byRate), true
}

func byRate(a, b groupLimit) int { return cmp.Compare(a.rate(), b.rate()) }

func (l groupLimit) rate() float64 { return float64(l.Hits) / float64(l.Seconds) }
