//go:build unix

package cli_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/provider/sandbox"
)

// ciWorld is what a pipeline runs in: a wiki, a repository and a forge.
type ciWorld struct {
	wiki  *sandbox.Wiki
	host  string // in the names of variables
	repo  string
	forge string
	gate  *cancelGate
	later atomic.Int64 // by how much the wiki's clock is ahead
}

// cancelGate lets requests through to a wiki, and at one of them kills the job as
// a forge does that was told to cancel it.
type cancelGate struct {
	wiki http.Handler

	mu    sync.Mutex
	at    func(action, body string) bool // nil: never
	after bool                           // the wiki carries the request out before
	group int                            // of the processes of the job
}

// ServeHTTP implements [http.Handler].
func (g *cancelGate) ServeHTTP(rw http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	g.mu.Lock()
	defer g.mu.Unlock()
	deadly := g.at != nil && g.at(req.URL.Query().Get("action"), string(body))
	if !deadly {
		g.wiki.ServeHTTP(rw, req)
		return
	}
	g.at = nil
	if g.after {
		g.wiki.ServeHTTP(httptest.NewRecorder(), req)
	}
	syscall.Kill(-g.group, syscall.SIGKILL)
	panic(http.ErrAbortHandler)
}

// newCIWorld has a wiki with two files, and a repository that wants one of them
// with another content and another text, the other with another text, and two
// more.
func newCIWorld(t *testing.T) *ciWorld {
	t.Helper()
	w := &ciWorld{repo: t.TempDir(), forge: t.TempDir()}
	wiki, err := sandbox.New(sandbox.Clock(func() time.Time { return time.Now().Add(time.Duration(w.later.Load())) }))
	if err != nil {
		t.Fatal(err)
	}
	w.wiki, w.gate = wiki, &cancelGate{wiki: wiki}
	server := httptest.NewServer(w.gate)
	t.Cleanup(server.Close)
	w.host = strings.NewReplacer(".", "_", ":", "_").Replace(strings.TrimPrefix(server.URL, "http://"))
	for name, content := range map[string]string{"Both.svg": picture("old"), "Text.svg": picture("text")} {
		if err := wiki.PutFile(name, []byte(content), "The old text.", "Anna"); err != nil {
			t.Fatal(err)
		}
	}
	keepFile(t, filepath.Join(w.repo, ".git", "HEAD"), "")
	keepFile(t, filepath.Join(w.repo, "wiki", "main.wiki.hcl"), fmt.Sprintf(`
wiki "museum" {
  api = "%s/w/api.php"
}

file "both" {
  source      = "both.svg"
  description = "The new text."
}

file "text" {
  source      = "text.svg"
  description = "The new text."
}

file "new" {
  source      = "new.svg"
  description = "The new text."
}

file "bare" {
  source = "bare.svg"
}
`, server.URL))
	for name, what := range map[string]string{"both": "new content", "text": "text", "new": "new", "bare": "bare"} {
		keepFile(t, filepath.Join(w.repo, "wiki", name+".svg"), picture(what))
	}
	return w
}

// checkout is a fresh copy of the repository: a job finds nothing of an earlier one.
func (w *ciWorld) checkout(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(w.repo)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// bash runs a script in dir with CI=true, in a group of processes of its own; the
// code is -1 when they were killed.
func (w *ciWorld) bash(t *testing.T, dir, script string, env map[string]string, options ...string) (code int, out string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "script.sh")
	putFile(t, file, script)
	cmd := exec.Command("bash", append(options, file)...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "CI=true", "NO_COLOR=1", forgeVariable + "=" + w.forge}
	for name, value := range env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	read, write, err := os.Pipe() // a pipe of bytes, as runners have it; a killed child may leave it open
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	cmd.Stdout, cmd.Stderr = write, write
	w.gate.mu.Lock()
	err = cmd.Start()
	if err == nil {
		w.gate.group = cmd.Process.Pid
	}
	w.gate.mu.Unlock()
	write.Close()
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(read)
	if err != nil {
		t.Fatal(err)
	}
	var failed *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(all)
}

// cancelAt has the next job be cancelled.
func (w *ciWorld) cancelAt(after bool, at func(action, body string) bool) {
	w.gate.mu.Lock()
	defer w.gate.mu.Unlock()
	w.gate.at, w.gate.after = at, after
}

// meanwhile is another user's work, a minute later.
func (w *ciWorld) meanwhile(t *testing.T, name, content string) {
	t.Helper()
	w.later.Add(int64(time.Minute))
	if err := w.wiki.PutFile(name, []byte(content), "", "Bob"); err != nil {
		t.Fatal(err)
	}
}

// fileHistory is what the wiki ever had under a title, newest first.
type fileHistory struct {
	SHA1s []provider.SHA1
	Texts []string
}

func (w *ciWorld) histories(t *testing.T) map[string]fileHistory {
	t.Helper()
	all := map[string]fileHistory{}
	for _, name := range []string{"Both.svg", "Text.svg", "New.svg", "Bare.svg"} {
		versions, err := w.wiki.Versions(name)
		if err != nil {
			t.Fatal(err)
		}
		var h fileHistory
		for _, v := range versions {
			h.SHA1s = append(h.SHA1s, v.SHA1)
		}
		if h.Texts, err = w.wiki.Texts("File:" + name); err != nil {
			t.Fatal(err)
		}
		all[name] = h
	}
	return all
}

// done is the wiki when everything was done once.
func (w *ciWorld) done(t *testing.T) {
	t.Helper()
	sums := func(contents ...string) (all []provider.SHA1) {
		for _, c := range contents {
			all = append(all, provider.TextSHA1(c))
		}
		return all
	}
	want := map[string]fileHistory{
		"Both.svg": {sums(picture("new content"), picture("old")), []string{"The new text.", "The old text.", "The old text."}},
		"Text.svg": {sums(picture("text")), []string{"The new text.", "The old text."}},
		"New.svg":  {sums(picture("new")), []string{"The new text."}},
		"Bare.svg": {sums(picture("bare")), []string{""}},
	}
	if diff := cmp.Diff(want, w.histories(t)); diff != "" {
		t.Errorf("not everything was done, or something twice (-want +got):\n%s", diff)
	}
}
