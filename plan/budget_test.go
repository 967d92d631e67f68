package plan

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

func TestSpend(t *testing.T) {
	t.Parallel()
	p := &Plan{}
	for range 300 {
		p.Changes = append(p.Changes,
			Change{Steps: []Step{Upload{Content: Content{Digest: provider.Digest{Size: 9}}}, SetText{}}},
			Change{Steps: []Step{Moving{Via: "Passing.png"}}},
			Change{Steps: []Step{Deletion{}}})
	}
	requests, writes := p.Requests(), 300*(2+2+1)
	newcomer := provider.Rate{Class: provider.Newcomer, PerMinute: 200, InFlight: 3, Raise: "use another account"}
	account := provider.Account{Name: "A", Limits: []provider.RateLimit{{Action: "edit", Hits: 30, Per: time.Minute}}}
	for name, c := range map[string]struct {
		rate    provider.Rate
		account provider.Account
		time    time.Duration
		says    []string // parts of it
	}{
		"not known to count": {time: 0},
		"by requests":        {rate: newcomer, time: newcomer.Time(requests), says: []string{" reads and 1,500 writes. The wiki takes 200 requests a minute, reads included, from a new account (class newcomer): about ", ". To be faster, use another account."}},
		"by edits":           {rate: newcomer, account: account, time: 300 * (1 + 2 + 2) * time.Minute / 30, says: []string{"about 50 min"}},
		"a share": {rate: provider.Rate{Class: provider.SetByUser, PerMinute: 200, Shares: 4},
			time: provider.Rate{PerMinute: 200, Shares: 4}.Time(requests), says: []string{", as requests_per_minute says, of which one in 4 is this process's: about "}},
		"a share of edits": {rate: provider.Rate{Class: provider.BotAccount, Shares: 9}, account: account, time: 300 * 5 * time.Minute / 3},
		"nothing bounds it": {rate: provider.Rate{Class: provider.BotAccount, InFlight: 3},
			says: []string{"The wiki does not count the requests of an account with the right of bots (class bot)."}},
	} {
		got := p.Spend(provider.Site{}, c.account, c.rate)
		want := Budget{Rate: c.rate, Reads: requests - writes, Writes: writes, Time: (c.time + time.Second - 1).Truncate(time.Second)}
		if c.rate.Class == provider.Uncounted {
			want = Budget{}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
		for _, part := range c.says {
			if !strings.Contains(got.String(), part) {
				t.Errorf("%s: %q does not say %q", name, got, part)
			}
		}
	}
}
