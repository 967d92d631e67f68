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

func TestBytes(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{
		0: "0 bytes", 1: "1 byte", 1023: "1023 bytes", 1024: "1.0 KiB", 12595: "12.3 KiB",
		1<<20 - 30: "1.0 MiB", 1 << 20: "1.0 MiB", 1932735283: "1.8 GiB", 1<<63 - 1: "8.0 EiB",
	} {
		if got := Bytes(n); got != want {
			t.Errorf("Bytes(%d) = %q, want %q", n, got, want)
		}
	}
}
