package cli

import (
	"testing"

	"wikiform/provider"
)

func TestReading(t *testing.T) {
	t.Parallel()
	newcomer := provider.Rate{Class: provider.Newcomer, PerMinute: 200, Raise: "use another account"}
	for name, c := range map[string]struct {
		titles, reads int
		rate          provider.Rate
		want          string
	}{
		"nobody counts": {1_000_000, 20_000, provider.Rate{}, ""},
		"short":         {4_000, 80, newcomer, ""},
		"half a minute": {5_000, 100, newcomer, "Looking at 5,000 titles takes at least 100 reads. The wiki takes 200 requests a minute, reads included, from a new account (class newcomer): about 30 s."},
		"long":          {20_000, 400, newcomer, "Looking at 20,000 titles takes at least 400 reads. The wiki takes 200 requests a minute, reads included, from a new account (class newcomer): about 2 min. To be faster, use another account."},
		"a bot":         {1_000_000, 20_000, provider.Rate{Class: provider.BotAccount, InFlight: 3}, ""},
	} {
		if got := reading(c.titles, c.reads, c.rate); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
}
