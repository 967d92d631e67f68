//go:build unix

package cli_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// documented are the lines of docs/plan-format.md for who keeps no plan: the
// reviewer knows a digest, and the list is handed on.
type documented struct{}

func (documented) lines(t *testing.T) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "docs", "plan-format.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(b), "\n## Without the file\n")
	lines := regexp.MustCompile(`(?m)^    (wikiform .*)$`).FindAllString(section, -1)
	if len(lines) != 2 {
		t.Fatalf("the documentation has the lines %q", lines)
	}
	return lines
}

func (d documented) plan(t *testing.T, w *ciWorld) (int, string) {
	dir := w.checkout(t)
	code, out := w.bash(t, filepath.Join(dir, "wiki"), d.lines(t)[0], nil, "-e")
	list, err := os.ReadFile(filepath.Join(dir, "wiki", "reviewed.digests"))
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	keepFile(t, d.kept(w), string(list))
	keepFile(t, filepath.Join(w.forge, "digest"), fmt.Sprintf("sha256:%x", sha256.Sum256(list)))
	return code, out
}

func (d documented) apply(t *testing.T, w *ciWorld) (int, string) {
	dir := w.checkout(t)
	if list, err := os.ReadFile(d.kept(w)); err == nil {
		keepFile(t, filepath.Join(dir, "wiki", "reviewed.digests"), string(list))
	}
	digest, err := os.ReadFile(filepath.Join(w.forge, "digest"))
	if err != nil {
		t.Fatal(err)
	}
	env := d.credentials(w)
	env["DIGEST"] = string(digest)
	return w.bash(t, filepath.Join(dir, "wiki"), d.lines(t)[1], env, "-e")
}

func (documented) kept(w *ciWorld) string { return filepath.Join(w.forge, "reviewed.digests") }

func (documented) credentials(w *ciWorld) map[string]string { return gitLab{}.credentials(w) }
