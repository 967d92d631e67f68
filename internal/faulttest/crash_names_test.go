package faulttest

import (
	"fmt"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// namesManifest has a chain, two files that change places, and a deletion.
const namesManifest = `wiki "w" {
  api = %q
}
moved {
  for_each = {
    "A.png" = "B.png"
    "B.png" = "C.png"
    "X.png" = "Y.png"
    "Y.png" = "X.png"
  }
  from = each.key
  to   = each.value
}
absent "gone" {
  title  = "Z.png"
  reason = "Replaced"
}
`

// TestCrashNames kills the program at every request of a run that moves files in a chain
// and in a circle and deletes one, before the wiki carried it out and after. The next
// run must end with every page, version and revision where one run brings them.
func TestCrashNames(t *testing.T) {
	t.Parallel()
	for _, how := range []agreement{anything, savedPlan, digests} {
		want, requests := crashNamesAt(t, how, 0, false)
		if requests < 15 {
			t.Fatalf("%s: a run has only %d requests", how, requests)
		}
		ids := map[string]int64{"B.png": 1, "C.png": 2, "Y.png": 3, "X.png": 4}
		for title, id := range ids {
			if want[title].Page != id {
				t.Errorf("%s: %s is page %d, not %d", how, title, want[title].Page, id)
			}
		}
		if want["A.png"].Leads != "B.png" || len(want) != len(ids)+1 {
			t.Errorf("%s: the wiki has %v", how, want)
		}
		stride := 4
		if os.Getenv("WIKIFORM_TEST_LONG") == "1" {
			stride = 1
		}
		for n := 1; n <= requests; n += stride {
			for _, after := range []bool{false, true} {
				at := n
				if after {
					at = min(n+stride/2, requests)
				}
				if got, _ := crashNamesAt(t, how, at, after); !cmp.Equal(want, got) {
					t.Errorf("%s: killed at request %d, after %t (-want +got):\n%s", how, at, after, cmp.Diff(want, got))
				}
			}
		}
	}
}

// crashNamesAt kills at request n, 0 for never, and gives what the wiki then has and the
// number of requests.
func crashNamesAt(t *testing.T, how agreement, n int, after bool) (snapshot, int) {
	t.Helper()
	wiki, err := sandbox.New()
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{wiki: wiki}
	server := httptest.NewServer(g)
	defer server.Close()
	p := &project{dir: t.TempDir(), apply: []string{"apply", "-auto-approve", "-parallelism=1"}}
	p.write(t, "main.wiki.hcl", fmt.Appendf(nil, namesManifest, server.URL+"/w/api.php"))
	c, err := mediawiki.Dial(t.Context(), mediawiki.Config{
		API: server.URL + "/w/api.php", Credentials: mediawiki.Credentials{User: sandbox.User, Password: sandbox.Password},
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, title := range []string{"A.png", "B.png", "X.png", "Y.png", "Z.png"} {
		if err := upload(c, title, append([]byte(smallest), byte(i)), comment); err != nil {
			t.Fatal(err)
		}
	}
	env := credentials(server.URL, sandbox.User, sandbox.Password)
	g.agree(t, p, env, how)
	kept := g.keepReceipts(t, p.dir)
	g.dieAt(n, after)
	code, out := g.run(t, p.dir, env, p.apply...)
	requests := g.requests()
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
	kept.check(t, where, true)
	if code, out := g.run(t, p.dir, env, "plan", "-detailed-exitcode"); code != 0 {
		t.Fatalf("%s: the plan after it ended with %d\n%s", where, code, out)
	}
	now, err := (&world{wiki: wiki}).snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return now, requests
}
