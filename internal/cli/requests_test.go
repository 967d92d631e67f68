package cli_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider/sandbox"
)

// TestRequestsOfAFile counts what one file more costs the wiki when a saved plan is
// carried out: the bounds that wikis set to a program are numbers of requests.
func TestRequestsOfAFile(t *testing.T) {
	t.Parallel()
	source := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { rw.Write([]byte(picture(r.URL.Path))) }))
	t.Cleanup(source.Close)
	local := func(i int, what string) string { return fmt.Sprintf("source = %q", fmt.Sprintf("%d-%s.svg", i, what)) }
	for _, kind := range []struct {
		name          string
		before, after func(i int) string // attributes of a file; before nothing is created
		args          []string
		requests      int
	}{
		{"create", nil, func(i int) string { return local(i, "new") }, nil, 1},
		{"create with a text", nil, func(i int) string { return local(i, "new") + "\ndescription = \"text\"" }, nil, 1},
		{"create in chunks", nil, func(i int) string { return local(i, "large") }, []string{"-chunk-size=1KiB"}, 5},
		{"create by URL", nil, func(i int) string { return fmt.Sprintf("url = \"%s/%d.svg\"\nvia = \"server\"", source.URL, i) }, nil, 3},
		{"create with an accepted warning", nil, func(i int) string { return local(i, "new") + "\naccept_warnings = [\"bad-prefix\"]" }, nil, 3},
		{"new version", func(i int) string { return local(i, "old") }, func(i int) string { return local(i, "new") }, nil, 5},
		{"new version in chunks", func(i int) string { return local(i, "old") }, func(i int) string { return local(i, "large") }, []string{"-chunk-size=1KiB"}, 7},
		{"new version and text", func(i int) string { return local(i, "old") + "\ndescription = \"old\"" },
			func(i int) string { return local(i, "new") + "\ndescription = \"new\"" }, nil, 7},
		{"new text", func(i int) string { return local(i, "old") + "\ndescription = \"old\"" },
			func(i int) string { return local(i, "old") + "\ndescription = \"new\"" }, nil, 3},
	} {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			count := func(files int) int {
				wiki, err := sandbox.New(sandbox.Fetch(http.DefaultTransport))
				check(t, err)
				defer wiki.Close()
				var n atomic.Int64
				server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
					n.Add(1)
					wiki.ServeHTTP(rw, r)
				}))
				defer server.Close()
				w, dir := realWiki{api: server.URL + "/w/api.php"}, t.TempDir()
				w.login(sandbox.User, sandbox.Password)
				w.block(t, dir)
				declare := func(attributes func(i int) string) {
					var hcl strings.Builder
					for i := range files {
						fmt.Fprintf(&hcl, "file \"f%d\" {\n  title = \"F%d.svg\"\n%s\n}\n", i, i, attributes(i))
						for name, body := range map[string]string{"old": "", "new": "", "large": strings.Repeat("x", 2500)} {
							putFile(t, filepath.Join(dir, fmt.Sprintf("%d-%s.svg", i, name)), picture(fmt.Sprint(i, name, body)))
						}
					}
					putFile(t, filepath.Join(dir, "main.wiki.hcl"), hcl.String())
				}
				if kind.before != nil {
					declare(kind.before)
					w.run(t, dir, 0, "apply", "-auto-approve")
				}
				declare(kind.after)
				w.run(t, dir, 0, "plan", "-out=p.wikiplan")
				n.Store(0)
				w.run(t, dir, 0, append([]string{"apply", "p.wikiplan", "-parallelism=1", "-allow-private-sources"}, kind.args...)...)
				return int(n.Load())
			}
			if got := count(3) - count(2); got != kind.requests {
				t.Errorf("a file takes %d requests, want %d", got, kind.requests)
			}
		})
	}
}

// TestRequestsOfAPlan counts what a plan of 3,000 new files costs a wiki that has more
// than a thousand, as an account without higher limits.
func TestRequestsOfAPlan(t *testing.T) {
	t.Parallel()
	const files, there = 3000, 1100
	_, anna, wiki := twoAccounts(t)
	for i := range there {
		check(t, wiki.PutFile(fmt.Sprintf("Old %d.svg", i), []byte(picture(fmt.Sprint("old ", i))), "", "Anna"))
	}
	check(t, wiki.Delete("File:Old 7.svg", "spam"))
	var mu sync.Mutex
	counts := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		what := formValue(r, "action") + " " + formValue(r, "prop") + formValue(r, "list") + formValue(r, "meta")
		mu.Lock()
		counts[what]++
		mu.Unlock()
		wiki.ServeHTTP(rw, r)
	}))
	t.Cleanup(server.Close)
	w, dir := anna, t.TempDir()
	w.api = server.URL + "/w/api.php"
	w.login("Anna@wikiform", "anna")
	w.block(t, dir)
	var hcl strings.Builder
	for i := range files {
		fmt.Fprintf(&hcl, "file \"f%d\" {\n  source = \"New %d.svg\"\n}\n", i, i)
		putFile(t, filepath.Join(dir, fmt.Sprintf("New %d.svg", i)), picture(fmt.Sprint("new ", i)))
	}
	putFile(t, filepath.Join(dir, "main.wiki.hcl"), hcl.String())
	if out := w.run(t, dir, 0, "plan"); !strings.Contains(out, "3,000 to add") {
		t.Fatalf("%s", out[max(0, len(out)-500):])
	}
	want := map[string]int{
		"query tokens": 1, "login ": 1, "query tagssiteinfo|userinfo|filerepoinfo": 1, // logging in
		"query imageinfo|info|revisions":        files / 50, // what is there
		"query imageinfo|deletedrevisions|info": files / 50, // what is to be created
		"query info":                            1,          // one title for all
		"query allimages":                       3,          // 1,099 files
		"query filearchive":                     1,
	}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}
