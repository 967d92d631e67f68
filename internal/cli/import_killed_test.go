package cli_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// killer stands before a wiki and kills a process that sends one request too many: before
// it is answered, or in the middle of its answer.
type killer struct {
	to      http.Handler
	mu      sync.Mutex
	seen    int
	at      int // the request that is one too many; 0: none is
	partly  bool
	process *os.Process
}

func (k *killer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.mu.Lock()
	k.seen++
	kills, process := k.seen == k.at, k.process
	k.mu.Unlock()
	if !kills {
		k.to.ServeHTTP(w, r)
		return
	}
	if k.partly {
		answer := httptest.NewRecorder()
		k.to.ServeHTTP(answer, r)
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes()[:answer.Body.Len()/2])
		_ = http.NewResponseController(w).Flush()
	}
	_ = process.Kill()
	panic(http.ErrAbortHandler)
}

// arm has the next process killed, and gives the function that says which it is.
func (k *killer) arm(at int, partly bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.seen, k.at, k.partly = 0, at, partly
}

// TestImportKilled kills an import, as nobody can catch it, at each of its requests: while
// it logs in, asks, fetches and plans. The same command then makes the folder that an
// unbroken one makes. Package landing has the same of each change of the folder.
func TestImportKilled(t *testing.T) {
	t.Parallel()
	killImports(t, sandboxOfNames(t), 20)
}

// TestRealImportKilled is the same for a wiki that serves its contents from another address
// than the one that is killed at.
func TestRealImportKilled(t *testing.T) { killImports(t, dialRealNames(t), 6) }

func killImports(t *testing.T, w wikiOfNames, least int) {
	m := newMuseum(t, w)
	proxy, _ := newGate(t, m.api, 1<<30, true)
	k := &killer{to: proxy}
	server := httptest.NewServer(k)
	t.Cleanup(server.Close)
	m.wikiOfNames = m.at(server.URL + "/w/api.php")
	args := []string{"-prefix=" + m.stem, "-download", "-template=Information", "-allow-private-sources"}

	whole := t.TempDir()
	m.run(t, whole, 0, args...)
	requests := k.seen
	if requests < least {
		t.Fatalf("it makes %d requests", requests)
	}
	want := allIn(t, whole)
	broken := t.TempDir()
	for n := 1; n <= requests; n += stride(max(1, requests/12)) {
		for _, partly := range []bool{false, true} {
			dir := t.TempDir()
			k.arm(n, partly)
			if !m.killed(t, k, dir, args...) {
				t.Errorf("it was not killed at request %d", n)
			}
			if partly {
				// Another one breaks a few requests later.
				k.arm(n+4, partly)
				m.killed(t, k, dir, args...)
			}
			if half := allIn(t, dir); half["x.wiki.hcl"] != "" {
				for name := range want {
					if _, there := half[name]; !there {
						t.Errorf("killed at request %d: the manifest is there, and %s is not", n, name)
					}
				}
			}
			k.arm(0, false)
			m.run(t, dir, 0, args...)
			if diff := cmp.Diff(want, allIn(t, dir)); diff != "" {
				t.Fatalf("killed at request %d of %d, partly answered: %v (-want +got):\n%s", n, requests, partly, diff)
			}
		}
		// And one folder in which one run after the other breaks.
		k.arm(n, true)
		m.killed(t, k, broken, args...)
	}
	k.arm(0, false)
	m.run(t, broken, 0, args...)
	if diff := cmp.Diff(want, allIn(t, broken)); diff != "" {
		t.Errorf("killed again and again (-want +got):\n%s", diff)
	}
}

// killed runs the command in a process of its own, which may end in any way, and tells
// whether it was killed.
func (m *museum) killed(t *testing.T, k *killer, dir string, args ...string) bool {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "wikiform", append([]string{"import", "-out=x", "-api=" + m.api, "-chdir=" + dir}, args...)...)
	for name, value := range m.credentials(t) {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	k.mu.Lock()
	check(t, cmd.Start())
	k.process = cmd.Process
	k.mu.Unlock()
	err := cmd.Wait()
	if err != nil && !strings.Contains(err.Error(), "killed") {
		t.Fatalf("%v\n%s", err, out.String())
	}
	return err != nil
}
