package cli_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestImport imports what a wiki has, by each way of asking: the plan is empty.
func TestImport(t *testing.T) {
	t.Parallel()
	testImport(t, sandboxOfNames(t))
}

func TestRealImport(t *testing.T) { testImport(t, dialRealNames(t)) }

func testImport(t *testing.T, w wikiOfNames) {
	m := newMuseum(t, w)
	m.settle(t)
	for name, way := range m.ways(t) {
		hows := [][]string{nil, {"-download"}, {"-template=Information"}, {"-template=Information", "-download"}}
		if name == "prefix" {
			hows = append(hows, []string{"-blocks"}, []string{"-blocks", "-template=Template:Information", "-download"})
		}
		for _, how := range hows {
			t.Run(name+strings.Join(how, ""), func(t *testing.T) {
				dir := t.TempDir()
				args := append(append([]string{}, way.args...), how...)
				out := m.run(t, dir, 0, args...)
				if !strings.Contains(out, "the plan for it is empty") {
					t.Errorf("it does not say that the plan is empty:\n%s", out)
				}
				w := m.realWiki
				w.env = m.credentials(t)
				if out := w.run(t, dir, 0, "plan", "-detailed-exitcode"); !strings.Contains(out, "No changes.") {
					t.Errorf("the plan is not empty:\n%s", out)
				}
				if slices.Contains(how, "-blocks") {
					return
				}
				titles, want := m.declares(t, dir), way.want
				if want == nil { // other files may be found, too
					want = m.titles
					titles = slices.DeleteFunc(titles, func(s string) bool { return !strings.HasPrefix(s, m.stem) })
				}
				if diff := cmp.Diff(want, titles); diff != "" {
					t.Errorf("what is declared (-want +got):\n%s", diff)
				}
				m.whole(t, dir, titles, slices.Contains(how, "-download"), slices.Contains(how, "-template=Information"))
				if how != nil {
					return
				}
				before := allIn(t, dir)
				m.run(t, dir, 0, args...)
				if diff := cmp.Diff(before, allIn(t, dir)); diff != "" {
					t.Errorf("importing once more changes the folder:\n%s", diff)
				}
			})
		}
	}
}

// TestRequestsOfAnImport counts what an import of 2,000 files costs a wiki, as an account
// without higher limits, with the plan after it. The template adds none, and three pages
// that do not use it are named.
func TestRequestsOfAnImport(t *testing.T) {
	t.Parallel()
	const files = 2000
	_, anna, wiki := twoAccounts(t)
	for i := range files {
		text := fmt.Sprintf("{{Information\n|Description=Number %d\n|Author=Anna\n}}\n[[Category:X]]", i)
		if i%800 == 10 {
			text = fmt.Sprintf("Number %d.", i)
		}
		check(t, wiki.PutFile(fmt.Sprintf("Old %04d.svg", i), []byte(picture(fmt.Sprint("old ", i))), text, "Anna"))
	}
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
	out := w.run(t, dir, 0, "import", "-all", "-template=Information", "-out=x", "-api="+w.api)
	for _, says := range []string{"2,000 files", "of 1,997 pages", "3 pages do not use the template, and keep their texts as files: Old 0010.svg, Old 0810.svg, Old 1610.svg.", "the plan for it is empty"} {
		if !strings.Contains(out, says) {
			t.Errorf("it does not say %q:\n%s", says, out)
		}
	}
	want := map[string]int{
		"query tokens": 1, "login ": 1, "query tagssiteinfo|userinfo|filerepoinfo": 1, // logging in
		"query allimages":                files / 500, // which there are
		"query imageinfo|info|revisions": 2 * files / 50,
	}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	all := 0
	for _, n := range counts {
		all += n
	}
	if all > 180 {
		t.Errorf("%d requests", all)
	}
}

// TestImportMeanwhile: what somebody changes between the import and its plan is named, and
// the same command puts it right.
func TestImportMeanwhile(t *testing.T) {
	t.Parallel()
	_, anna, wiki := twoAccounts(t)
	for i := range 3 {
		check(t, wiki.PutFile(fmt.Sprintf("Old %d.svg", i), []byte(picture(fmt.Sprint("old ", i))), "Before.", "Anna"))
	}
	var mu sync.Mutex
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		mu.Lock()
		if formValue(r, "prop") == "imageinfo|info|revisions" {
			if asked++; asked == 2 {
				if err := wiki.PutPage("File:Old 1.svg", "By a volunteer.", "Vera"); err != nil {
					t.Error(err)
				}
			}
		}
		mu.Unlock()
		wiki.ServeHTTP(rw, r)
	}))
	t.Cleanup(server.Close)
	w, dir := anna, t.TempDir()
	w.api = server.URL + "/w/api.php"
	w.login("Anna@wikiform", "anna")
	args := []string{"import", "-all", "-out=x", "-api=" + w.api}
	out := w.run(t, dir, 1, args...)
	if !strings.Contains(out, "Old 1.svg") || strings.Contains(out, "is empty") {
		t.Errorf("it says:\n%s", out)
	}
	if out := w.run(t, dir, 0, args...); !strings.Contains(out, "the plan for it is empty") {
		t.Errorf("it says:\n%s", out)
	}
	found := false
	for _, text := range allIn(t, dir) {
		found = found || text == "By a volunteer.\n"
	}
	if !found {
		t.Errorf("there is %v", allIn(t, dir))
	}
}
