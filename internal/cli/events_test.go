//go:build unix

package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"wikiform/internal/cli"
	"wikiform/internal/term"
)

// event is what tests look at of a line of -json.
type event struct {
	Type     string
	Message  string `json:"@message"`
	Address  string
	Title    string
	Outcome  string
	Path     string
	Why      string
	ExitCode int `json:"exit_code"`
	Stopped  string
	Outcomes map[string]int
	Changes  struct{ Add, Blocked int }
	Declared struct{ Line int } `json:"declared_at"`
	Error    struct{ Reason, Kind, Code, Text, Hint, Cure string }

	Diagnostic struct {
		Severity, Summary, Hint string
		Declared                struct {
			Filename string
			Line     int
		} `json:"declared_at"`
	}
}

// eventsOf reads the lines of a run, each of which is as the schema says.
func eventsOf(t *testing.T, out string) (all []event) {
	t.Helper()
	b, err := os.ReadFile("../../docs/events.schema.json")
	check(t, err)
	s, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	check(t, err)
	c := jsonschema.NewCompiler()
	check(t, c.AddResource("events.schema.json", s))
	schema, err := c.Compile("events.schema.json")
	check(t, err)
	for line := range strings.Lines(out) {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err == nil {
			err = schema.Validate(v)
		}
		if err != nil || !strings.HasSuffix(line, "}\n") {
			t.Errorf("%v: %q", err, line)
			continue
		}
		var e event
		check(t, json.Unmarshal([]byte(line), &e))
		all = append(all, e)
	}
	if len(all) == 0 || all[0].Type != "version" {
		t.Fatalf("no stream begins like this: %q", out)
	}
	return all
}

// came is what became of each file, in words.
func came(all []event) map[string]string {
	outcomes := map[string]string{}
	for _, e := range all {
		if e.Type == "apply_complete" || e.Type == "apply_errored" {
			outcomes[e.Address] = strings.TrimSpace(outcomes[e.Address] + " " + e.Outcome)
		}
	}
	return outcomes
}

// typed are the lines of one type.
func typed(all []event, of string) (found []event) {
	for _, e := range all {
		if e.Type == of {
			found = append(found, e)
		}
	}
	return found
}

// said is a stream that knows when something was written to it.
type said struct {
	mu     sync.Mutex
	text   strings.Builder
	signal chan struct{} // closed and made anew with every write
}

func newSaid() *said { return &said{signal: make(chan struct{})} }

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.signal)
	s.signal = make(chan struct{})
	return s.text.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// await waits until a text was written, or until whoever asks is gone.
func (s *said) await(r *http.Request, text string) {
	for {
		s.mu.Lock()
		found, next := strings.Contains(s.text.String(), text), s.signal
		s.mu.Unlock()
		if found {
			return
		}
		select {
		case <-next:
		case <-r.Context().Done():
			return
		}
	}
}

// watchedRun is the program in a process of its own, before a wiki that something stands
// before.
type watchedRun struct {
	w   wikiOfNames
	dir string

	started chan struct{}
	process *os.Process
	out     *said
	err     *said
}

// newWatchedRun has three files, a.svg to c.svg. Before is asked about every request, and
// reports whether it has answered it.
func newWatchedRun(t *testing.T, more string, before func(run *watchedRun, w http.ResponseWriter, r *http.Request) bool) *watchedRun {
	t.Helper()
	w := sandboxOfNames(t)
	run := &watchedRun{dir: t.TempDir(), started: make(chan struct{}), out: newSaid(), err: newSaid()}
	gate := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		// Only of a request that was read it is known when who made it is gone.
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if before != nil {
			<-run.started
			if before(run, rw, r) {
				return
			}
		}
		forward(t, rw, r, w.api)
	}))
	t.Cleanup(gate.Close)
	run.w = w.at(gate.URL + "/w/api.php")
	manifest := fmt.Sprintf("wiki \"w\" {\n  api = %q\n}\n", run.w.api)
	for _, name := range []string{"a", "b", "c"} {
		manifest += fmt.Sprintf("file %q {\n  source = \"%s.svg\"\n  description = \"Some text\"\n}\n", name, name)
		putFile(t, filepath.Join(run.dir, name+".svg"), picture(name))
	}
	putFile(t, filepath.Join(run.dir, "d.php"), "<?php")
	putFile(t, filepath.Join(run.dir, "main.wiki.hcl"), manifest+more)
	return run
}

