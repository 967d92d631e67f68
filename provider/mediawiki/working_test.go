package mediawiki_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"

	"wikiform/internal/working"
	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// looking sees at each request what is said to be worked at.
type looking struct {
	http.RoundTripper
	board *working.Board
	mu    sync.Mutex
	seen  []string
}

func (l *looking) RoundTrip(r *http.Request) (*http.Response, error) {
	l.mu.Lock()
	l.seen = append(l.seen, l.board.String())
	l.mu.Unlock()
	return l.RoundTripper.RoundTrip(r)
}

// Questions about many titles tell how far they are.
func TestQuestionsAreCounted(t *testing.T) {
	t.Parallel()
	w, err := sandbox.New()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	look := &looking{RoundTripper: w.Transport(), board: &working.Board{}}
	c, err := mediawiki.Dial(t.Context(), mediawiki.Config{API: "http://127.0.0.1/w/api.php", Transport: look})
	if err != nil {
		t.Fatal(err)
	}
	var titles []provider.Title
	var revisions []int64
	for i := range 120 {
		titles, revisions = append(titles, provider.Title(fmt.Sprintf("Plate %d.png", i))), append(revisions, int64(i+1000))
	}
	ctx := working.With(t.Context(), look.board)
	for name, ask := range map[string]func(context.Context) error{
		"files":     func(ctx context.Context) error { _, err := c.Files(ctx, titles); return err },
		"revisions": func(ctx context.Context) error { _, err := c.Revisions(ctx, revisions); return err },
	} {
		look.seen = nil
		if err := ask(ctx); err != nil {
			t.Fatal(err)
		}
		want := []string{"asking the wiki 0/120", "asking the wiki 50/120", "asking the wiki 100/120"}
		if name == "revisions" && !slices.Equal(look.seen, want) {
			t.Errorf("%s: said %q, want %q", name, look.seen, want)
		}
		// Of files two batches are asked about at once, and the third after the first.
		if s := look.seen; name == "files" && (len(s) != 3 || s[0] != want[0] || !slices.Contains(want[1:], s[2])) {
			t.Errorf("%s: said %q", name, s)
		}
	}
	look.seen = nil
	if _, err := c.Holders(ctx, []provider.SHA1{{1}}); err != nil || !slices.Contains(look.seen, "duplicates 0/1") {
		t.Errorf("said %q, %v", look.seen, err)
	}
	if left := look.board.String(); left != "" {
		t.Errorf("left on the board: %q", left)
	}
}
