package cli

import (
	"strings"
	"testing"

	"wikiform/spec"
)

// On Wikimedia's wikis shards gain nothing, and the plan of each says so.
func TestShardsOfWikimedia(t *testing.T) {
	t.Parallel()
	for api, want := range map[string]bool{"https://commons.wikimedia.org/w/api.php": true, "https://wiki.example.org/w/api.php": false} {
		notes := gainless(spec.Wiki{Name: "w", API: api})
		if got := strings.Contains(strings.Join(notes, "\n"), "gain nothing"); got != want {
			t.Errorf("%s: %v", api, notes)
		}
	}
}
