//go:build unix

package cli_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/internal/receipt"
	"wikiform/plan"
)

// shards carries a saved plan out by as many processes as it has shards, all at once.
type shards struct {
	*life
	plan string
	of   int
}

// process is a shard of the plan that is carried out in a process of its own.
type process struct {
	*exec.Cmd
	out bytes.Buffer
}

func (s *shards) command(t *testing.T, number int, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.CommandContext(t.Context(), "wikiform", append(args, "apply", fmt.Sprintf("-shard=%d/%d", number, s.of), "-chdir="+s.dir, s.plan)...)}
	for name, value := range s.w.credentials(t) {
		p.Env = append(p.Env, name+"="+value)
	}
	p.Stdout, p.Stderr = &p.out, &p.out
	return p
}

// run runs all shards at once, and gives their exit codes; -1 is of one that was killed.
func (s *shards) run(t *testing.T, started func(number int, p *os.Process)) []int {
	t.Helper()
	var all []*process
	for n := 1; n <= s.of; n++ {
		p := s.command(t, n)
		check(t, p.Start())
		started(n, p.Process)
		all = append(all, p)
	}
	var codes []int
	for n, p := range all {
		_ = p.Wait()
		codes = append(codes, p.ProcessState.ExitCode())
		t.Logf("shard %d ended with %d:\n%s", n+1, codes[n], p.out.String())
	}
	return codes
}

// planned reads the plan.
func (s *shards) planned(t *testing.T) *plan.Plan {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(s.dir, s.plan))
	check(t, err)
	p, err := plan.Read(bytes.NewReader(b))
	check(t, err)
	return p
}

// receipts are what the runs of a directory left.
func (s *shards) receipts(t *testing.T) map[string]*receipt.Receipt {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(s.dir, ".wikiform", "receipts", "*-of-*.json"))
	check(t, err)
	all := map[string]*receipt.Receipt{}
	for _, name := range names {
		f, err := os.Open(name)
		check(t, err)
		defer f.Close()
		all[name], err = receipt.Read(f)
		check(t, err)
	}
	return all
}

// killAt stands before a wiki and kills a process, as nobody can catch it, when one of
// some titles is uploaded for the given time.
type killAt struct {
	to      http.Handler
	mu      sync.Mutex
	titles  []string
	left    int
	reaches bool // the wiki takes that upload
	process *os.Process
	seen    map[string]int // uploads that reached the wiki, by their titles
}

func (k *killAt) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	kills, process := false, (*os.Process)(nil)
	if r.URL.Query().Get("action") == "upload" {
		k.mu.Lock()
		for title := range k.seen {
			if bytes.Contains(body, []byte(title)) {
				k.seen[title]++
			}
		}
		if slices.ContainsFunc(k.titles, func(title string) bool { return bytes.Contains(body, []byte(title)) }) {
			k.left--
			kills = k.left == 0
		}
		process = k.process
		k.mu.Unlock()
	}
	if !kills {
		k.to.ServeHTTP(w, r)
		return
	}
	if k.reaches {
		k.to.ServeHTTP(httptest.NewRecorder(), r)
	}
	_ = process.Kill()
	panic(http.ErrAbortHandler)
}

// TestShards has four processes carry out one plan; one of them is killed in the middle and
// run again. What they share is the directory, the wiki and the account.
func TestShards(t *testing.T) {
	t.Parallel()
	for _, reaches := range []bool{false, true} {
		t.Run(fmt.Sprint("reaches ", reaches), func(t *testing.T) {
			t.Parallel()
			killShard(t, sandboxOfNames(t), reaches)
		})
	}
}

func TestRealShards(t *testing.T) { killShard(t, dialRealNames(t), true) }

