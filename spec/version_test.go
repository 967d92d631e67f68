package spec

import "testing"

func TestSatisfies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		version, constraint string
		want                bool
	}{
		{"0.3.0", ">= 0.1", true},
		{"0.3.0", ">=0.3.0,<0.4", true},
		{"0.3.0", "0.3", true},
		{"0.3.0", "= 0.3.1", false},
		{"0.3.0", "!= 0.3.0", false},
		{"1.10.0", "> 1.9", true},
		{"1.2.9", "~> 1.2.3", true},
		{"1.3.0", "~> 1.2.3", false},
		{"1.2.2", "~> 1.2.3", false},
		{"1.9.0", "~> 1.2", true},
		{"2.0.0", "~> 1.2", false},
		{"2.0.0", "<= 1, >= 3", false},
		{"0.4.0-dev", ">= 0.4", true},
		{"v0.4.0+build", ">= 0.4", true},
		{"(devel)", "> 99", true},
		{"", "> 99", true},
	} {
		if got, err := satisfies(c.version, c.constraint); err != nil || got != c.want {
			t.Errorf("satisfies(%q, %q) = %v, %v; want %v", c.version, c.constraint, got, err, c.want)
		}
	}
	for _, constraint := range []string{"", "latest", "=> 1", ">= 1, ", ">= 1.x", "~> -1"} {
		if ok, err := satisfies("1.0.0", constraint); err == nil {
			t.Errorf("satisfies(%q) = %v, want an error", constraint, ok)
		}
	}
}
