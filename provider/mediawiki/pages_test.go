package mediawiki

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"wikiform/provider"
)

// slowly answers questions about titles, each after as many seconds as its first title says,
// and tells how many are under way.
type slowly struct {
	now, most atomic.Int32
}

func (s *slowly) answer(q asked) any {
	if !q.Has("titles") {
		return nil
	}
	n := s.now.Add(1)
	defer s.now.Add(-1)
	if n > s.most.Load() {
		s.most.Store(n)
	}
	titles := strings.Split(q.Get("titles"), "|")
	var wait int
	fmt.Sscanf(titles[0], "File:%d", &wait)
	if wait < 0 {
		return json.RawMessage(`{"errors":[{"code":"badvalue","text":"No."}]}`)
	}
	select {
	case <-time.After(time.Duration(wait) * time.Second):
	case <-q.HTTP.Context().Done():
		return q.HTTP.Context().Err()
	}
	var pages []obj
	for _, t := range titles {
		pages = append(pages, obj{"title": t, "ns": 6, "missing": true})
	}
	return obj{"query": obj{"pages": pages}}
}

// While one answer is taken in the wiki works at the next, and no more than that; what is
// taken in comes in the order in which it was asked for.
func TestTwoBatchesAtOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		waits []int // of batches, in seconds; -1: it fails
		took  time.Duration
		taken int
	}{
		{[]int{2, 2, 2, 2}, 4 * time.Second, 4},
		{[]int{5, 1, 1, 1}, 6 * time.Second, 4},
		{[]int{1}, time.Second, 1},
		{nil, 0, 0},
		{[]int{1, -1, 9, 9}, 0, 0},
		{[]int{-1, 9}, 0, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &slowly{}
			client := dialWire(t, &wire{answer: s.answer, atOnce: true})
			var titles, took []provider.Title
			for i, wait := range c.waits {
				titles = append(titles, provider.Title(fmt.Sprintf("%d %d.png", wait, i)), provider.Title(fmt.Sprintf("other %d.png", i)))
			}
			began := time.Now()
			err := client.pages(context.Background(), titles, 2, request{params: url.Values{"prop": {"info"}}}, func(t provider.Title, _ page) error {
				took = append(took, t)
				return nil
			})
			switch fails := slices.Contains(c.waits, -1); {
			case fails && (err == nil || !strings.Contains(err.Error(), "No.")):
				t.Errorf("%v: %v", c.waits, err)
			case !fails && (err != nil || !slices.Equal(took, titles)):
				t.Errorf("%v: %v, took %v", c.waits, err, took)
			case len(took) != 2*c.taken:
				t.Errorf("%v: took %v", c.waits, took)
			}
			if d := time.Since(began); d != c.took {
				t.Errorf("%v: took %s, want %s", c.waits, d, c.took)
			}
			if most := s.most.Load(); int(most) > batchesAtOnce {
				t.Errorf("%v: %d at once", c.waits, most)
			}
		})
	}
}
