package main

import (
	"os"
	"path/filepath"
	"testing"
)

// Ratios are of rounds, and the first tool of a case is what others are compared with,
// wherever its notes stand among those of other cases.
func TestFigures(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "bench.tsv")
	notes := "b\tbare\t2\t1\t10\t3\nb\twikiform\t3\t1\t20\t5\na\tbare\t9\t1\t1\t1\nb\tbare\t4\t1\t10\t3\nb\twikiform\t4\t1\t30\t5\n"
	if err := os.WriteFile(name, []byte(notes), 0o666); err != nil {
		t.Fatal(err)
	}
	all, err := figures(name)
	if err != nil || len(all) != 3 || all[0].what != "a" || all[1].tool != "bare" || all[2].tool != "wikiform" {
		t.Fatalf("%v, %v", all, err)
	}
	ours := all[2]
	if len(ours.ratios) != 2 || ours.ratios[0] != 1.5 || ours.ratios[1] != 1 {
		t.Errorf("ratios %v, want 1.5 and 1", ours.ratios)
	}
	if peak := ours.median(func(t taken) float64 { return t.peak }); peak != 25 {
		t.Errorf("median of 20 and 30: %v", peak)
	}
	for _, bad := range []string{"a\tb\n", "a\tb\t1\t1\t1\tmany\n"} {
		os.WriteFile(name, []byte(bad), 0o666)
		if _, err := figures(name); err == nil {
			t.Errorf("%q is taken for a note", bad)
		}
	}
}
