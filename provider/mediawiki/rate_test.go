package mediawiki

import (
	"testing"
	"time"

	"wikiform/provider"
	"wikiform/provider/endpoint"
)

func TestClass(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)
	old := now.Add(-establishedAge)
	const wikimedia, contact = "https://commons.wikimedia.org/w/api.php", "wikiform/1 (mailto:a@example.org)"
	for name, c := range map[string]struct {
		api, agent string
		account    provider.Account
		set        int
		want       provider.Rate // without what would raise it
		raise      bool
	}{
		"elsewhere":       {api: "https://wiki.example.org/w/api.php", account: provider.Account{Name: "A"}, want: provider.Rate{}},
		"nobody":          {api: wikimedia, agent: "wikiform/1", want: provider.Rate{Class: provider.Unidentified, PerMinute: 10, InFlight: 3}, raise: true},
		"a contact":       {api: wikimedia, agent: contact, want: provider.Rate{Class: provider.Identified, PerMinute: 200, InFlight: 3}, raise: true},
		"young":           {api: wikimedia, agent: contact, account: provider.Account{Name: "A", Edits: 9000, Registered: old.Add(time.Hour)}, want: provider.Rate{Class: provider.Newcomer, PerMinute: 200, InFlight: 3}, raise: true},
		"few edits":       {api: wikimedia, account: provider.Account{Name: "A", Edits: 499, Registered: old}, want: provider.Rate{Class: provider.Newcomer, PerMinute: 200, InFlight: 3}, raise: true},
		"unknown age":     {api: wikimedia, account: provider.Account{Name: "A", Edits: 9000}, want: provider.Rate{Class: provider.Newcomer, PerMinute: 200, InFlight: 3}, raise: true},
		"established":     {api: wikimedia, account: provider.Account{Name: "A", Edits: 500, Registered: old}, want: provider.Rate{Class: provider.Established, PerMinute: 2000, InFlight: 3}, raise: true},
		"the flag":        {api: wikimedia, account: provider.Account{Name: "A", Rights: []string{"bot"}}, want: provider.Rate{Class: provider.BotAccount, InFlight: 3}},
		"set":             {api: wikimedia, account: provider.Account{Name: "A"}, set: 600, want: provider.Rate{Class: provider.SetByUser, PerMinute: 600, InFlight: 3}},
		"set, elsewhere":  {api: "http://127.0.0.1/api.php", set: 60, want: provider.Rate{Class: provider.SetByUser, PerMinute: 60}},
		"a wiki's own ID": {api: "https://wikimedia.org.example.org/w/api.php", want: provider.Rate{}},
	} {
		e, err := endpoint.Parse(c.api)
		if err != nil {
			t.Fatal(err)
		}
		client := &Client{api: e.URL(), wikimedia: e.Wikimedia(), agent: c.agent, perMinute: c.set, site: provider.Site{Time: now}}
		got := client.rate(c.account)
		if raise := got.Raise != ""; raise != c.raise {
			t.Errorf("%s: what would raise it is %q", name, got.Raise)
		}
		if got.Raise = ""; got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
