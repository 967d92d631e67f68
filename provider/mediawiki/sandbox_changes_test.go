package mediawiki_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/provider/mediawiki"
	"wikiform/provider/sandbox"
)

// changing is a wiki whose clock a test sets.
type changing struct {
	*sandbox.Wiki
	*mediawiki.Client
	now time.Time
	n   int
}

func newChanging(t *testing.T, opts ...sandbox.Option) *changing {
	t.Helper()
	c := &changing{now: time.Date(2026, 11, 27, 6, 0, 0, 0, time.UTC)}
	w, err := sandbox.New(append(opts, sandbox.Clock(func() time.Time { return c.now }))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	c.Wiki = w
	if c.Client, err = mediawiki.Dial(t.Context(), mediawiki.Config{API: "http://127.0.0.1/w/api.php", Transport: w.Transport()}); err != nil {
		t.Fatal(err)
	}
	return c
}

// put stores new content, a minute later.
func (c *changing) put(name string) error {
	c.n++
	c.now = c.now.Add(time.Minute)
	return c.PutFile(name, fmt.Append([]byte("\x89PNG\r\n\x1a\n"), name, c.n), "text of "+name, "Bot")
}

// Each way in which a file can change is told, by the titles that it touches.
func TestChangedEachWay(t *testing.T) {
	t.Parallel()
	for name, way := range map[string]struct {
		before, act func(*changing) error
		want        []provider.Title
	}{
		"nothing":       {act: func(c *changing) error { return nil }},
		"no file":       {act: func(c *changing) error { return c.PutPage("Template:X", "text", "Anna") }},
		"an upload":     {act: func(c *changing) error { return c.put("B.png") }, want: []provider.Title{"B.png"}},
		"a new version": {act: func(c *changing) error { return c.put("A.png") }, want: []provider.Title{"A.png"}},
		"an edit":       {act: func(c *changing) error { return c.PutPage("File:A.png", "other", "Anna") }, want: []provider.Title{"A.png"}},
		"a protection":  {act: func(c *changing) error { return c.Protect("File:A.png") }, want: []provider.Title{"A.png"}},
		"its end": {before: func(c *changing) error { return c.Protect("File:A.png") },
			act: func(c *changing) error { return c.Unprotect("File:A.png") }, want: []provider.Title{"A.png"}},
		"a move": {act: func(c *changing) error { return c.Wiki.Move("Anna", "File:A.png", "File:B.png", true) }, want: []provider.Title{"A.png", "B.png"}},
		"a move without a redirect": {act: func(c *changing) error { return c.Wiki.Move("Anna", "File:A.png", "File:B.png", false) },
			want: []provider.Title{"A.png", "B.png"}},
		"a move over a redirect": {before: func(c *changing) error { return c.Redirect("Anna", "File:B.png", "File:A.png") },
			act: func(c *changing) error { return c.Wiki.Move("Anna", "File:A.png", "File:B.png", false) }, want: []provider.Title{"A.png", "B.png"}},
		"a deletion": {act: func(c *changing) error { return c.Wiki.Delete("File:A.png", "why") }, want: []provider.Title{"A.png"}},
		"a restoration": {before: func(c *changing) error { return c.Wiki.Delete("File:A.png", "why") },
			act: func(c *changing) error { return c.Restore("File:A.png") }, want: []provider.Title{"A.png"}},
		"an old version deleted": {before: func(c *changing) error { return c.put("A.png") },
			act: func(c *changing) error { return c.DeleteVersion("File:A.png") }, want: []provider.Title{"A.png"}},
		"a tag":           {act: func(c *changing) error { return c.Label("File:A.png", "logo") }, want: []provider.Title{"A.png"}},
		"a content model": {act: func(c *changing) error { return c.SetModel("File:A.png", "text") }, want: []provider.Title{"A.png"}},
		"an import": {act: func(c *changing) error {
			return c.Import("File:A.png", "xx>Anna", "old", "", c.now.Add(-time.Hour))
		}, want: []provider.Title{"A.png"}},
		"a hidden revision": {before: func(c *changing) error { return c.PutPage("File:A.png", "other", "Anna") },
			act: func(c *changing) error { return c.Hide(1, "content") }, want: []provider.Title{"A.png"}},
		"histories that become one": {before: func(c *changing) error { return c.put("Z.png") },
			act: func(c *changing) error { return c.MergeHistory("File:A.png", "File:Z.png") }, want: []provider.Title{"A.png", "Z.png"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newChanging(t)
			must := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			must(c.put("A.png"))
			if way.before != nil {
				c.now = c.now.Add(time.Hour)
				must(way.before(c))
			}
			mark, err := c.Newest(t.Context())
			must(err)
			if mark.Log == 0 || mark.LogTime.IsZero() || (mark.Rev == 0) != (name == "a restoration") {
				t.Fatalf("the mark is %+v", mark)
			}
			c.now = c.now.Add(time.Hour)
			since := c.now
			must(way.act(c))
			got, err := c.Changed(t.Context(), since, mark, 10)
			must(err)
			if diff := cmp.Diff(way.want, slices.Sorted(maps.Keys(got.Titles))); diff != "" || got.Lost != "" || got.Untold != "" {
				t.Errorf("%+v\n%s", got, diff)
			}
			newest, err := c.Newest(t.Context())
			must(err)
			if name != "a move over a redirect" && newest.Log != got.Newest.Log { // a deletion comes before its move
				t.Errorf("the newest is %+v, told was %+v", newest, got.Newest)
			}
		})
	}
}

// What is hidden of the log is told as missing: not where everything that was hidden is
// older than the mark.
func TestChangedHidden(t *testing.T) {
	t.Parallel()
	c := newChanging(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(c.put("A.png"))
	must(c.put("B.png"))
	must(c.put("C.png"))
	c.now = c.now.Add(time.Hour)
	mark, err := c.Newest(t.Context())
	must(err)
	since := c.now
	must(c.HideLog("File:A.png", "upload"))
	got, err := c.Changed(t.Context(), since, mark, 10)
	if must(err); got.Untold != "" || len(got.Titles) > 0 {
		t.Errorf("hidden before: %+v", got)
	}
	c.now = c.now.Add(time.Minute)
	must(c.Wiki.Delete("File:B.png", "why"))
	must(c.HideLog("File:B.png", "delete"))
	got, err = c.Changed(t.Context(), since, mark, 10)
	if must(err); !strings.Contains(got.Untold, "hidden") || got.Titles["B.png"] {
		t.Errorf("hidden since: %+v", got)
	}
}

// A wiki that was set up again from a backup has not the history in which the mark was set.
func TestChangedLost(t *testing.T) {
	t.Parallel()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	c := newChanging(t)
	must(c.put("A.png"))
	must(c.put("B.png"))
	must(c.PutPage("File:B.png", "other", "Anna"))
	mark, err := c.Newest(t.Context())
	must(err)
	backup := newChanging(t)
	must(backup.put("A.png"))
	for name, m := range map[string]provider.Mark{
		"of the log": mark,
		"a revision": {Rev: mark.Rev, RevTime: mark.RevTime},
	} {
		got, err := backup.Changed(t.Context(), c.now.Add(time.Hour), m, 10)
		if must(err); got.Lost == "" {
			t.Errorf("%s: %+v", name, got)
		}
		got, err = c.Changed(t.Context(), c.now.Add(time.Hour), m, 10)
		if must(err); got.Lost != "" {
			t.Errorf("%s, on the wiki where it was set: %+v", name, got)
		}
	}
	// A revision that was deleted is gone, and the log says so.
	c.now = c.now.Add(time.Hour)
	must(c.Wiki.Delete("File:B.png", "why"))
	got, err := c.Changed(t.Context(), c.now, mark, 10)
	if must(err); got.Lost != "" || !got.Titles["B.png"] {
		t.Errorf("deleted: %+v", got)
	}
	// A wiki without any files has no mark, and none is missed there.
	empty := newChanging(t)
	if m, err := empty.Newest(t.Context()); err != nil || m != (provider.Mark{}) {
		t.Errorf("an empty wiki: %+v, %v", m, err)
	}
	if got, err := empty.Changed(t.Context(), c.now, provider.Mark{}, 10); err != nil || got.Lost != "" || len(got.Titles) > 0 {
		t.Errorf("an empty wiki: %+v, %v", got, err)
	}
}

// Where more has changed than may be asked for, that is said; and both lists are read to
// their ends, whichever is longer.
func TestChangedBounded(t *testing.T) {
	t.Parallel()
	c := newChanging(t)
	since := c.now
	for i := range 1300 {
		if err := c.PutPage(fmt.Sprintf("File:P%d.png", i%1200), fmt.Sprint("text", i), "Anna"); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 300 {
		if err := c.Protect(fmt.Sprintf("File:P%d.png", i)); err != nil {
			t.Fatal(err)
		}
	}
	for requests, whole := range map[int]bool{1: false, 3: false, 4: true, 100: true} { // 1,600 revisions, 500 a request
		got, err := c.Changed(t.Context(), since, provider.Mark{}, requests)
		if err != nil {
			t.Fatal(err)
		}
		if (got.Untold == "") != whole || whole && len(got.Titles) != 1200 {
			t.Errorf("in %d requests: %d titles, %q", requests, len(got.Titles), got.Untold)
		}
	}
}
