package spec

import (
	"testing"

	"pgregory.net/rapid"
)

func TestAddressBlock(t *testing.T) {
	t.Parallel()
	if b, key, instance := Address("file.logo").Block(); b != "file.logo" || key != "" || instance {
		t.Errorf("a file of its own: %q, %q, %v", b, key, instance)
	}
	for _, key := range []string{"", "a", `a["b"]`, `\n`, "\n", "${x}", "$${x}", "%{x", "$", `"]`, "é"} {
		if b, got, instance := instanceOf("file", "plate", key).Block(); b != "file.plate" || got != key || !instance {
			t.Errorf("key %q of %q: %q, %q, %v", key, instanceOf("file", "plate", key), b, got, instance)
		}
	}
}

func TestAddressKeepsItsKey(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.OneOf(rapid.String(), rapid.StringMatching(`[$%{}\\"nrt\[\]]{0,12}`)).Draw(t, "key")
		if _, got, _ := instanceOf("file", "plate", key).Block(); got != key {
			t.Fatalf("%q became %q", key, got)
		}
	})
}
