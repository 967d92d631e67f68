package cli_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider/sandbox"
)

// others are what somebody else does on a wiki.
type others struct {
	upload  func(files map[string]string) // title -> content of a file, or a version of one
	protect func(title string)            // against us
	free    func(title string)            // of that protection
	remove  func(title string)
}

// turnstile stands before a wiki. At the first write that comes to it meanwhile is called;
// uploads of names with the word of a fault are answered with that.
type turnstile struct {
	*httptest.Server
	mu        sync.Mutex
	written   map[string]bool // titles, as the writes name them
	meanwhile func()
	faults    map[string]string // word in a file's name -> the wiki's code
}

func newTurnstile(t *testing.T, api string) *turnstile {
	t.Helper()
	to, err := url.Parse(api)
	check(t, err)
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: to.Scheme, Host: to.Host})
	g := &turnstile{written: map[string]bool{}}
	g.Server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if action := formValue(r, "action"); action == "upload" || action == "edit" {
			title := formValue(r, "filename") + strings.TrimPrefix(formValue(r, "title"), "File:")
			g.mu.Lock()
			meanwhile := g.meanwhile
			g.meanwhile = nil
			g.written[strings.ReplaceAll(title, "_", " ")] = true
			code := ""
			for word, c := range g.faults {
				if strings.Contains(title, word) {
					code = c
				}
			}
			g.mu.Unlock()
			if meanwhile != nil {
				meanwhile()
			}
			if code != "" {
				io.Copy(io.Discard, r.Body)
				rw.Header().Set("Content-Type", "application/json")
				fmt.Fprintf(rw, `{"error":{"code":%q,"info":"The wiki refuses this."},"errors":[{"code":%q,"text":"The wiki refuses this."}]}`, code, code)
				return
			}
		}
		proxy.ServeHTTP(rw, r)
	}))
	t.Cleanup(g.Close)
	return g
}

// titles are those that were written, or tried, since it was asked last.
func (g *turnstile) titles() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	var list []string
	for title := range g.written {
		list = append(list, title)
	}
	clear(g.written)
	slices.Sort(list)
	return list
}

func TestRetriedFromAWorklist(t *testing.T) {
	t.Parallel()
	us, _, wiki := twoAccounts(t)
	us.login(sandbox.User, sandbox.Password)
	retriedFromAWorklist(t, us, others{
		upload: func(files map[string]string) {
			for title, content := range files {
				check(t, wiki.PutFile(title, []byte(content), "", "Anna"))
			}
		},
		protect: func(title string) { check(t, wiki.Protect("File:"+title)) },
		free:    func(title string) { check(t, wiki.Unprotect("File:"+title)) },
		remove:  func(title string) { check(t, wiki.Delete("File:"+title, "twice")) },
	})
}

func TestRealRetriedFromAWorklist(t *testing.T) {
	us := dialReal(t)
	them := us.as("WIKIFORM_TEST_PLAIN_")
	admin := logIn(t, us.api, os.Getenv("WIKIFORM_TEST_ADMIN_USER"), os.Getenv("WIKIFORM_TEST_ADMIN_PASSWORD"))
	retriedFromAWorklist(t, us, others{
		upload: func(files map[string]string) {
			dir := t.TempDir()
			them.block(t, dir)
			var hcl strings.Builder
			for title, content := range files {
				name := fmt.Sprintf("f%d", hcl.Len())
				putFile(t, filepath.Join(dir, name+".svg"), content)
				fmt.Fprintf(&hcl, "file %q {\n  source = \"%s.svg\"\n  title = %q\n}\n", name, name, title)
			}
			putFile(t, filepath.Join(dir, "main.wiki.hcl"), hcl.String())
			them.run(t, dir, 0, "apply", "-auto-approve")
		},
		protect: func(title string) {
			admin.post(t, url.Values{"action": {"protect"}, "title": {"File:" + title}, "protections": {"create=sysop"}, "reason": {"test"}})
		},
		free: func(title string) {
			admin.post(t, url.Values{"action": {"protect"}, "title": {"File:" + title}, "protections": {"create=all"}, "reason": {"test"}})
		},
		remove: func(title string) {
			admin.post(t, url.Values{"action": {"delete"}, "title": {"File:" + title}, "reason": {"twice"}})
		},
	})
}

