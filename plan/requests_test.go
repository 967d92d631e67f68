package plan

import (
	"testing"

	"wikiform/provider"
	"wikiform/spec"
)

func TestRequests(t *testing.T) {
	t.Parallel()
	sized := func(n int64) Upload { return Upload{Content: Content{Digest: provider.Digest{Size: n}}} }
	byURL := Upload{Content: Content{Source: spec.Source{URL: "https://a.example"}, Digest: provider.Digest{Size: 9}}}
	for name, test := range map[string]struct {
		change Change
		want   int
	}{
		"nothing":      {Change{}, 0},
		"blocked":      {Change{Verdict: VerdictBlocked}, 0},
		"direct":       {Change{Steps: []Step{sized(8 << 20)}}, 3},
		"edit":         {Change{Steps: []Step{SetText{}}}, 3},
		"both":         {Change{Steps: []Step{sized(9), SetText{}}}, 5},
		"three chunks": {Change{Steps: []Step{sized(16<<20 + 1)}}, 6},
		"by URL":       {Change{Steps: []Step{byURL}}, 4},
	} {
		if got := (&Plan{Changes: []Change{test.change}}).Requests(); got != test.want {
			t.Errorf("%s: %d requests, want %d", name, got, test.want)
		}
	}
}
