package mediawiki

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wikiform/provider"
)

// Two that have lost their session wait for one login. Who logs in needs a place among the
// requests under way, and whoever has that waits for no login that cannot begin.
func TestLoginNeedsNoPlaceOfWhoWaitsForIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		logins, flying, most := 0, 0, 0
		w := &wire{atOnce: true, answer: func(q asked) any {
			mu.Lock()
			if q.Get("action") == "login" {
				logins++
			}
			flying++
			most = max(most, flying)
			mu.Unlock()
			time.Sleep(time.Second)
			mu.Lock()
			defer mu.Unlock()
			flying--
			switch {
			case q.Get("action") == "login":
				return page200{200, map[string][]string{"Content-Type": {"application/json"}, "Set-Cookie": {"new=1"}}, `{"login":{"result":"Success"}}`}
			case q.Get("meta") != "tokens" && !strings.Contains(q.Header.Get("Cookie"), "new=1"):
				return coded("assertuserfailed", "You are no longer logged in.")
			}
			return nil
		}}
		c := dialWire(t, w)
		c.pace = newPacer(provider.Rate{InFlight: 1}, nil, false) // as each of several shards has it
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		entered := make(chan struct{})
		var all sync.WaitGroup
		all.Go(func() { // it is sent away, and goes to log in when the other one has the place
			var out queryAnswer
			if err := c.call(ctx, request{
				op: "query", params: map[string][]string{"action": {"query"}, "meta": {"siteinfo"}},
				ends: func(*fault) bool {
					select {
					case <-entered:
					case <-ctx.Done():
					}
					return false
				},
			}, &out); err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		all.Go(func() { // it has waited for its place, so that it looks once more
			var out queryAnswer
			if err := c.call(ctx, request{
				op: "delete", params: map[string][]string{"action": {"delete"}}, post: true, write: true, unguarded: true,
				tookEffect: func(ctx context.Context) (bool, error) {
					close(entered)
					time.Sleep(time.Second)
					return false, ask(ctx, c, nil)
				},
			}, &out); err != nil {
				t.Error(err)
			}
		})
		all.Wait()
		if logins != 1 || most != 1 {
			t.Errorf("logged in %d times, and %d requests were under way at a time", logins, most)
		}
	})
}