// forward asks the wiki, and answers what it answered.
func forward(t *testing.T, rw http.ResponseWriter, r *http.Request, api string) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	req, err := http.NewRequestWithContext(r.Context(), r.Method, api+"?"+r.URL.RawQuery, bytes.NewReader(body))
	if err != nil {
		t.Error(err)
		return
	}
	req.Header = r.Header.Clone()
	answer, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer answer.Body.Close()
	for name, values := range answer.Header {
		rw.Header()[name] = values
	}
	rw.WriteHeader(answer.StatusCode)
	io.Copy(rw, answer.Body)
}

// run runs the program to its end; -1 is the exit code of what was killed.
func (run *watchedRun) run(t *testing.T, args ...string) int {
	t.Helper()
	// Where what a wiki waits for never comes, the run ends and so does the waiting.
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "wikiform", append(args, "-chdir="+run.dir)...)
	for name, value := range run.w.credentials(t) {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	run.out = newSaid()
	cmd.Stdout, cmd.Stderr = run.out, run.err
	check(t, cmd.Start())
	run.process = cmd.Process
	select {
	case <-run.started:
	default:
		close(run.started)
	}
	_ = cmd.Wait()
	if t.Failed() {
		t.Logf("%s", run.err.String())
	}
	return cmd.ProcessState.ExitCode()
}

func uploads(r *http.Request) bool { return r.URL.Query().Get("action") == "upload" }

// once is a step that is made at one of the requests only.
func once(is func(*http.Request) bool, do func(run *watchedRun, r *http.Request)) func(*watchedRun, http.ResponseWriter, *http.Request) bool {
	var first sync.Once
	return func(run *watchedRun, _ http.ResponseWriter, r *http.Request) bool {
		if is(r) {
			first.Do(func() { do(run, r) })
		}
		return false
	}
}

// refusesUploads has the wiki refuse every upload.
func refusesUploads(_ *watchedRun, rw http.ResponseWriter, r *http.Request) bool {
	if !uploads(r) {
		return false
	}
	io.Copy(io.Discard, r.Body)
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	fmt.Fprint(rw, `{"error":{"code":"protectedpage","info":"This page\u202e has been\u001b[2J protected."}}`)
	return true
}

