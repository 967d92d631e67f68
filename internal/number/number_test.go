package number

import (
	"math"
	"testing"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		Of(0, "file"):                 "0 files",
		Of(1, "file"):                 "1 file",
		Of(999, "file"):               "999 files",
		Of(1204, "file"):              "1,204 files",
		Grouped(100):                  "100",
		Grouped(-100):                 "-100",
		Grouped(-1000):                "-1,000",
		Of(int64(4096), "byte"):       "4,096 bytes",
		Grouped(1234567):              "1,234,567",
		Grouped(int64(math.MinInt64)): "-9,223,372,036,854,775,808",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestBytes(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{
		0: "0 bytes", 1: "1 byte", 1023: "1,023 bytes", 1024: "1.0 KiB", 12595: "12.3 KiB",
		1<<20 - 30: "1.0 MiB", 1 << 20: "1.0 MiB", 1932735283: "1.8 GiB", 1<<63 - 1: "8.0 EiB",
	} {
		if got := Bytes(n); got != want {
			t.Errorf("Bytes(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestApart(t *testing.T) {
	t.Parallel()
	const gib = 1 << 30
	for _, c := range []struct {
		a, b   int64
		as, bs string
	}{
		{3 * gib, 2 * gib, "3.0 GiB", "2.0 GiB"},
		{2*gib + gib/50, 2 * gib, "2.02 GiB", "2.00 GiB"},
		{2*gib + gib/500, 2 * gib, "2.002 GiB", "2.000 GiB"},
		{2*gib + 1, 2 * gib, "2,147,483,649 bytes", "2,147,483,648 bytes"},
		{2 * gib, 2 * gib, "2.0 GiB", "2.0 GiB"},
		{1025, 1024, "1.001 KiB", "1.000 KiB"},
		{1024, 1023, "1.0 KiB", "1,023 bytes"},
	} {
		if a, b := Apart(c.a, c.b); a != c.as || b != c.bs {
			t.Errorf("Apart(%d, %d) = %q, %q; want %q, %q", c.a, c.b, a, b, c.as, c.bs)
		}
	}
}
