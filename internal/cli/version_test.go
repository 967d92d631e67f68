package cli

import (
	"runtime/debug"
	"testing"
)

func TestCommitOf(t *testing.T) {
	t.Parallel()
	const id = "0123456789abcdef0123456789abcdef01234567"
	checkout := []debug.BuildSetting{{Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: id}, {Key: "vcs.modified", Value: "false"}}
	changed := append(checkout[:2:2], debug.BuildSetting{Key: "vcs.modified", Value: "true"})
	for _, c := range []struct {
		name   string
		linked string
		noted  []debug.BuildSetting
		want   string
	}{
		{"nobody knows", "", nil, ""},
		{"a checkout", "", checkout, "0123456789ab"},
		{"a checkout with changes", "", changed, "0123456789ab with changes"},
		{"the linker was told", "fedcba9876543210", nil, "fedcba987654"},
		{"the linker was told, in another checkout", "fedcba9876543210", changed, "fedcba987654"},
		{"a short one", "abc", nil, "abc"},
	} {
		if got := commitOf(c.linked, c.noted); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
