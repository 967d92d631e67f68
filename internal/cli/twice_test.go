package cli_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"wikiform/internal/cli"
	"wikiform/internal/term"
)

func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	us, _, _ := twoAccounts(t)
	twoAtOnce(t, us)
}

func TestRealTwoAtOnce(t *testing.T) { twoAtOnce(t, dialReal(t)) }

// twoAtOnce has two machines carry out one saved plan at the same time, of new files in
// chunks, of new versions with their texts, and of moves: both succeed, and nothing is
// there twice.
func twoAtOnce(t *testing.T, us realWiki) {
	t.Helper()
	const files = 8
	id := runID()
	machines := []string{t.TempDir(), t.TempDir()}
	title := func(i int, moved bool) string {
		if moved && i < 3 {
			return fmt.Sprintf("Twice %s moved %d.svg", id, i)
		}
		return fmt.Sprintf("Twice %s %d.svg", id, i)
	}
	declare := func(version string, moved bool) {
		var hcl strings.Builder
		for i := range files {
			fmt.Fprintf(&hcl, "file \"f%d\" {\n  source = \"%d.svg\"\n  title = %q\n  description = %q\n}\n", i, i, title(i, moved), "The "+version+" text.")
			if from, to := title(i, false), title(i, moved); from != to {
				fmt.Fprintf(&hcl, "moved {\n  from = %q\n  to = %q\n}\n", from, to)
			}
			for _, dir := range machines {
				putFile(t, filepath.Join(dir, fmt.Sprintf("%d.svg", i)), picture(fmt.Sprint(id, i, version, strings.Repeat(" ", 3000))))
			}
		}
		for _, dir := range machines {
			putFile(t, filepath.Join(dir, "main.wiki.hcl"), hcl.String())
			us.block(t, dir)
		}
	}
	for nth, step := range []struct {
		version string
		moved   bool
	}{{"first", false}, {"second", false}, {"second", true}} {
		declare(step.version, step.moved)
		saved := filepath.Join(machines[0], "p.wikiplan")
		us.run(t, machines[0], 0, "plan", "-force-limits=test", "-out="+saved)
		var both sync.WaitGroup
		for _, dir := range machines {
			both.Go(func() {
				var out bytes.Buffer
				code := cli.Main([]string{"apply", "-chdir=" + dir, "-chunk-size=1KiB", "-parallelism=2", saved},
					term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: us.env})
				if code != 0 {
					t.Errorf("step %d: exit code %d\n%s", nth, code, out.String())
				}
			})
		}
		both.Wait()
		us.run(t, machines[1], 0, "plan", "-detailed-exitcode")
		for i := range files {
			if n := len(us.sha1s(t, title(i, step.moved))); n != min(nth+1, 2) {
				t.Errorf("step %d: %s has %d versions", nth, title(i, step.moved), n)
			}
		}
	}
}
