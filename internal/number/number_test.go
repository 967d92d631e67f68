package number

import (
	"math"
	"testing"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		Of(0, "file"):          "0 files",
		Of(1, "file"):          "1 file",
		Of(999, "file"):        "999 files",
		Of(1204, "file"):       "1,204 files",
		Grouped(100):           "100",
		Grouped(-100):          "-100",
		Grouped(-1000):         "-1,000",
		Grouped(1234567):       "1,234,567",
		Grouped(math.MinInt64): "-9,223,372,036,854,775,808",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
