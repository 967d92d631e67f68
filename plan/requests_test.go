package plan

import (
	"testing"

	"wikiform/provider"
	"wikiform/spec"
)

func TestRequests(t *testing.T) {
	t.Parallel()
	sized := func(n int64) Want { return Want{Digest: provider.Digest{Size: n}} }
	for name, test := range map[string]struct {
		change Change
		want   int
	}{
		"nothing":      {Change{Action: NoOp}, 0},
		"blocked":      {Change{Action: Blocked}, 0},
		"direct":       {Change{Action: Create, Content: true, Want: sized(8 << 20)}, 3},
		"edit":         {Change{Action: Update, Edit: true}, 3},
		"both":         {Change{Action: Update, Content: true, Edit: true, Want: sized(9)}, 5},
		"three chunks": {Change{Action: Update, Content: true, Want: sized(16<<20 + 1)}, 6},
		"by URL":       {Change{Action: Create, Content: true, Want: Want{Source: spec.Source{URL: "https://a.example"}, Digest: provider.Digest{Size: 9}}}, 4},
	} {
		if got := (&Plan{Changes: []Change{test.change}}).Requests(); got != test.want {
			t.Errorf("%s: %d requests, want %d", name, got, test.want)
		}
	}
}
