package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A file with a secret is read to its end, and not further than any secret goes.
func TestReadSecret(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "secret")
	for _, c := range []struct{ content, wrong string }{{"abc\n", ""}, {"", ""}, {strings.Repeat("x", mostOfSecret), ""}, {strings.Repeat("x", mostOfSecret+1), "no secret"}} {
		if err := os.WriteFile(name, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := readSecret(name)
		if c.wrong == "" && (err != nil || string(got) != c.content) || c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)) {
			t.Errorf("%d bytes: got %d, %v", len(c.content), len(got), err)
		}
	}
	if _, err := readSecret("/dev/zero"); err == nil {
		t.Error("what has no end is read")
	}
}
