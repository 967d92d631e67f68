//go:build unix

package cli_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wikiform/internal/statedir"
)

// Two runs in one directory wait for each other, be it that nothing is uploaded: else both
// would take the same writes for theirs.
func TestRunsWaitThatUploadNothing(t *testing.T) {
	t.Parallel()
	run := newWatchedRun(t, "", nil)
	if code := run.run(t, "apply", "-auto-approve"); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	manifest := filepath.Join(run.dir, "main.wiki.hcl")
	text, err := os.ReadFile(manifest)
	check(t, err)
	putFile(t, manifest, strings.ReplaceAll(string(text), "Some text", "Other text"))

	unlock, err := statedir.In(run.dir).Lock(t.Context(), t.Logf)
	check(t, err)
	run.err = newSaid()
	ended, stop := context.WithCancel(t.Context())
	go func() {
		asked, _ := http.NewRequestWithContext(ended, http.MethodGet, "/", nil)
		run.err.await(asked, "Another run of wikiform works in this directory")
		unlock()
	}()
	code := run.run(t, "apply", "-auto-approve")
	stop()
	said := run.err.String()
	waited, wrote := strings.Index(said, "Another run of wikiform works in this directory"), strings.Index(said, "description changed")
	if code != 0 || waited < 0 || wrote < waited {
		t.Errorf("exit code %d:\n%s", code, said)
	}
}
