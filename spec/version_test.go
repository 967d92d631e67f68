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
		{"2.0.0", "~> 1", true},
		{"0.9.0", "~> 1", false},
		{"1.2.3", ">= 1.2.2.9", true},
		{"0.4.0-dev", ">= 0.4", true},
		{"0.4.0-rc1", "< 0.4", false},
		{"0.4.0-rc1", "~> 0.4.0", true},
		{"v0.4.0+build", ">= 0.4", true},
		{"(devel)", "> 99", true},
		{"", "> 99", true},
	} {
		if got, err := satisfies(c.version, c.constraint); err != nil || got != c.want {
			t.Errorf("satisfies(%q, %q) = %v, %v; want %v", c.version, c.constraint, got, err, c.want)
		}
	}
	for constraint, want := range map[string]string{
		"":                       `"" is no version`,
		"latest":                 `"latest" is no version`,
		"=> 1":                   `"=>" is no operator`,
		">= 1, ":                 `"" is no version`,
		">= 1.x":                 `"1.x" is no version`,
		"~> -1":                  `"-1" is no version`,
		"> 9, < 2.0.0-rc1":       `"2.0.0-rc1" is a pre-release, which counts as the release 2.0.0: ask for that`,
		"2.0beta":                `"2.0beta" is a pre-release, which counts as the release 2.0.0: ask for that`,
		"> 99999999999999999999": `"99999999999999999999" is no version`,
	} {
		if ok, err := satisfies("1.0.0", constraint); err == nil || err.Error() != want {
			t.Errorf("satisfies(%q) = %v, %v; want %s", constraint, ok, err, want)
		}
	}
}
