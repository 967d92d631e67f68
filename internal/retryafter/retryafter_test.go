package retryafter

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestParse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // at midnight UTC on 2000-01-01
		for value, want := range map[string]time.Duration{
			"": 0, "0": 0, "20": 20 * time.Second, "-5": 0, "x": 0, "1.5": 0, "99999999999999": 0,
			"Sat, 01 Jan 2000 00:00:30 GMT":    30 * time.Second,
			"Saturday, 01-Jan-00 00:00:30 GMT": 30 * time.Second,
			"Fri, 31 Dec 1999 23:59:59 GMT":    0,
		} {
			if got := Parse(value); got != want {
				t.Errorf("%q: %v, want %v", value, got, want)
			}
		}
	})
}
