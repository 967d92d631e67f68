package disjoint_test

import (
	"testing"

	"pgregory.net/rapid"

	"wikiform/internal/disjoint"
)

// Two elements are in one set if, and only if, a way of joins leads from one to the other.
func TestSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		element := rapid.IntRange(0, 12)
		var sets disjoint.Sets[int]
		with := map[int]map[int]bool{}
		for i := range 13 {
			with[i] = map[int]bool{i: true}
		}
		for range rapid.IntRange(0, 10).Draw(t, "joins") {
			some := rapid.SliceOfN(element, 1, 4).Draw(t, "some")
			sets.Join(some...)
			for _, e := range some {
				for a := range with[some[0]] {
					for b := range with[e] {
						with[a][b], with[b][a] = true, true
					}
				}
			}
			for changed := true; changed; { // to the closure
				changed = false
				for a := range with {
					for b := range with[a] {
						for c := range with[b] {
							changed = changed || !with[a][c]
							with[a][c] = true
						}
					}
				}
			}
		}
		for a := range with {
			for b := range with {
				if got := sets.Of(a) == sets.Of(b); got != with[a][b] {
					t.Fatalf("%d and %d in one set: %v, want %v", a, b, got, with[a][b])
				}
			}
		}
	})
}
