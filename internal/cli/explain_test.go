package cli

import (
	"strconv"
	"testing"

	"wikiform/internal/explain"
)

// TestExitCodesAreExplained: every exit code that a help has.
func TestExitCodesAreExplained(t *testing.T) {
	t.Parallel()
	for code := range exitHelp {
		if len(explain.Find(strconv.Itoa(code))) != 1 {
			t.Errorf("exit code %d is not explained", code)
		}
	}
}
