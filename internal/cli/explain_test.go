package cli

import (
	"maps"
	"slices"
	"strconv"
	"testing"

	"wikiform/internal/explain"
)

// TestExitCodesAreExplained: every exit code that a help has.
func TestExitCodesAreExplained(t *testing.T) {
	t.Parallel()
	codes := slices.Collect(maps.Keys(exitHelp))
	for _, code := range append(codes, exitSignal+15) {
		if len(explain.Find(strconv.Itoa(code))) != 1 {
			t.Errorf("exit code %d is not explained", code)
		}
	}
}
