package progress

import (
	"testing"
	"time"
)

func TestEstimator(t *testing.T) {
	t.Parallel()
	start := time.Unix(0, 0)
	at := func(s int) time.Time { return start.Add(time.Duration(s) * time.Second) }
	for _, c := range []struct {
		name string
		done func(second int) float64 // observed every second
		now  int
		want time.Duration // for 100 more; 0: cannot be told
	}{
		{"nothing seen", nil, 0, 0},
		{"too early", func(s int) float64 { return float64(s) * 10 }, 2, 0},
		{"steady", func(s int) float64 { return float64(s) * 10 }, 30, 10 * time.Second},
		{"stalled from the start", func(int) float64 { return 0 }, 30, 0},
		{"faster lately", func(s int) float64 { return float64(max(s-100, 0)) * 10 }, 130, 10 * time.Second},
		// 300 were done in the first 30 s, and nothing in the ten since.
		{"paused", func(s int) float64 { return float64(min(s, 30)) * 10 }, 40, 13333333333 * time.Nanosecond},
		{"taken back", func(s int) float64 { return float64(-s) }, 40, 0},
		{"hardly anything", func(s int) float64 { return float64(s) / 1e7 }, 40, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			e := newEstimator(20 * time.Second)
			if c.name == "paused" {
				e.span = time.Minute
			}
			if c.done != nil {
				for s := range c.now + 1 {
					e.observe(at(s), c.done(s))
				}
			}
			got, ok := e.left(at(c.now), 100, 0)
			if ok != (c.want != 0) || (got-c.want).Abs() > time.Millisecond {
				t.Errorf("left %v (told: %v), want %v", got, ok, c.want)
			}
			if len(e.samples) > 62 {
				t.Errorf("keeps %d samples", len(e.samples))
			}
		})
	}
}

func TestUnits(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		of(0, 0):                           "0/0 bytes",
		of(12, 1000):                       "12/1,000 bytes",
		of(1<<19, 3<<20):                   "0.5/3.0 MiB",
		of(16<<30/10, 18<<30/10):           "1.6/1.8 GiB",
		duration(840 * time.Millisecond):   "0.8s",
		duration(12900 * time.Millisecond): "12s",
		duration(130 * time.Second):        "2m10s",
		duration(84*time.Minute + 1):       "1h24m",
		seconds(900 * time.Millisecond):    "0s",
		seconds(61 * time.Second):          "1m01s",
		remaining(14 * time.Second):        "<15s",
		remaining(15 * time.Second):        "15s",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestBar(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fraction float64
		want     string
	}{
		{0, "[        ]"}, {0.5, "[===>    ]"}, {1, "[========]"}, {2, "[========]"}, {-1, "[        ]"},
	} {
		if got := bar(c.fraction, 10); got != c.want {
			t.Errorf("bar of %v is %q, want %q", c.fraction, got, c.want)
		}
	}
}
