package mediawiki

import (
	"testing"
	"time"

	"wikiform/provider"
)

// Content that an upload meets is told as found unless it may be of that upload.
func TestFound(t *testing.T) {
	began := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		user  string
		after time.Duration
		want  bool
	}{
		"ours, before":           {"Bot", -time.Hour, true},
		"ours, meanwhile":        {"Bot", time.Second, false},
		"ours, by a slow clock":  {"Bot", -5 * time.Second, false},
		"others', before":        {"Anna", -time.Hour, true},
		"others', meanwhile":     {"Anna", time.Second, true},
		"a hidden user's":        {"", time.Second, false},
		"a hidden user's before": {"", -time.Hour, true},
	} {
		told := false
		u := transfer{Upload: provider.Upload{Found: func() { told = true }}, began: began}
		client := &Client{account: provider.Account{Name: "Bot"}}
		client.found(u, &provider.Version{User: c.user, Time: began.Add(c.after)})
		if told != c.want {
			t.Errorf("%s: told %v, want %v", name, told, c.want)
		}
	}
}
