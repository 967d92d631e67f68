package cli_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wikiform/provider/sandbox"
)

// TestRequestsOfMerges counts what a plan of ten thousand files costs a wiki whose pages are
// merged: where nothing was changed as much as in exact, and else by how many pages differ.
func TestRequestsOfMerges(t *testing.T) {
	t.Parallel()
	const files = 10_000
	var seconds atomic.Int64
	wiki, err := sandbox.New(sandbox.Clock(func() time.Time { return time.Unix(1_795_000_000+seconds.Add(1), 0) }))
	check(t, err)
	t.Cleanup(func() { wiki.Close() })
	var requests atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		wiki.ServeHTTP(rw, r)
	}))
	t.Cleanup(server.Close)
	w, dir := realWiki{api: server.URL + "/w/api.php"}, t.TempDir()
	w.login(sandbox.User, sandbox.Password)
	const ours, hers = "The museum's words.\n\nA picture of 1912.\n\n[[Category:Museum]]", "\n[[Category:Hers]]"
	for i := range files {
		check(t, wiki.PutFile(fmt.Sprintf("F%d.svg", i), []byte(picture("one")), ours, "Sandbox"))
	}
	putFile(t, filepath.Join(dir, "f.svg"), picture("one"))
	planned := func(mode string, rows int, text, says string) int64 {
		t.Helper()
		table := "n\n"
		for i := range rows {
			table += fmt.Sprintf("%d\n", i)
		}
		putFile(t, filepath.Join(dir, "table.csv"), table)
		putFile(t, filepath.Join(dir, "main.wiki.hcl"), fmt.Sprintf(`wiki "real" {
  api      = %q
  accounts = ["Sandbox"]
}
file "f" {
  for_each         = toset([for r in csvdecode(file("table.csv")) : r.n])
  source           = "f.svg"
  title            = "F${each.key}.svg"
  description      = %q
  description_mode = %q
}
`, w.api, text, mode))
		requests.Store(0)
		if out := w.run(t, dir, 0, "plan"); !strings.Contains(out, says) {
			t.Errorf("%s: the plan does not say %q:\n%s", mode, says, out[max(0, len(out)-600):])
		}
		return requests.Load()
	}
	const nothing = "No changes. The wiki matches the manifest"
	exact := planned("exact", files, ours, nothing)
	if merge := planned("merge", files, ours, nothing); merge > exact+2 {
		t.Errorf("nothing was changed: %d requests, %d in exact", merge, exact)
	}

	// A thousand pages have a line of a volunteer's, and the manifest says what it said: two
	// looks up their histories, 500 at a time, and a text of each, 50 at a time, in the place
	// of what a plan asks that writes them.
	const changed = 1_000
	for i := range changed {
		check(t, wiki.PutPage(fmt.Sprintf("File:F%d.svg", i), ours+hers, "Anna"))
	}
	was := planned("exact", files, ours, "1,000 to change")
	kept := planned("merge", files, ours, nothing)
	t.Logf("%d of %d pages changed by others: %d requests in exact, %d in merge", changed, files, was, kept)
	if most := was + 2*changed/500; kept > most {
		t.Errorf("others changed %d pages: %d requests, %d in exact", changed, kept, was)
	}

	// And the manifest changes another line, of two thousand.
	const rows = 2_000
	text := strings.Replace(ours, "1912", "1913", 1)
	was = planned("exact", rows, text, "2,000 to change")
	merged := planned("merge", rows, text, "2,000 to change")
	t.Logf("%d pages changed by the manifest, %d of them by others: %d requests in exact, %d in merge", rows, changed, was, merged)
	if most := was + changed/50 + 2*rows/500 + 2; merged > most {
		t.Errorf("the manifest changed %d pages: %d requests, %d in exact", rows, merged, was)
	}
}