// retriedFromAWorklist has 30 of 40 files fail, of six kinds, and tries exactly these
// again until none is left.
func retriedFromAWorklist(t *testing.T, us realWiki, them others) {
	const each = 5
	id, dir := runID(), t.TempDir()
	kinds := []string{"good", "stale", "protected", "copied", "filtered", "broken", "refused", "well"}
	g := newTurnstile(t, us.api)
	host := func(u string) string { return strings.NewReplacer("-", "__", ".", "_", ":", "_").Replace(u) }
	through := realWiki{api: g.URL + "/w/api.php", env: map[string]string{}}
	for name, value := range us.env {
		kind := strings.Join(strings.SplitN(name, "_", 3)[:2], "_")
		through.env[kind+"_"+host(strings.TrimPrefix(g.URL, "http://"))] = value
	}
	through.block(t, dir)
	title := func(kind string, i int) string {
		ext := "svg"
		if kind == "refused" {
			ext = "php"
		}
		return fmt.Sprintf("Work %s %s %d.%s", id, kind, i, ext)
	}
	content := func(kind string, i int) string { return picture(fmt.Sprint(id, kind, i)) }
	all := func(kinds ...string) (titles []string) {
		for _, kind := range kinds {
			for i := range each {
				titles = append(titles, title(kind, i))
			}
		}
		slices.Sort(titles)
		return titles
	}
	declare := func() {
		var hcl strings.Builder
		for _, kind := range kinds {
			for i := range each {
				source := fmt.Sprintf("%s-%d.svg", kind, i)
				putFile(t, filepath.Join(dir, source), content(kind, i))
				fmt.Fprintf(&hcl, "file \"%s_%d\" {\n  source = %q\n  title = %q\n}\n", kind, i, source, title(kind, i))
			}
		}
		putFile(t, filepath.Join(dir, "main.wiki.hcl"), hcl.String())
	}
	declare()
	g.faults = map[string]string{"filtered": "abusefilter-disallowed", "broken": "verification-error"}
	g.meanwhile = func() {
		files := map[string]string{}
		for i := range each {
			files[title("stale", i)] = picture(fmt.Sprint(id, "theirs", i))
			files[fmt.Sprintf("Work %s there already %d.svg", id, i)] = content("copied", i)
			them.protect(title("protected", i))
		}
		them.upload(files)
	}
	list := filepath.Join(dir, "todo.jsonl")
	retry := func(code int, args ...string) map[string]map[string]int {
		t.Helper()
		out := through.run(t, dir, code, append([]string{"apply", "-auto-approve", "-parallelism=1", "-worklist=todo.jsonl"}, args...)...)
		if len(args) > 0 && !strings.Contains(out, " of the manifest's 40 files, as -target-file=todo.jsonl") {
			t.Errorf("nothing says that the plan is for a part:\n%s", out)
		}
		return worklistOf(t, list)
	}
	states := func(of map[string]map[string]int) string {
		b, err := json.MarshalIndent(of, "", " ")
		check(t, err)
		return string(b)
	}

	got := retry(4)
	want := map[string]map[string]int{
		"stale":     {"stale stale": each},
		"protected": {"failed denied": each},
		"copied":    {"failed duplicate": each},
		"filtered":  {"failed rejected": each},
		"broken":    {"failed rejected": each},
		"refused":   {"blocked extension_refused": each},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("the first run (-want +got):\n%s\n%s", diff, states(got))
	}
	// What came after the look for many the wiki itself refuses: it is asked to store that, too.
	if diff := cmp.Diff(all("good", "protected", "copied", "filtered", "broken", "stale", "well"), g.titles()); diff != "" {
		t.Errorf("the first run wrote (-want +got):\n%s", diff)
	}

	// What became of the others since is none of the list's business.
	own := map[string]string{}
	for i := range each {
		own[title("well", i)] = picture(fmt.Sprint(id, "their own", i))
	}
	them.upload(own)
	got = retry(4, "-target-file=todo.jsonl")
	delete(want, "stale") // it was planned anew
	want["protected"] = map[string]int{"blocked page_protected": each}
	want["copied"] = map[string]int{"blocked duplicate": each}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("the second run (-want +got):\n%s\n%s", diff, states(got))
	}
	if diff := cmp.Diff(all("stale", "filtered", "broken"), g.titles()); diff != "" {
		t.Errorf("the second run wrote (-want +got):\n%s", diff)
	}

	// All is mended, and the third run does what is left.
	g.faults = nil
	for i := range each {
		them.free(title("protected", i))
		them.remove(fmt.Sprintf("Work %s there already %d.svg", id, i))
	}
	replaceIn(t, filepath.Join(dir, "main.wiki.hcl"), ".php", ".svg")
	for i := range each {
		replaceIn(t, filepath.Join(dir, "main.wiki.hcl"), fmt.Sprintf("%q\n  title = %q", fmt.Sprintf("copied-%d.svg", i), title("copied", i)),
			fmt.Sprintf("%q\n  title = %q\n  accept_warnings = [\"duplicate-archive\"]", fmt.Sprintf("copied-%d.svg", i), title("copied", i)))
	}
	if got = retry(0, "-target-file=todo.jsonl"); len(got) > 0 {
		t.Errorf("something is left: %s", states(got))
	}
	done := all("protected", "copied", "filtered", "broken", "refused")
	for i := range done {
		done[i] = strings.ReplaceAll(done[i], ".php", ".svg")
	}
	slices.Sort(done)
	if diff := cmp.Diff(done, g.titles()); diff != "" {
		t.Errorf("the third run wrote (-want +got):\n%s", diff)
	}
	if b, err := os.ReadFile(list); err != nil || len(b) > 0 {
		t.Errorf("the list of nothing is %q, %v", b, err)
	}

	// An empty list is nothing to do, and all the rest is as somebody left it.
	out := through.run(t, dir, 0, "apply", "-auto-approve", "-target-file=todo.jsonl")
	if !strings.Contains(strings.Join(strings.Fields(out), " "), "This plan is for 0 of the manifest's 40 files, as -target-file=todo.jsonl, which is empty, says.") {
		t.Errorf("an empty list:\n%s", out)
	}
	if written := g.titles(); len(written) > 0 {
		t.Errorf("an empty list wrote %q", written)
	}
	if out := through.run(t, dir, 0, "plan"); !strings.Contains(out, fmt.Sprintf("Plan: 0 to add, %d to change", each)) {
		t.Errorf("the plan of all:\n%s", out)
	}
}

