package mediawiki

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
	"wikiform/provider/sandbox"
)

// dialer connects to a wiki, whose answers to one action may be lost once.
type dialer func(t *testing.T, lost string) *Client

func dialLosing(t *testing.T, lost string) *Client {
	return dialReal(t, func(cfg *Config) {
		if lost != "" {
			cfg.Transport = &severed{RoundTripper: http.DefaultTransport, action: lost}
		}
	})
}

// sandboxed is a sandbox whose clock goes on by so much whenever it is looked at.
func sandboxed(t *testing.T, tick time.Duration) dialer {
	t.Helper()
	var past atomic.Int64
	began := time.Now().UTC().Truncate(time.Second)
	w, err := sandbox.New(sandbox.Clock(func() time.Time { return began.Add(time.Duration(past.Add(1)) * tick) }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return func(t *testing.T, lost string) *Client {
		c, err := Dial(t.Context(), Config{
			API: "http://127.0.0.1/w/api.php", Transport: &severed{RoundTripper: w.Transport(), action: lost},
			Credentials: Credentials{User: sandbox.User, Password: sandbox.Password},
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
}

func TestRealRevert(t *testing.T)   { reverts(t, dialLosing) }
func TestRevert(t *testing.T)       { reverts(t, sandboxed(t, time.Second)) }
func TestRealUndelete(t *testing.T) { undeletes(t, dialLosing) }
func TestUndelete(t *testing.T)     { undeletes(t, sandboxed(t, time.Second)) }

// replaced is a file with an old version.
func replaced(t *testing.T, c *Client) (title provider.Title, old, now provider.Version) {
	t.Helper()
	f := put(t, c, "replaced.png", "A barn.")
	return f.Title, *f.Version, replace(t, c, f)
}

func replace(t *testing.T, c *Client, f provider.File) provider.Version {
	t.Helper()
	body, d := bodyOf(picture(t, 3000))
	mustUpload(t, c, provider.Upload{Title: f.Title, Digest: d, Body: body, Before: f.Version, Comment: "another"})
	return *fileNow(t, c, f.Title).Version
}

func reverts(t *testing.T, dial dialer) {
	for name, lost := range map[string]string{"answered": "", "lost": "filerevert", "tags lost": "tag"} {
		t.Run(name, func(t *testing.T) {
			c := dial(t, lost)
			title, old, now := replaced(t, c)
			v, err := c.Revert(t.Context(), provider.Revert{Title: title, Old: old, Before: &now, Comment: "was better", Tags: []string{aTag(t, c)}})
			if err != nil || v.SHA1 != old.SHA1 || v.Comment != "was better" || v.Archive != "" || !v.Time.After(now.Time) {
				t.Fatalf("%+v, %v", v, err)
			}
			f := fileNow(t, c, title)
			if diff := cmp.Diff(v, *f.Version, cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "Archive" }, cmp.Ignore())); diff != "" || len(f.Page.Tags) != 1 {
				t.Errorf("%+v: %s", f.Page, diff)
			}
			h, err := c.Histories(t.Context(), []provider.Title{title})
			if err != nil || len(h[title].Versions) != 3 {
				t.Errorf("%+v, %v", h, err)
			}
			// What is there is there.
			if again, err := c.Revert(t.Context(), provider.Revert{Title: title, Old: old, Before: &v}); err != nil || !sameContent(v, again) {
				t.Errorf("%+v, %v", again, err)
			}
		})
	}
	t.Run("moved", func(t *testing.T) { // the archive name is another
		c := dial(t, "")
		title, old, now := replaced(t, c)
		to := freshTitle("moved.png")
		if _, err := c.Move(t.Context(), provider.Move{From: title, To: to, Page: fileNow(t, c, title).Page.ID}); err != nil {
			t.Fatal(err)
		}
		if v, err := c.Revert(t.Context(), provider.Revert{Title: to, Old: old, Before: &now}); err != nil || v.SHA1 != old.SHA1 {
			t.Errorf("%+v, %v", v, err)
		}
	})
	t.Run("not as seen", func(t *testing.T) {
		c := dial(t, "")
		title, old, now := replaced(t, c)
		other := now
		other.Time = other.Time.Add(-time.Second)
		gone := old
		gone.Time = gone.Time.Add(-time.Second)
		for name, r := range map[string]provider.Revert{
			"another version":        {Title: title, Old: old, Before: &other},
			"the same bytes as then": {Title: title, Old: old, Before: &old},
			"none was seen":          {Title: title, Old: old},
			"no such version":        {Title: title, Old: gone, Before: &now},
			"a hidden version":       {Title: title, Old: provider.Version{Time: old.Time}, Before: &now},
			"no file":                {Title: freshTitle("none.png"), Old: old, Before: &now},
		} {
			if _, err := c.Revert(t.Context(), r); provider.KindOf(err) != provider.Conflict {
				t.Errorf("%s: %v", name, err)
			}
		}
		if f := fileNow(t, c, title); !sameContent(*f.Version, now) {
			t.Errorf("it is %+v now", f.Version)
		}
	})
}

func aTag(t *testing.T, c *Client) string {
	t.Helper()
	for _, tag := range c.Site().Tags {
		return tag
	}
	t.Fatal("the wiki has no tags")
	return ""
}

// remove deletes a page, and gives what it was and what is left of it.
func remove(t *testing.T, c *Client, title provider.Title) (provider.File, provider.Deleted) {
	t.Helper()
	f := fileNow(t, c, title)
	if _, err := c.Delete(t.Context(), provider.Delete{Title: title, Page: f.Page.ID, Reason: "gone"}); err != nil {
		t.Fatal(err)
	}
	never := freshTitle("never.png")
	rows, err := c.DeletedRows(t.Context(), []provider.Title{title, never})
	if err != nil || len(rows) != 2 || !cmp.Equal(rows[never], provider.Deleted{}) {
		t.Fatalf("%+v, %v", rows, err)
	}
	return f, rows[title]
}

func undeletes(t *testing.T, dial dialer) {
	named := func(title provider.Title, d provider.Deleted) provider.Undelete {
		return provider.Undelete{Title: title, Rows: d, Reason: "back"}
	}
	for name, lost := range map[string]string{"answered": "", "lost": "undelete"} {
		t.Run(name, func(t *testing.T) {
			c := dial(t, lost)
			title, old, now := replaced(t, c)
			before, d := remove(t, c, title)
			want := []provider.DeletedVersion{{Version: now}, {Version: old}}
			if len(d.Versions) == 2 && len(d.Revisions) == 2 {
				want[1].Archive = d.Versions[1].Archive
				for i := range want {
					want[i].ID, want[i].Comment = d.Versions[i].ID, ""
				}
				if d.Revisions[0].ID != before.Page.Rev || d.Revisions[1].ID != before.Page.Parent || d.Revisions[0].TextSHA1 != before.Page.TextSHA1 {
					t.Errorf("%+v", d.Revisions)
				}
			}
			if diff := cmp.Diff(want, d.Versions); diff != "" || want[1].Archive == "" || d.Cut {
				t.Fatal(diff)
			}
			if err := c.Undelete(t.Context(), named(title, d)); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, fileNow(t, c, title)); diff != "" {
				t.Error(diff)
			}
			log, err := c.Deletions(t.Context(), []provider.Title{title})
			if l := log[title]; err != nil || len(l.Deletions) != 1 || l.Deletions[0].Page != before.Page.ID || l.Deletions[0].Version != "" || len(l.Restorations) != 1 ||
				l.Restorations[0].Revisions != 2 || l.Restorations[0].Versions != 2 || l.Restorations[0].Page != before.Page.ID || l.Restorations[0].ID <= l.Deletions[0].ID {
				t.Errorf("%+v, %v", log[title], err)
			}
			// The rows are gone, and the title is not free.
			if err := c.Undelete(t.Context(), named(title, d)); provider.KindOf(err) != provider.Conflict {
				t.Errorf("once more: %v", err)
			}
		})
	}
	t.Run("some of it", func(t *testing.T) { // two lives of a title, the first comes back
		c := dial(t, "")
		first := put(t, c, "twice.png", "first")
		_, d := remove(t, c, first.Title)
		for fileNow(t, c, put(t, c, "clock.png", "").Title).Page.Time.Equal(first.Page.Time) { // else they are of one second
		}
		body, sum := bodyOf(picture(t, 3000))
		mustUpload(t, c, provider.Upload{Title: first.Title, Digest: sum, Body: body, Text: "second", Accept: []provider.WarningKind{provider.WarnWasDeleted}})
		if err := c.Undelete(t.Context(), named(first.Title, d)); provider.KindOf(err) != provider.Conflict {
			t.Errorf("under a title that has a file: %v", err)
		}
		_, both := remove(t, c, first.Title)
		if len(both.Versions) != 2 || len(both.Revisions) != 2 {
			t.Errorf("%+v", both)
		}
		if err := c.Undelete(t.Context(), named(first.Title, d)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, fileNow(t, c, first.Title)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("not there", func(t *testing.T) {
		c := dial(t, "")
		f := put(t, c, "gone.png", "text")
		_, d := remove(t, c, f.Title)
		all := named(f.Title, d)
		earlier, unknown, hour := d.Revisions[0], d.Versions[0], d.Versions[0]
		earlier.Time, unknown.ID, hour.Time = earlier.Time.Add(-time.Hour), 1<<40, hour.Time.Add(-time.Hour)
		for name, rows := range map[string]provider.Deleted{
			"a revision":      {Revisions: append(d.Revisions, earlier), Versions: d.Versions},
			"a version":       {Revisions: d.Revisions, Versions: append(d.Versions, unknown)},
			"another version": {Revisions: d.Revisions, Versions: []provider.DeletedVersion{hour}},
		} {
			u := named(f.Title, rows)
			if err := c.Undelete(t.Context(), u); provider.KindOf(err) != provider.Conflict {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := c.Undelete(t.Context(), provider.Undelete{Title: f.Title}); provider.KindOf(err) != provider.Bug {
			t.Errorf("nothing is named: %v", err)
		}
		if now := fileNow(t, c, f.Title); now.Version != nil || now.Page != nil {
			t.Errorf("it is %+v now", now)
		}
		mustEdit(t, c, f.Title, 0, "It waits for its file.")
		if err := c.Undelete(t.Context(), all); provider.KindOf(err) != provider.Conflict {
			t.Errorf("under a title that has a page: %v", err)
		}
	})
}

// ofOneSecond has two revisions that the wiki cannot tell apart, so that one of them does
// not come back alone.
func ofOneSecond(t *testing.T, c *Client) {
	for range 20 { // the second may end between them
		title := freshTitle("page.png")
		mustEdit(t, c, title, 0, "text")
		mustEdit(t, c, title, fileNow(t, c, title).Page.Rev, "another")
		_, d := remove(t, c, title)
		if len(d.Revisions) != 2 || !d.Revisions[0].Time.Equal(d.Revisions[1].Time) {
			continue
		}
		if err := c.Undelete(t.Context(), provider.Undelete{Title: title, Rows: provider.Deleted{Revisions: d.Revisions[:1]}}); provider.KindOf(err) != provider.Conflict {
			t.Error(err)
		}
		if err := c.Undelete(t.Context(), provider.Undelete{Title: title, Rows: d}); err != nil {
			t.Error(err)
		}
		return
	}
	t.Fatal("no two revisions of one second came about")
}

func TestRealUndeleteOfOneSecond(t *testing.T) { ofOneSecond(t, dialReal(t, nil)) }
func TestUndeleteOfOneSecond(t *testing.T)     { ofOneSecond(t, sandboxed(t, 0)(t, "")) }
