//go:build unix

package cli_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"wikiform/internal/statedir"
)

// Whoever reads what a run says may go away, as head and a pager do: the run goes on, and its
// receipt has an end.
func TestReaderGoesAway(t *testing.T) {
	t.Parallel()
	read, written, err := os.Pipe()
	check(t, err)
	run := newWatchedRun(t, "", once(uploads, func(*watchedRun, *http.Request) { read.Close() }))
	cmd := exec.CommandContext(t.Context(), "wikiform", "apply", "-auto-approve", "-parallelism=1", "-chdir="+run.dir)
	for name, value := range run.w.credentials(t) {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.Stdout, cmd.Stderr = written, written
	check(t, cmd.Start())
	written.Close()
	run.process = cmd.Process
	close(run.started)
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 1 { // what it says of the end did not arrive
		t.Errorf("it ended with %v", cmd.ProcessState)
	}
	found, err := filepath.Glob(filepath.Join(run.dir, statedir.Name, "receipts", "*.json"))
	check(t, err)
	if len(found) != 1 {
		t.Fatalf("receipts: %q", found)
	}
	receipt, err := os.ReadFile(found[0])
	check(t, err)
	for _, want := range []string{`"File:A.svg"`, `"File:B.svg"`, `"File:C.svg"`, `"outcome":"complete"`} {
		if !strings.Contains(string(receipt), want) {
			t.Errorf("the receipt does not have %s:\n%s", want, receipt)
		}
	}
}
