package faulttest

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"wikiform/internal/cli"
	"wikiform/internal/term"
	"wikiform/provider/sandbox"
)

// asProgram in the environment makes the test binary the program itself.
const asProgram = "WIKIFORM_FAULTTEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(cli.Main(os.Args[1:], term.System()))
	}
	os.Exit(m.Run())
}

// gate lets requests through to a wiki, and kills the program at one of them.
type gate struct {
	wiki http.Handler

	mu      sync.Mutex
	at      int  // request to the API at which the program dies; 0 is never
	after   bool // it dies when the request was carried out, before the answer
	program *exec.Cmd
	seen    int
	sent    int64             // bytes of bodies
	most    int64             // of sent, at which the program dies; 0 is never
	largest int64             // body of a request
	actions map[string]int    // requests so far
	levers  map[string]func() // what happens before the nth request of an action: "upload 4"
}

// ServeHTTP implements [http.Handler].
func (g *gate) ServeHTTP(rw http.ResponseWriter, req *http.Request) {
	deadly, after := g.admit(req)
	if !deadly {
		g.wiki.ServeHTTP(rw, req)
		return
	}
	if after {
		g.wiki.ServeHTTP(httptest.NewRecorder(), req)
	}
	g.program.Process.Kill() // SIGKILL
	panic(http.ErrAbortHandler)
}

func (g *gate) admit(req *http.Request) (deadly, after bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.largest = max(g.largest, req.ContentLength)
	if g.seen++; req.Body != nil {
		req.Body = &counted{req.Body, g}
	}
	if g.actions == nil {
		g.actions = map[string]int{}
	}
	action := req.URL.Query().Get("action")
	g.actions[action]++
	if lever := g.levers[fmt.Sprint(action, " ", g.actions[action])]; lever != nil {
		lever()
	}
	return g.seen == g.at, g.after
}

// nth has something happen before the nth request of an action from now on.
func (g *gate) nth(action string, n int, lever func()) {
	g.actions = nil
	g.levers = map[string]func(){fmt.Sprint(action, " ", n): lever}
}

func (g *gate) first(action string, lever func()) { g.nth(action, 1, lever) }

// dieAt arms the gate, and begins to count anew.
func (g *gate) dieAt(n int, after bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.at, g.after, g.seen, g.sent, g.most, g.largest = n, after, 0, 0, 0, 0
}

// dieAfter arms the gate to kill in the middle of a body.
func (g *gate) dieAfter(sent int64) {
	g.dieAt(0, false)
	g.most = sent
}

// counted counts what is read of a body.
type counted struct {
	io.ReadCloser
	gate *gate
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.ReadCloser.Read(b)
	c.gate.mu.Lock()
	defer c.gate.mu.Unlock()
	c.gate.sent += int64(n)
	if c.gate.most > 0 && c.gate.sent >= c.gate.most {
		c.gate.program.Process.Kill() // SIGKILL
		return 0, syscall.ECONNRESET
	}
	return n, err
}

// run runs the program in dir, with the gate before its wiki, and gives its
// exit code: -1 when it was killed.
func (g *gate) run(t *testing.T, dir string, env []string, args ...string) (code int, output string) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Dir = dir
	cmd.Env = append([]string{asProgram + "=1", "HOME=" + dir, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir(),
		"WIKIFORM_ALLOW_PRIVATE_SOURCES=1"}, env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	g.mu.Lock()
	g.program = cmd
	err = cmd.Start()
	g.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Wait() // what went wrong is in its state
	return cmd.ProcessState.ExitCode(), out.String()
}

// credentials are environment variables for the wiki behind a server.
func credentials(server, user, password string) []string {
	name := strings.NewReplacer(".", "_", ":", "_").Replace(strings.TrimPrefix(server, "http://"))
	return []string{"WIKIFORM_USER_" + name + "=" + user, "WIKIFORM_PASSWORD_" + name + "=" + password}
}

// agreement is how a run is told what was agreed to.
type agreement string

const (
	anything  agreement = "anything"     // -auto-approve: it plans anew
	savedPlan agreement = "a saved plan" // which does not change
	digests   agreement = "a digest"     // with its list: it plans anew, and may do nothing else
)

// TestCrash kills the program at every request of a run that uploads in each
// way and edits, before the wiki carried it out and after. The next run must
// bring everything to its end, and nothing may be there twice; and so it must be
// when it may do only what was agreed to before the first.
func TestCrash(t *testing.T) {
	t.Parallel()
	files := httptest.NewServer(nil)
	defer files.Close()
	for _, how := range []agreement{anything, savedPlan, digests} {
		boundaries := crashAt(t, files, how, 0, false)
		if boundaries < 20 {
			t.Fatalf("%s: a run has only %d requests", how, boundaries)
		}
		stride := 4 // a sample, of which the offset differs for before and after
		if os.Getenv("WIKIFORM_TEST_LONG") == "1" {
			stride = 1
		}
		for n := 1; n <= boundaries; n += stride {
			crashAt(t, files, how, n, false)
			crashAt(t, files, how, min(n+stride/2, boundaries), true)
		}
	}
}

