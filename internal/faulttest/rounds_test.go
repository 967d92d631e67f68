package faulttest

import (
	"os"
	"strconv"
	"testing"
	"time"
)

// rounds says how often rapid is asked for its number of checks.
type rounds struct {
	t     *testing.T
	began time.Time
	drawn int
	most  int           // schedules; 0: no bound
	span  time.Duration // 0: one round
}

// amount reads how much is to be drawn. WIKIFORM_TEST_SCHEDULES is a number of
// schedules, WIKIFORM_TEST_LONG=1 is as many as fit five minutes.
func amount(t *testing.T) *rounds {
	r := &rounds{t: t, began: time.Now()}
	if n := os.Getenv("WIKIFORM_TEST_SCHEDULES"); n != "" {
		var err error
		if r.most, err = strconv.Atoi(n); err != nil || r.most < 1 {
			t.Fatalf("WIKIFORM_TEST_SCHEDULES=%q is no number of schedules", n)
		}
	} else if os.Getenv("WIKIFORM_TEST_LONG") == "1" {
		r.span = 5 * time.Minute
	}
	return r
}

func (r *rounds) count() { r.drawn++ }

func (r *rounds) more() bool {
	switch {
	case r.drawn == 0, r.drawn < r.most, r.span > 0 && time.Since(r.began) < r.span:
		return true
	}
	r.t.Logf("%d schedules in %v", r.drawn, time.Since(r.began).Round(time.Millisecond))
	return false
}
