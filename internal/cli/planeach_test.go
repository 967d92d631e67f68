package cli

import (
	"slices"
	"testing"
)

func TestOfWiki(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"":                     "",
		"release.wikiplan":     "release-staging.wikiplan",
		"out.d/plan":           "out.d/plan-staging",
		"../a.b/plan.md":       "../a.b/plan-staging.md",
		"release-1.2.wikiplan": "release-1.2-staging.wikiplan",
		".wikiplan":            ".wikiplan-staging",
		"/tmp/x.tar.gz":        "/tmp/x.tar-staging.gz",
	} {
		if got := ofWiki(file, "staging"); got != want {
			t.Errorf("%s: %s", file, got)
		}
	}
}

// A directory is named by its wiki however it is written.
func TestDirectoryOfWiki(t *testing.T) {
	t.Parallel()
	for dir, want := range map[string]string{
		"sheets": "sheets-staging", "sheets/": "sheets-staging", "./plan.sheets//": "plan-staging.sheets", "out/../x/.": "x-staging",
	} {
		o := &planOptions{}
		o.review.reports = reports{{formatSheets, dir}, {"markdown", "plan.md"}}
		want := reports{{formatSheets, want}, {"markdown", "plan-staging.md"}}
		if got := o.forWiki("staging").review.reports; !slices.Equal(got, want) {
			t.Errorf("%s: %v", dir, got)
		}
	}
}

func TestMoreSerious(t *testing.T) {
	t.Parallel()
	order := []int{exitOK, exitPending, exitCheck, exitError}
	for i, a := range order {
		for j, b := range order {
			if got := moreSerious(a, b); got != order[max(i, j)] {
				t.Errorf("%d and %d: %d", a, b, got)
			}
		}
	}
}