// A run that does all that was to be done, and then one that has nothing to do.
func TestEvents(t *testing.T) {
	t.Parallel()
	run := newWatchedRun(t, "", nil)
	if code := run.run(t, "apply", "-json", "-auto-approve"); code != 0 {
		t.Fatalf("exit code %d\n%s", code, run.err.String())
	}
	all := eventsOf(t, run.out.String())
	if diff := cmp.Diff(map[string]string{"file.a": "done", "file.b": "done", "file.c": "done"}, came(all)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	receipts, last := typed(all, "receipt"), all[len(all)-1]
	if len(receipts) != 1 || !strings.Contains(run.err.String(), receipts[0].Path) {
		t.Errorf("receipts: %v\n%s", receipts, run.err.String())
	}
	if last.Type != "end" || last.ExitCode != 0 || last.Outcomes["done"] != 3 || all[1].Type != "change_summary" || all[1].Changes.Add != 3 || len(typed(all, "apply_start")) != 3 {
		t.Errorf("%s", run.out.String())
	}
	for _, want := range []string{"Plan: 3 to add", "Apply complete! Files: 3 added", "The receipt of what was written is"} {
		if !strings.Contains(run.err.String(), want) {
			t.Errorf("%q is not on standard error:\n%s", want, run.err.String())
		}
	}
	if code := run.run(t, "apply", "-json", "-auto-approve"); code != 0 {
		t.Fatalf("again: exit code %d\n%s", code, run.err.String())
	}
	if again := eventsOf(t, run.out.String()); len(again) != 3 || again[2].Type != "end" || again[2].ExitCode != 0 {
		t.Errorf("again: %s", run.out.String())
	}
}

// What the plan blocks and what the wiki refusesUploads, with why, where and what to do.
func TestEventsOfWhatFails(t *testing.T) {
	t.Parallel()
	run := newWatchedRun(t, "file \"d\" {\n  source = \"d.php\"\n}\n", refusesUploads)
	if code := run.run(t, "apply", "-json", "-auto-approve"); code != 1 {
		t.Fatalf("exit code %d\n%s", code, run.err.String())
	}
	all := eventsOf(t, run.out.String())
	if diff := cmp.Diff(map[string]string{"file.a": "failed", "file.b": "failed", "file.c": "failed", "file.d": "blocked"}, came(all)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for _, e := range typed(all, "apply_errored") {
		if e.Address == "file.a" && (e.Error.Code != "protectedpage" || e.Error.Kind != "denied" || e.Error.Hint == "" || e.Title != "File:A.svg" || e.Declared.Line != 4 ||
			!strings.Contains(e.Error.Text, `This page\u202e has been\x1b[2J protected.`)) {
			t.Errorf("%+v", e)
		}
		if e.Address == "file.d" && (e.Error.Reason != "extension_refused" || e.Error.Hint == "") {
			t.Errorf("%+v", e)
		}
	}
	if strings.ContainsAny(run.out.String(), "\x1b\u202e") {
		t.Errorf("not safe: %q", run.out.String())
	}
	last := all[len(all)-1]
	if diff := cmp.Diff(map[string]int{"failed": 3, "blocked": 1}, last.Outcomes); diff != "" || last.ExitCode != 1 {
		t.Errorf("-want +got:\n%s\n%+v", diff, last)
	}
}

// What ends a command before there is a run is told, and the end.
func TestEventsWithoutARun(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		more string
		args []string
		code int
		says string
		line int
	}{
		"a manifest that is wrong": {"file \"e\" {\n  sorce = \"a.svg\"\n}\n", []string{"-auto-approve"}, 1, "Unsupported argument", 17},
		"nobody would answer":      {"", nil, 64, "-json prints lines for programs", 0},
		"both printed":             {"", []string{"-auto-approve", "-worklist=-"}, 64, "-json and -worklist=- would both be printed", 0},
		"printed into it":          {"", []string{"-auto-approve", "-report=markdown:-"}, 64, "-report=markdown:- would be printed into them", 0},
		"no such plan":             {"", []string{"none.wikiplan"}, 64, "none.wikiplan", 0},
		"another digest":           {"", []string{"-expect-digest=sha256:00"}, 6, "nothing was written", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := newWatchedRun(t, c.more, nil)
			code := run.run(t, append([]string{"apply", "-json"}, c.args...)...)
			all := eventsOf(t, run.out.String())
			problems, last := typed(all, "diagnostic"), all[len(all)-1]
			if code != c.code || last.Type != "end" || last.ExitCode != c.code || len(problems) != 1 || len(came(all)) > 0 {
				t.Fatalf("exit code %d\n%s%s", code, run.out.String(), run.err.String())
			}
			if p := problems[0].Diagnostic; !strings.Contains(p.Summary, c.says) || p.Declared.Line != c.line {
				t.Errorf("%+v", p)
			}
		})
	}
}