// worklistOf counts the entries of a worklist: by kind of file, the states and reasons.
func worklistOf(t *testing.T, path string) map[string]map[string]int {
	t.Helper()
	f, err := os.Open(path)
	check(t, err)
	defer f.Close()
	counts := map[string]map[string]int{}
	for from := json.NewDecoder(f); from.More(); {
		var e struct {
			Address, Title, State, Reason, Text, SHA1, Hint, Cure string
			Other                                                 string `json:"other_title"`
			At                                                    struct {
				Filename string
				Line     int
			} `json:"declared_at"`
		}
		check(t, from.Decode(&e))
		kind, _, _ := strings.Cut(strings.TrimPrefix(e.Address, "file."), "_")
		if e.Text == "" || len(e.SHA1) != 40 || e.At.Filename != "main.wiki.hcl" || e.At.Line == 0 || !strings.HasPrefix(e.Title, "File:Work ") {
			t.Errorf("an entry says too little: %+v", e)
		}
		if kind == "copied" != strings.Contains(e.Other, " there already ") {
			t.Errorf("%s is about the other title %q", e.Address, e.Other)
		}
		if counts[kind] == nil {
			counts[kind] = map[string]int{}
		}
		counts[kind][e.State+" "+e.Reason]++
	}
	return counts
}