func killShard(t *testing.T, w wikiOfNames, reaches bool) {
	const files, of, struck = 40, 4, 2
	u, err := url.Parse(w.api)
	check(t, err)
	k := &killAt{to: httputil.NewSingleHostReverseProxy(&url.URL{Scheme: u.Scheme, Host: u.Host}), reaches: reaches, seen: map[string]int{}}
	server := httptest.NewServer(k)
	t.Cleanup(server.Close)
	s := &shards{newLife(t, w.at(server.URL+u.Path), files), "release.wikiplan", of}

	// Half of the files are there. Of these some get other contents, or texts, or change
	// their titles in a chain and a circle, which is to stay one process's.
	release := slices.Clone(s.titles)
	for i := files / 2; i < files; i++ {
		s.titles[i] = ""
	}
	s.write(t, "", "")
	s.w.wikiform(t, s.dir, 0, "apply", "-auto-approve")
	release[0], release[1] = s.titles[1], s.titles[0]
	release[2], release[3], release[4] = s.titles[3], s.titles[4], s.title("end of the chain")
	more := moved(s.titles[0], s.titles[1]) + moved(s.titles[1], s.titles[0]) +
		moved(s.titles[2], s.titles[3]) + moved(s.titles[3], s.titles[4]) + moved(s.titles[4], release[4])
	before := s.w.under(t, s.titles[:files/2]...)
	old := slices.Clone(s.titles)
	s.titles = release
	for i := 8; i < 14; i++ {
		putFile(t, filepath.Join(s.dir, s.sources[i]), picture(fmt.Sprintf("%s %d %s", s.id, i, strings.Repeat("longer ", 100*i))))
	}
	s.write(t, "", more)
	s.w.wikiform(t, s.dir, 0, "plan", "-out="+s.plan)

	p := s.planned(t)
	in := p.Shards(of)
	shardOf := map[string]int{}
	planned := make([]int, of+1) // changes by the numbers of shards
	for i := range p.Changes {
		c := &p.Changes[i]
		if c.Writes() {
			planned[in[i]]++
		}
		for _, title := range c.Titles() {
			if c.Writes() {
				shardOf[string(title)] = in[i]
			}
		}
		if c.Upload() != nil {
			if k.seen[string(c.Claim.Title)] = 0; in[i] == struck {
				k.titles = append(k.titles, string(c.Claim.Title))
			}
		}
	}
	if len(k.titles) < 5 {
		t.Fatalf("shard %d uploads only %d files", struck, len(k.titles))
	}
	k.left = 3
	codes := s.run(t, func(number int, p *os.Process) {
		if number == struck {
			k.mu.Lock()
			k.process = p
			k.mu.Unlock()
		}
	})
	if diff := cmp.Diff([]int{0, -1, 0, 0}, codes); diff != "" {
		t.Fatalf("exit codes (-want +got):\n%s", diff)
	}
	s.w.wikiform(t, s.dir, 2, "plan", "-detailed-exitcode")

	again := s.command(t, struck)
	if err := again.Run(); err != nil {
		t.Fatalf("run again: %v\n%s", err, again.out.String())
	}
	s.w.wikiform(t, s.dir, 0, "plan", "-detailed-exitcode")
	now := s.w.under(t, release...)
	for i, title := range release {
		versions, was := len(now[title].Versions), 0
		if i < files/2 {
			was = len(before[old[i]].Versions)
			if now[title].Page != before[old[i]].Page {
				t.Errorf("%s is not the page that it was", title)
			}
		}
		if _, uploads := k.seen[title]; uploads {
			was++
		}
		if versions != was {
			t.Errorf("%s has %d versions, want %d", title, versions, was)
		}
	}

	// Each wrote its own, and nobody the same twice.
	told, kinds := map[string]string{}, map[string]int{}
	runs := s.receipts(t)
	if n := len(runs); n != of+1 && n != of { // a run that is killed before the wiki has answered any upload leaves none
		t.Errorf("there are %d receipts of shards", len(runs))
	}
	for name, r := range runs {
		if r.Plan != p.Digest() {
			t.Errorf("%s is of the plan %s", name, r.Plan)
		}
		for _, e := range r.Writes {
			if want := fmt.Sprintf("%d/%d", shardOf[string(e.Title)], of); r.Shard != want {
				t.Errorf("%s is of shard %s, and has %s, which is of %s", name, r.Shard, e.Title, want)
			}
			write := fmt.Sprint(e.Kind, e.Title, e.Revision, e.Log, e.Time)
			if other, found := told[write]; found {
				t.Errorf("%s is in %s and in %s", write, name, other)
			}
			told[write] = name
			kinds[r.Shard]++
		}
	}
	// What was on its way when the process was killed is on the wiki, and in no receipt:
	// as many uploads as it has writers.
	const writers = 4
	planned[struck] -= writers
	for n := 1; n <= of; n++ {
		if got := kinds[fmt.Sprintf("%d/%d", n, of)]; got < max(1, planned[n]) {
			t.Errorf("shard %d wrote %d, want %d at least", n, got, planned[n])
		}
	}

	// Run again, none of them writes anything, nor does a run of the whole.
	uploads := fmt.Sprint(k.seen)
	if diff := cmp.Diff([]int{0, 0, 0, 0}, s.run(t, func(int, *os.Process) {})); diff != "" {
		t.Errorf("exit codes of all again (-want +got):\n%s", diff)
	}
	s.w.wikiform(t, s.dir, 0, "apply", s.plan)
	if seen := fmt.Sprint(k.seen); seen != uploads {
		t.Errorf("uploads of all again: %s, before %s", seen, uploads)
	}
	if diff := cmp.Diff(now, s.w.under(t, release...)); diff != "" {
		t.Errorf("after all again (-before +now):\n%s", diff)
	}
	if left, err := filepath.Glob(filepath.Join(s.dir, ".wikiform", "journal-*")); err != nil || len(left) > 0 {
		t.Errorf("the whole left the shards' journals: %v, %v", left, err)
	}
}

// TestShardsBack takes back, receipt by receipt, what the shards of a plan did that had all
// that a plan can have.
func TestShardsBack(t *testing.T) {
	t.Parallel()
	w, tick := slowSandbox(t)
	takeShardsBack(t, w, tick)
}

func TestRealShardsBack(t *testing.T) {
	w, tick := slowReal(t)
	takeShardsBack(t, w, tick)
}

func takeShardsBack(t *testing.T, w wikiOfNames, tick func()) {
	r := newWrong(t, w, tick)
	r.release(t)
	s := &shards{r.life, "release.wikiplan", 3}
	w.wikiform(t, r.dir, 0, "plan", "-out="+s.plan)
	if codes := s.run(t, func(int, *os.Process) {}); !slices.Equal(codes, []int{0, 0, 0}) {
		t.Fatalf("the shards ended with %v", codes)
	}
	w.wikiform(t, r.dir, 0, "plan", "-detailed-exitcode")
	tick()
	runs := s.receipts(t)
	if len(runs) != s.of {
		t.Fatalf("there are %d receipts", len(runs))
	}
	for name, run := range runs { // in any order
		if !run.Whole() {
			t.Errorf("%s has no end", name)
		}
		r.receipt, r.plan = name, fmt.Sprintf("back-%s.wikiplan", strings.ReplaceAll(run.Shard, "/", "-"))
		w.wikiform(t, r.dir, 2, "rollback", "-detailed-exitcode", "-out="+r.plan, r.receipt)
		r.applyBack(t, 0)
		tick()
	}
	r.isBack(t)
}