// However a run is stopped, each file has its end, and the stream has its own; but for what
// kills a process as it cannot catch.
func TestEventsOfAStoppedRun(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		signal syscall.Signal
		code   int
		want   map[string]string
	}{
		"interrupted": {syscall.SIGINT, 130, map[string]string{"file.a": "done", "file.b": "not_started", "file.c": "not_started"}},
		"terminated":  {syscall.SIGTERM, 143, map[string]string{"file.a": "done", "file.b": "not_started", "file.c": "not_started"}},
		"killed":      {syscall.SIGKILL, -1, map[string]string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := newWatchedRun(t, "", once(uploads, func(run *watchedRun, r *http.Request) {
				_ = run.process.Signal(c.signal)
				run.out.await(r, `"type":"stopping"`) // only then the wiki answers, so that nothing else is begun
			}))
			code := run.run(t, "apply", "-json", "-auto-approve", "-parallelism=1")
			all := eventsOf(t, run.out.String())
			if diff := cmp.Diff(c.want, came(all)); diff != "" || code != c.code {
				t.Errorf("exit code %d, -want +got:\n%s", code, diff)
			}
			last := all[len(all)-1]
			if c.signal == syscall.SIGKILL {
				if last.Type == "end" {
					t.Errorf("%s", run.out.String())
				}
				return
			}
			if last.Type != "end" || last.ExitCode != c.code || last.Stopped != "interrupt" || len(typed(all, "stopping")) != 1 {
				t.Errorf("%s", run.out.String())
			}
			if told := run.err.String(); !strings.Contains(told, "Stopped early: interrupt") || strings.Contains(told, "Stopped: ") {
				t.Errorf("told otherwise than once:\n%s", told)
			}
		})
	}
}

// A signal that asks is answered, and ends nothing.
func TestAskedBySignal(t *testing.T) {
	t.Parallel()
	ask := func(until string) func(*watchedRun, *http.Request) {
		return func(run *watchedRun, r *http.Request) {
			_ = run.process.Signal(syscall.SIGUSR1)
			run.err.await(r, until)
		}
	}
	titles := func(r *http.Request) bool { return strings.Contains(formValue(r, "titles"), "A.svg") }
	for name, c := range map[string]struct {
		args []string
		is   func(*http.Request) bool
		want string
	}{
		"a run":           {[]string{"apply", "-auto-approve", "-parallelism=1"}, uploads, "UTC: 0/3 files, 0%, "},
		"a run in lines":  {[]string{"apply", "-auto-approve", "-parallelism=1", "-json"}, uploads, "UTC: 0/3 files, 0%, "},
		"a plan":          {[]string{"plan"}, titles, "UTC: Planning, 0s: "},
		"a plan to apply": {[]string{"apply", "-auto-approve"}, titles, "UTC: Planning, 0s: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := newWatchedRun(t, "", once(c.is, ask(c.want)))
			if code := run.run(t, c.args...); code != 0 {
				t.Errorf("exit code %d", code)
			}
			told := run.err.String()
			if strings.Count(told, c.want) != 1 {
				t.Errorf("%q is not told once:\n%s", c.want, told)
			}
			if strings.HasPrefix(name, "a run") && !strings.Contains(told, "\n  file.a: ") {
				t.Errorf("what is in flight is not told:\n%s", told)
			}
		})
	}
}

// Where nobody reads the lines, a plan is not begun, and a run goes on.
func TestEventsNobodyReads(t *testing.T) {
	t.Parallel()
	apply := func(left int, dir string) (int, string, int) {
		var errors bytes.Buffer
		out := &fullDisk{left}
		code := cli.Main([]string{"apply", "-json", "-auto-approve", "-chdir=" + dir}, term.Streams{In: strings.NewReader(""), Out: out, Err: &errors, Env: map[string]string{"CI": "true"}})
		return code, errors.String(), left - out.left
	}
	fresh := func() string {
		dir := t.TempDir()
		put(t, filepath.Join(dir, "main.wiki.hcl"), []byte("file \"a\" {\n  source = \"a.svg\"\n}\n"))
		put(t, filepath.Join(dir, "a.svg"), []byte(picture("a")))
		return dir
	}
	code, told, all := apply(1<<20, fresh())
	if code != 0 {
		t.Fatalf("exit code %d\n%s", code, told)
	}
	for left, want := range map[int]bool{300: false, all - 10: true} {
		dir := fresh()
		code, told, _ := apply(left, dir)
		_, errAgain, _ := apply(1<<20, dir)
		if written := strings.Contains(errAgain, "No changes."); code != 1 || strings.Count(told, "no space left") != 1 || written != want {
			t.Errorf("with %d of %d bytes: exit code %d, written: %v, want %v\n%s", left, all, code, written, want, told)
		}
	}
}
