package spec

import (
	"strings"
	"testing"
)

// A cell with several lines is one cell, in the header too.
func TestCellsIn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"":                               0,
		"a,b\n":                          3,
		"a,b\n1,2\n":                     6,
		"a,b\n1,\"2\n\n,\"\"x\"\"\n\"\n": 6,
		"\"a\nb\",c,\"d,\"\n1,2,3\n":     8,
		"a\n" + strings.Repeat("1\n", 9): 20,
	} {
		if got := cellsIn(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

func TestFits(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a,b\n1,2\n":                             "",
		"a,b\n1," + strings.Repeat("x", maxText): "has more than 16 MiB",
		strings.Repeat(",", 999) + "\n" + strings.Repeat("1,2\n", 1000):       "has more than 1,000,000 cells",
		strings.Repeat(",", 99) + "\n\"" + strings.Repeat("\n", 1e6) + "\"\n": "",
	} {
		if got := TableFits(text); (got == nil) != (want == "") || got != nil && got.Error() != want {
			t.Errorf("%.20q: %v, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"file \"a\" {}\n":                    "",
		strings.Repeat(" ", maxText+1):       "has more than 16 MiB",
		strings.Repeat("a ", maxWords) + "b": "has more than 600,000 words and signs",
	} {
		if got := SourceFits(text); (got == nil) != (want == "") || got != nil && got.Error() != want {
			t.Errorf("%.20q: %v, want %q", text, got, want)
		}
	}
}
