package cli_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// gate stands before a wiki and lets so many requests through. The next one is not
// answered, whether it gets there or not, and nothing after it gets through: to the
// wiki that is a client that was killed.
type gate struct {
	to      *httputil.ReverseProxy
	mu      sync.Mutex
	left    int
	reaches bool // the one that is not answered gets there
	seen    int
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	g.seen++
	g.left--
	left := g.left
	g.mu.Unlock()
	switch {
	case left >= 0:
		g.to.ServeHTTP(w, r)
		return
	case left == -1 && g.reaches:
		g.to.ServeHTTP(httptest.NewRecorder(), r)
	}
	panic(http.ErrAbortHandler)
}

// let lets so many requests through from now on.
func (g *gate) let(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.left, g.seen = n, 0
}

func newGate(t *testing.T, api string, left int, reaches bool) (*gate, string) {
	t.Helper()
	u, err := url.Parse(api)
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{left: left, reaches: reaches, to: httputil.NewSingleHostReverseProxy(&url.URL{Scheme: u.Scheme, Host: u.Host})}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	return g, server.URL + u.Path
}

// TestNamesKilled kills an apply of a swap and a chain of three at every request. The
// next one always ends in the same state.
func TestNamesKilled(t *testing.T) {
	t.Parallel()
	killNames(t, sandboxOfNames(t), stride(5))
}

func TestRealNamesKilled(t *testing.T) { killNames(t, dialRealNames(t), stride(11)) }

// stride is over how many requests a kill goes on to the next, unless all are wanted.
func stride(n int) int {
	if os.Getenv("WIKIFORM_TEST_LONG") != "" {
		return 1
	}
	return n
}

func killNames(t *testing.T, w wikiOfNames, by int) {
	rename := func(l *life) {
		old := append([]string(nil), l.titles...)
		l.titles[0], l.titles[1] = old[1], old[0]
		l.titles[2], l.titles[3], l.titles[4] = old[3], old[4], l.title("end of the chain")
		l.write(t, "", moved(old[0], old[1])+moved(old[1], old[0])+moved(old[2], old[3])+moved(old[3], old[4])+moved(old[4], l.titles[4]))
	}
	for _, reaches := range []bool{false, true} {
		for n, over := 1, false; !over; n += by {
			l := newLife(t, w, 5)
			l.write(t, "", "")
			w.wikiform(t, l.dir, 0, "apply", "-auto-approve")
			before := w.under(t, l.titles...)
			old := append([]string(nil), l.titles...)
			rename(l)
			g, api := newGate(t, w.api, n, reaches)
			r := w.at(api)
			over = r.attempt(t, l.dir, "apply", "-auto-approve", "-retry-for=0", "-parallelism=1") == 0
			w.wikiform(t, l.dir, 0, "apply", "-auto-approve")
			want := map[string]under{}
			for i, title := range l.titles {
				want[title] = before[old[i]]
			}
			if diff := cmp.Diff(want, w.under(t, l.titles...)); diff != "" {
				t.Fatalf("killed at request %d of %d (reaches: %v) (-want +got):\n%s", n, g.seen, reaches, diff)
			}
			if left := w.under(t, old[2])[old[2]]; left.Target != old[3] {
				t.Errorf("killed at request %d: %s leads to %q, want %s", n, old[2], left.Target, old[3])
			}
			w.wikiform(t, l.dir, 0, "plan", "-detailed-exitcode")
		}
	}
}
