package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"math/bits"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/rogpeppe/go-internal/txtar"

	"wikiform/internal/cli"
	"wikiform/internal/term"
	"wikiform/provider/sandbox"
)

// marker is in every secret of an attacked machine.
const marker = "sEcret"

// TestAttacks plays a hostile pull request: each file of testdata/attack is
// what a branch contains, and CI validates and plans it on a machine with
// secrets. Every one must be refused or harmless, and no secret may get into
// what is printed, kept or sent; the attacker listens. Lines of the comment:
//
//	# ...                 what the branch tries
//	link NAME TARGET      a symbolic link
//	copy NAME N TEXT      a file of N times TEXT
//	huge NAME             a file of 1 GiB that begins a heredoc
//	sparse NAME BYTES     a file of zeros that takes no room
//	rows NAME N           a table of N rows: id, name, path
//	forged NAME N         N lines that have one CRC-32 as texts in quotes
//	fifo NAME             a named pipe, where there are any
//	run ARGS              a further command line
//	heavy [MiB]           hold time and memory against their limits
//	long                  only with WIKIFORM_TEST_LONG=1: it takes seconds of computing
//	refused TEXT          validate or plan fails, and says TEXT
//	harmless TEXT         both succeed, and say TEXT
//
// In files @ATTACKER@ is the attacker's server, @HOST@ its host and port, @WIKI@
// the api of the wiki that the credentials are for, @OUTSIDE@ a directory
// beside the checkout, @ESC@ the escape character and @RLO@ a bidi override.
func TestAttacks(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/attack/*.txtar")
	if err != nil || len(files) < 25 {
		t.Fatalf("%d attacks, %v", len(files), err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(name)
			check(t, err)
			play(t, archive)
		})
	}
}

// machine is what the pull request is planned on.
type machine struct {
	checkout, outside string
	env               map[string]string
	attacker          *listener
	wiki              *listener
	heavy             int64 // bytes of memory that a command may take, in a process of its own; 0: it is not measured
}

func play(t *testing.T, archive *txtar.Archive) {
	m := newMachine(t)
	fill := strings.NewReplacer("@ATTACKER@", m.attacker.url, "@HOST@", strings.TrimPrefix(m.attacker.url, "http://"),
		"@WIKI@", m.wiki.url+"/w/api.php", "@OUTSIDE@", m.outside, "@ESC@", "\x1b", "@RLO@", "\u202e")
	for _, f := range archive.Files {
		put(t, filepath.Join(m.checkout, fill.Replace(f.Name)), []byte(fill.Replace(string(f.Data))))
	}
	commands := [][]string{{"validate"}, {"plan"}, {"validate", "-format=github"}, {"validate", "-json"}, {"validate", "-format=sarif"}}
	var refused, harmless []string
	for line := range strings.Lines(fill.Replace(string(archive.Comment))) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "", "#":
		case "run":
			commands = append(commands, strings.Fields(rest))
		case "heavy":
			m.heavy, commands = mostMemory, commands[:2]
			if rest != "" {
				mib, err := strconv.Atoi(rest)
				check(t, err)
				m.heavy = int64(mib) << 20
			}
		case "long":
			if os.Getenv("WIKIFORM_TEST_LONG") == "" {
				t.Skip("WIKIFORM_TEST_LONG=1 plays it")
			}
		case "refused":
			refused = append(refused, rest)
		case "harmless":
			harmless = append(harmless, rest)
		default:
			m.prepare(t, word, rest)
		}
	}
	before := tree(t, m.outside)
	var all strings.Builder
	failed := false
	for i, args := range commands {
		out, code := m.run(t, args)
		all.WriteString(out)
		failed = failed || i < 2 && code != 0
		harmlessOutput(t, args, out)
	}
	for _, want := range append(refused, harmless...) {
		if !strings.Contains(all.String(), want) {
			t.Errorf("nothing says %q:\n%s", want, all.String())
		}
	}
	if failed != (len(refused) > 0) || len(refused) > 0 == (len(harmless) > 0) {
		t.Errorf("failed = %v, which is not what is wanted:\n%s", failed, all.String())
	}
	if after := tree(t, m.outside); !slices.Equal(before, after) {
		t.Errorf("what lies outside the checkout changed from %v to %v", before, after)
	}
	m.noLeaks(t)
}

// newMachine is a CI job: a checkout with a token in .git, credentials of one
// wiki in the environment, and something outside that is nobody's business.
func newMachine(t *testing.T) *machine {
	top, err := filepath.EvalSymlinks(t.TempDir())
	check(t, err)
	m := &machine{checkout: filepath.Join(top, "checkout"), outside: filepath.Join(top, "outside")}
	put(t, filepath.Join(m.checkout, ".git", "config"), []byte("[http]\n\textraheader = AUTHORIZATION: basic "+marker+"-checkout\n"))
	put(t, filepath.Join(m.outside, "secret.txt"), []byte(marker+"-outside\n"))
	old := time.Now().Add(-48 * time.Hour)
	check(t, os.Chtimes(filepath.Join(m.outside, "secret.txt"), old, old))

	wiki, err := sandbox.New(sandbox.Accounts(sandbox.Account{Name: "Robot", Password: marker + "-password", Rights: []string{"read", "edit", "upload"}}))
	check(t, err)
	m.wiki, m.attacker = listen(t, wiki), listen(t, attacker{wiki: wiki})
	trusted := strings.NewReplacer(".", "_", ":", "_").Replace(strings.TrimPrefix(m.wiki.url, "http://"))
	m.env = map[string]string{
		"CI": "true", "GITHUB_TOKEN": marker + "-github", "HOME": m.outside, "PATH": os.Getenv("PATH"), "NO_COLOR": "1",
		"WIKIFORM_TOKEN_commons_example_org":      marker + "-token",
		"WIKIFORM_USER_wiki_example_org":          marker + "-user",
		"WIKIFORM_PASSWORD_wiki_example_org_FILE": filepath.Join(m.outside, "secret.txt"),
		"WIKIFORM_USER_" + trusted:                "Robot",
		"WIKIFORM_PASSWORD_" + trusted:            marker + "-password",
	}
	return m
}

// attacker answers as a wiki does, and redirects to where it should not.
type attacker struct{ wiki http.Handler }

func (a attacker) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, "/to/"):
		to, _ := url.QueryUnescape(r.URL.RawQuery)
		http.Redirect(w, r, to, http.StatusFound)
	case strings.HasPrefix(r.URL.Path, "/endless"):
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<!DOCTYPE html>")
		for err := error(nil); err == nil; {
			_, err = w.Write(bytes.Repeat([]byte("x"), 1<<16))
		}
	default:
		a.wiki.ServeHTTP(w, r)
	}
}

// listener is a server that remembers what it was sent.
type listener struct {
	url string
	mu  sync.Mutex
	got []string
}

func listen(t *testing.T, h http.Handler) *listener {
	l := &listener{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		dump, err := httputil.DumpRequest(r, true)
		if err != nil {
			dump = []byte(err.Error())
		}
		l.mu.Lock()
		l.got = append(l.got, string(dump))
		l.mu.Unlock()
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	l.url = s.URL
	return l
}

func (m *machine) prepare(t *testing.T, word, rest string) {
	args := strings.SplitN(rest, " ", 3)
	path := filepath.Join(m.checkout, args[0])
	check(t, os.MkdirAll(filepath.Dir(path), 0o755))
	switch word {
	case "link":
		check(t, os.Symlink(args[1], path))
	case "copy":
		n, err := strconv.Atoi(args[1])
		check(t, err)
		put(t, path, bytes.Repeat([]byte(strings.ReplaceAll(args[2], `\n`, "\n")), n))
	case "rows":
		n, err := strconv.Atoi(args[1])
		check(t, err)
		table := []byte("id,name,path\n")
		for i := range n {
			table = fmt.Appendf(table, "k%d,Bridge %d,scans/%d.jpg\n", i, i, i)
		}
		put(t, path, table)
	case "forged":
		n, err := strconv.Atoi(args[1])
		check(t, err)
		put(t, path, []byte(strings.Join(forged(n), "\n")+"\n"))
	case "sparse":
		n, err := strconv.ParseInt(args[1], 10, 64)
		check(t, err)
		put(t, path, nil)
		check(t, os.Truncate(path, n))
	case "huge":
		put(t, path, []byte("locals {\n  a = <<EOT\n"))
		check(t, os.Truncate(path, 1<<30))
	case "fifo":
		if err := exec.Command("mkfifo", path).Run(); err != nil {
			t.Skipf("no named pipes here: %v", err)
		}
	default:
		t.Fatalf("nothing is called %q", word)
	}
}

// forged gives different texts that have the same CRC-32 in quotes. The sum is
// linear: letters to change are chosen so that what they do to it cancels out.
func forged(n int) []string {
	const length = 64
	text := func(changed uint64) string {
		b := []byte(strings.Repeat("a", length))
		for i := range b {
			b[i] += byte(changed >> i & 1)
		}
		return string(b)
	}
	sum := func(changed uint64) uint32 { return crc32.ChecksumIEEE([]byte(`"` + text(changed) + `"`)) }
	var nothing []uint64 // sets of changes that leave the sum as it is
	byBit := [32]struct {
		sum     uint32
		changed uint64
	}{} // by the highest bit that they change
	for i := range length {
		effect, changed := sum(1<<i)^sum(0), uint64(1)<<i
		for effect != 0 {
			b := &byBit[bits.Len32(effect)-1]
			if b.changed == 0 {
				b.sum, b.changed = effect, changed
				break
			}
			effect, changed = effect^b.sum, changed^b.changed
		}
		if effect == 0 {
			nothing = append(nothing, changed)
		}
	}
	texts := make([]string, n)
	for i := range texts {
		changed := uint64(0)
		for bit := range bits.Len(uint(i)) {
			if i>>bit&1 == 1 {
				changed ^= nothing[bit]
			}
		}
		texts[i] = text(changed)
	}
	return texts
}

// Limits of what one command may take for one manifest or wiki. What it computes is
// measured as the processors' time, which is the same on a busy machine; what hangs
// ends after mostTime.
const (
	mostCPU    = slowdown * 20 * time.Second
	mostTime   = slowdown * 2 * time.Minute
	mostMemory = 512 << 20
)

// cpu is the time that the processors spent on an ended process.
func cpu(cmd *exec.Cmd) time.Duration {
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

// run runs wikiform on the machine: in a process of its own if its cost counts.
func (m *machine) run(t *testing.T, args []string) (string, int) {
	var out bytes.Buffer
	args = append(slices.Clone(args), "-chdir="+m.checkout)
	if m.heavy == 0 {
		code := cli.Main(args, term.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: m.env})
		return out.String(), code
	}
	ctx, cancel := context.WithTimeout(t.Context(), mostTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, "wikiform", args...)
	cmd.Stdout, cmd.Stderr = &out, &out
	peak := filepath.Join(m.outside, "..", "peak")
	cmd.Env = append(cmd.Env, peakEnv+"="+peak)
	for name, value := range m.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	err := cmd.Run()
	if ctx.Err() != nil {
		t.Fatalf("wikiform %v takes more than %v", args, mostTime)
	}
	if used := cpu(cmd); used > mostCPU {
		t.Errorf("wikiform %v takes %v of the processors' time, at most %v are worth it", args, used, mostCPU)
	}
	if used, err := peakMemory(peak); err != nil || used > m.heavy {
		t.Errorf("wikiform %v takes %d MiB of memory, %v", args, used>>20, err)
	}
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		return out.String(), e.ExitCode()
	}
	check(t, err)
	return out.String(), 0
}

// harmlessOutput holds that nothing in what was printed steers a terminal or a
// CI runner. Of commands to GitHub's runner only our own are there.
func harmlessOutput(t *testing.T, args []string, out string) {
	t.Helper()
	github := slices.Contains(args, "-format=github")
	for line := range strings.Lines(out) {
		start := strings.TrimLeftFunc(line, unicode.IsSpace)
		ours := github && (strings.HasPrefix(line, "::error file=") || strings.HasPrefix(line, "::error title=") || strings.HasPrefix(line, "::warning file="))
		lower := strings.ToLower(line)
		if strings.HasPrefix(start, "::") && !ours || strings.Contains(lower, "##[") || strings.Contains(lower, "##vso[") {
			t.Errorf("%v prints a command to a CI runner: %q", args, line)
		}
		if i := strings.IndexFunc(line, func(r rune) bool { return r != '\n' && r != '\t' && !unicode.IsGraphic(r) }); i >= 0 {
			t.Errorf("%v prints what steers a terminal: %q", args, line[i:])
		}
	}
	if strings.Contains(out, "goroutine ") {
		t.Errorf("%v prints its stack:\n%s", args, out)
	}
	if strings.Contains(out, marker) || strings.Contains(out, "root:x:") {
		t.Errorf("%v prints a secret:\n%s", args, out)
	}
}

// noLeaks looks into everything that was sent and kept.
func (m *machine) noLeaks(t *testing.T) {
	t.Helper()
	m.attacker.mu.Lock()
	defer m.attacker.mu.Unlock()
	for _, request := range m.attacker.got {
		if strings.Contains(request, marker) || strings.Contains(request, "Authorization") || strings.Contains(request, "root:x:") {
			t.Errorf("the attacker was sent a secret:\n%s", request)
		}
	}
	m.wiki.mu.Lock()
	defer m.wiki.mu.Unlock()
	for _, request := range m.wiki.got {
		if strings.Contains(strings.Replace(request, marker+"-password", "", 1), marker) {
			t.Errorf("the wiki was sent a secret:\n%s", request)
		}
	}
	check(t, filepath.WalkDir(filepath.Join(m.checkout, ".wikiform"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return nil // there is none, or it is a link that nobody followed
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(marker)) {
			t.Errorf("%s holds a secret", path)
		}
		return err
	}))
}

// tree lists a directory with the contents of its files.
func tree(t *testing.T, dir string) []string {
	var list []string
	check(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			list = append(list, path)
			return err
		}
		b, err := os.ReadFile(path)
		list = append(list, fmt.Sprintf("%s: %s", path, b))
		return err
	}))
	return list
}

func put(t *testing.T, path string, text []byte) {
	t.Helper()
	check(t, os.MkdirAll(filepath.Dir(path), 0o755))
	check(t, os.WriteFile(path, text, 0o644))
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