// agree plans, and has further runs do that plan only.
func (g *gate) agree(t *testing.T, p *project, env []string, how agreement) {
	t.Helper()
	if how == anything {
		return
	}
	if code, out := g.run(t, p.dir, env, "plan", "-out=reviewed.wikiplan", "-digests=reviewed.digests"); code != 0 {
		t.Fatalf("plan ended with %d\n%s", code, out)
	}
	p.apply = slices.DeleteFunc(p.apply, func(arg string) bool { return arg == "-auto-approve" })
	if how == savedPlan {
		p.apply = append(p.apply, "reviewed.wikiplan")
		return
	}
	list, err := os.ReadFile(filepath.Join(p.dir, "reviewed.digests"))
	if err != nil {
		t.Fatal(err)
	}
	p.apply = append(p.apply, fmt.Sprintf("-expect-digest=%x", sha256.Sum256(list)), "-digests=reviewed.digests")
}

func (g *gate) requests() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.seen
}

// crashAt kills at request n, 0 for never, and gives the number of requests.
func crashAt(t *testing.T, files *httptest.Server, how agreement, n int, after bool) (requests int) {
	t.Helper()
	wiki, err := sandbox.New(sandbox.Fetch(nil))
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{wiki: wiki}
	server := httptest.NewServer(g)
	defer server.Close()
	p := newProject(t, "Crash", server.URL+"/w/api.php", files)
	p.user, p.password = sandbox.User, sandbox.Password
	p.prepare(t)
	env := credentials(server.URL, p.user, p.password)
	g.agree(t, p, env, how)
	return g.crash(t, p, env, n, after)
}

// crash kills at request n of a run, 0 for never, and runs again.
func (g *gate) crash(t *testing.T, p *project, env []string, n int, after bool) (requests int) {
	t.Helper()
	kept := g.keepReceipts(t, p.dir)
	g.dieAt(n, after)
	code, out := g.run(t, p.dir, env, p.apply...)
	requests = g.requests()
	where := fmt.Sprintf("%s: killed at request %d, after %t", strings.Join(p.apply, " "), n, after)
	kept.check(t, where, n == 0)
	if n > 0 {
		if code != -1 {
			t.Fatalf("%s: the program ended with %d\n%s", where, code, out)
		}
		g.dieAt(0, false)
		code, out = g.run(t, p.dir, env, p.apply...)
	}
	if code != 0 {
		t.Fatalf("%s: the next run ended with %d\n%s", where, code, out)
	}
	p.check(t, where)
	kept.check(t, where, true)
	return requests
}

// A large upload that is killed when three quarters of it have arrived goes on
// there: it sends again at most one chunk more than what was missing.
func TestCrashResumes(t *testing.T) {
	t.Parallel()
	const (
		size     = 64 << 20
		overhead = 64 << 10 // of everything that is no content
	)
	for _, args := range [][]string{{"-chunk-size=8MiB"}, nil} { // without, chunks grow as they go well
		wiki, err := sandbox.New()
		if err != nil {
			t.Fatal(err)
		}
		g := &gate{wiki: wiki}
		server := httptest.NewServer(g)
		p := largeProject(t, server.URL+"/w/api.php", size)
		run := func() (int, string) {
			return g.run(t, p.dir, credentials(server.URL, sandbox.User, sandbox.Password), append([]string{"apply", "-auto-approve"}, args...)...)
		}
		g.dieAfter(size / 4 * 3)
		if code, out := run(); code != -1 {
			t.Fatalf("the program ended with %d\n%s", code, out)
		}
		arrived, chunk := g.sent, g.largest
		g.dieAt(0, false)
		code, out := run()
		server.Close()
		if code != 0 {
			t.Fatalf("the next run ended with %d\n%s", code, out)
		}
		if !strings.Contains(out, "resum") {
			t.Errorf("it does not say that it resumes:\n%s", out)
		}
		if missing := size - arrived; g.sent > missing+chunk+overhead {
			t.Errorf("%v: %d bytes had arrived, and %d were sent again in chunks of %d", args, arrived, g.sent, chunk)
		}
		t.Logf("%v: %d of %d bytes had arrived in chunks of %d, then %d were sent", args, arrived, size, chunk, g.sent)
		if sums, err := wiki.Versions("Large.png"); err != nil || len(sums) != 1 || sums[0].Digest != digest(p.content["Large.png"]) {
			t.Errorf("%v: the wiki has %+v, %v", args, sums, err)
		}
	}
}

func largeProject(t *testing.T, api string, size int) *project {
	p := &project{dir: t.TempDir(), content: map[string][]byte{"Large.png": freshPicture(size)}}
	p.write(t, "large.png", p.content["Large.png"])
	p.write(t, "main.wiki.hcl", fmt.Appendf(nil, "wiki \"w\" {\n  api = %q\n}\nfile \"large\" {\n  title = \"Large.png\"\n  source = \"large.png\"\n}\n", api))
	return p
}
