package reconcile_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// What git has taken in of a wiki is a fact about that one only.
func TestPulledIsKnown(t *testing.T) {
	t.Parallel()
	f := newFolder(t, two)
	f.write(".wikiform.lock.hcl", `
description "first" "A.png" {
  revision = 7
}
description "second" "A.png" {
  revision = 9
}
`)
	p := f.open()
	for name, want := range map[string]map[provider.Title]int64{"first": {"A.png": 7}, "second": {"A.png": 9}, "": nil} {
		if diff := cmp.Diff(want, p.Facts(target(t, p, name, newWiki(t), us)).Pulled); diff != "" {
			t.Errorf("%q (-want +got):\n%s", name, diff)
		}
	}
}
