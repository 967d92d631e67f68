package spec_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// What is told of several instances is true of each of them: another fault is told
// by itself, however alike the two look.
func TestFaultsFold(t *testing.T) {
	t.Parallel()
	titles := func(format string, n int) string {
		var list []string
		for i := range n {
			list = append(list, fmt.Sprintf("%q", fmt.Sprintf(format, string(rune('a'+i%26))+strings.Repeat("x", i/26))))
		}
		return strings.Join(list, ", ")
	}
	for _, c := range []struct {
		name, each, message string
		want                []string // the ends of the details
	}{
		{"one name each", titles("Plan %s", 40), "${each.value} is no good", []string{"is no good\n\nThis is about 40 instances, with other names in each: "}},
		{"one word each", titles("Plan %s", 40), "${upper(each.value)} is no good", append(
			slices.Repeat([]string{"is no good\n\nThis is about check.c["}, 12), "This is about 28 instances, in other words for each: ")},
		{"same words", titles("Plan %s", 40), "no good", []string{"no good\n\nThis is about 40 instances: "}},
		{"a name within a word", `"art", "part"`, "the party: ${each.value}", []string{"the party: art\n\nThis is about 2 instances, with other names"}},
	} {
		m, diags := load(map[string]string{"main.wiki.hcl": fmt.Sprintf(`
check "c" {
  for_each      = toset([%s])
  condition     = each.value == ""
  error_message = "%s"
}`, c.each, c.message)})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		if len(m.Failed) != len(c.want) {
			t.Errorf("%s: %d faults are told, want %d: %v", c.name, len(m.Failed), len(c.want), m.Failed)
			continue
		}
		for i, d := range m.Failed {
			if !strings.Contains(d.Detail, c.want[i]) {
				t.Errorf("%s: told is %q, want %q", c.name, d.Detail, c.want[i])
			}
		}
	}
}
