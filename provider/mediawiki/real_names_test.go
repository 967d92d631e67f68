package mediawiki

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// put makes a file on the wiki and gives what is there then.
func put(t *testing.T, c *Client, name, text string) provider.File {
	t.Helper()
	title := freshTitle(name)
	body, d := bodyOf(picture(t, 3000))
	mustUpload(t, c, provider.Upload{Title: title, Digest: d, Body: body, Text: text, Comment: "mark"})
	return fileNow(t, c, title)
}

func mustEdit(t *testing.T, c *Client, title provider.Title, base int64, text string) {
	t.Helper()
	if _, err := c.Edit(t.Context(), provider.Edit{Title: title, Base: base, Text: text, Summary: "test"}); err != nil {
		t.Fatalf("%s: %v", title, err)
	}
}

func redirectTo(page string) string { return "#REDIRECT [[" + page + "]]" }

func TestRealTargets(t *testing.T) {
	c := dialReal(t, nil)
	aim := put(t, c, "aim.png", "").Title
	one, two, self, other, missing := freshTitle("one.png"), freshTitle("two.png"), freshTitle("self.png"), freshTitle("other.png"), freshTitle("missing.png")
	for title, to := range map[provider.Title]string{one: aim.Page() + "#part", two: one.Page(), self: self.Page(), other: "Project:Some page"} {
		mustEdit(t, c, title, 0, redirectTo(to))
	}
	got, err := c.Targets(t.Context(), []provider.Title{aim, one, two, self, other, missing})
	want := map[provider.Title]string{one: aim.Page(), two: one.Page(), self: self.Page(), other: got[other]}
	if diff := cmp.Diff(want, got); err != nil || diff != "" || got[other] == "" {
		t.Error(err, diff)
	}
	if got, err = c.Targets(t.Context(), []provider.Title{self}); err != nil || got[self] != self.Page() {
		t.Errorf("a circle alone: %v, %v", got, err)
	}
}

func TestRealUsage(t *testing.T) {
	c := dialReal(t, nil)
	aim := put(t, c, "aim.png", "").Title
	from, shows, missing, unused := freshTitle("from.png"), freshTitle("shows.png"), freshTitle("missing.png"), freshTitle("unused.png")
	mustEdit(t, c, from, 0, redirectTo(aim.Page()))
	mustEdit(t, c, shows, 0, "[["+aim.Page()+"]] [["+from.Page()+"]] [["+missing.Page()+"]] [["+shows.Page()+"]]")
	want := map[provider.Title]provider.Usage{unused: {}, shows: {}}
	for _, title := range []provider.Title{aim, from, missing} {
		want[title] = provider.Usage{Count: 1, Pages: []string{shows.Page()}}
	}
	var diff string
	for range 20 { // the wiki notes it after its answer
		got, err := c.Usage(t.Context(), []provider.Title{aim, from, missing, unused, shows})
		if err != nil {
			t.Fatal(err)
		}
		if diff = cmp.Diff(want, got); diff == "" {
			return
		}
		time.Sleep(300 * time.Millisecond)
	}
	t.Error(diff)
}

// severed loses the answers to requests with an action, each action's first.
type severed struct {
	http.RoundTripper
	action string
	lost   int
}

func (s *severed) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := s.RoundTripper.RoundTrip(req)
	if err == nil && s.lost == 0 && req.URL.Query().Get("action") == s.action {
		s.lost++
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		return nil, errReset
	}
	return resp, err
}

func TestRealMove(t *testing.T) {
	for name, lose := range map[string]bool{"answered": false, "lost": true} {
		t.Run(name, func(t *testing.T) {
			wire := &severed{RoundTripper: http.DefaultTransport, action: "move"}
			c := dialReal(t, func(cfg *Config) {
				if lose {
					cfg.Transport = wire
				}
			})
			move := func(from, to provider.Title, page int64, redirect bool) provider.Moved {
				t.Helper()
				wire.lost = 0
				did, err := c.Move(t.Context(), provider.Move{From: from, To: to, Page: page, Reason: "why", Redirect: redirect})
				if err != nil || did.Redirect != redirect || lose != (wire.lost == 1) {
					t.Errorf("%s to %s: %+v, %v; %d answers lost", from, to, did, err, wire.lost)
				}
				return did
			}
			a := put(t, c, "a.png", "text of a")
			to, via := freshTitle("to.png"), freshTitle("via.png")
			move(a.Title, to, a.Page.ID, true)
			now := fileNow(t, c, to)
			if now.Page == nil || now.Page.ID != a.Page.ID || now.Version == nil || *now.Version != *a.Version || now.Page.TextSHA1 != a.Page.TextSHA1 {
				t.Errorf("moved to %+v, it was %+v", now, a)
			}
			if left := fileNow(t, c, a.Title); !left.Redirect || left.Version != nil || left.Page.ID == a.Page.ID {
				t.Errorf("left %+v", left)
			}
			// A swap through a title of its own.
			b := put(t, c, "b.png", "text of b")
			move(to, via, a.Page.ID, false)
			move(b.Title, to, b.Page.ID, false)
			move(via, b.Title, a.Page.ID, false)
			one, two := fileNow(t, c, to), fileNow(t, c, b.Title)
			if one.Page.ID != b.Page.ID || one.Version.Digest != b.Version.Digest || two.Page.ID != a.Page.ID || two.Version.Digest != a.Version.Digest {
				t.Errorf("swapped: %+v, %+v", one, two)
			}
			if f := fileNow(t, c, via); f.Page != nil || f.Version != nil {
				t.Errorf("on the way: %+v", f)
			}
			// The log has each step under the title that was left.
			logs, err := c.Moves(t.Context(), []provider.Title{a.Title, b.Title, to, via, freshTitle("never.png")})
			if err != nil || len(logs) != 5 {
				t.Fatal(err)
			}
			for from, want := range map[provider.Title]provider.LoggedMove{
				a.Title: {Page: a.Page.ID, To: to}, b.Title: {Page: b.Page.ID, To: to}, to: {Page: a.Page.ID, To: via}, via: {Page: a.Page.ID, To: b.Title},
			} {
				l := logs[from]
				if len(l.Moves) != 1 || l.Cut || l.Moves[0].Page != want.Page || l.Moves[0].To != want.To || l.Moves[0].Reason != "why" ||
					l.Moves[0].User != c.Account().Name || l.Moves[0].Time.IsZero() || l.Moves[0].ID == 0 {
					t.Errorf("%s: %+v", from, l)
				}
			}
			// The talk page goes along, or stays where another is in the way.
			talk := func(f provider.Title, text string) {
				t.Helper()
				if err := c.call(t.Context(), request{op: "edit", post: true, write: true, params: url.Values{
					"action": {"edit"}, "title": {"File talk:" + string(f)}, "text": {text}, "createonly": {"1"},
				}}, &editAnswer{}); err != nil {
					t.Fatal(err)
				}
			}
			there, back := freshTitle("there.png"), freshTitle("back.png")
			talk(b.Title, "talk")
			if did := move(b.Title, there, a.Page.ID, true); did.Talk != "" {
				t.Errorf("the talk page stayed: %s", did.Talk)
			}
			talk(back, "in the way")
			if did := move(there, back, a.Page.ID, true); did.Talk == "" {
				t.Error("the talk page went over another, it is said")
			}
		})
	}
}

func TestRealMoveRefused(t *testing.T) {
	c := dialReal(t, nil)
	a, b := put(t, c, "a.png", ""), put(t, c, "b.png", "")
	from := freshTitle("from.png")
	mustEdit(t, c, from, 0, redirectTo(b.Title.Page()))
	for to, want := range map[provider.Title]provider.Kind{
		b.Title: provider.Conflict, from: provider.Conflict, a.Title: provider.Rejected, a.Title + ".jpg": provider.Rejected, "x/" + a.Title: provider.Rejected,
	} {
		_, err := c.Move(t.Context(), provider.Move{From: a.Title, To: to, Page: a.Page.ID, Redirect: true})
		if provider.KindOf(err) != want {
			t.Errorf("to %s: %v", to, err)
		}
	}
	if _, err := c.Move(t.Context(), provider.Move{From: freshTitle("missing.png"), To: freshTitle("to.png"), Page: 7, Redirect: true}); provider.KindOf(err) != provider.Conflict {
		t.Errorf("a missing page: %v", err)
	}
	user, password := os.Getenv("WIKIFORM_TEST_NORIGHTS_USER"), os.Getenv("WIKIFORM_TEST_NORIGHTS_PASSWORD")
	if user == "" {
		t.Skip("WIKIFORM_TEST_NORIGHTS_USER is not set")
	}
	n := dialReal(t, func(cfg *Config) { cfg.Credentials = Credentials{User: user, Password: password} })
	_, err := n.Move(t.Context(), provider.Move{From: a.Title, To: freshTitle("to.png"), Page: a.Page.ID, Redirect: true})
	if e := errOf(t, err); e.Kind != provider.Denied || e.Ground != provider.GroundRight {
		t.Errorf("without rights: %v", err)
	}
	refusals, err := n.Refusals(t.Context(), []provider.Title{a.Title, freshTitle("missing.png")}, []string{"move", "delete"})
	if err != nil || len(refusals) != 2 || len(refusals[a.Title]["move"]) == 0 || len(refusals[a.Title]["delete"]) == 0 || refusals[a.Title]["move"][0].Ground != provider.GroundRight {
		t.Errorf("asked beforehand: %+v, %v", refusals, err)
	}
	if f := fileNow(t, c, a.Title); f.Redirect || f.Page.ID != a.Page.ID {
		t.Errorf("it is %+v", f)
	}
}

func TestRealDelete(t *testing.T) {
	for name, lose := range map[string]bool{"answered": false, "lost": true} {
		t.Run(name, func(t *testing.T) {
			wire := &severed{RoundTripper: http.DefaultTransport, action: "delete"}
			c := dialReal(t, func(cfg *Config) {
				if lose {
					cfg.Transport = wire
				}
			})
			a := put(t, c, "a.png", "text")
			from := freshTitle("from.png")
			mustEdit(t, c, from, 0, redirectTo(a.Title.Page()))
			for _, title := range []provider.Title{from, a.Title} {
				wire.lost = 0
				f := fileNow(t, c, title)
				did, err := c.Delete(t.Context(), provider.Delete{Title: title, Page: f.Page.ID, Reason: "why"})
				if did.Queued || did.Log == 0 || err != nil || lose != (wire.lost == 1) {
					t.Errorf("%s: %+v, %v; %d answers lost", title, did, err, wire.lost)
				}
				if f = fileNow(t, c, title); f.Page != nil || f.Version != nil {
					t.Errorf("%s is still %+v", title, f)
				}
				log, err := c.Deletions(t.Context(), []provider.Title{title})
				if d := log[title].Deletions; err != nil || len(d) != 1 || d[0].Reason != "why" {
					t.Errorf("%s: %+v, %v", title, log, err)
				}
				if title == from && fileNow(t, c, a.Title).Version == nil {
					t.Error("the redirect's target is gone")
				}
			}
			wire.lost = 1
			if _, err := c.Delete(t.Context(), provider.Delete{Title: a.Title, Page: a.Page.ID}); provider.KindOf(err) != provider.Conflict {
				t.Errorf("once more: %v", err)
			}
		})
	}
}

// A long history is deleted later, and whoever asks again meanwhile is told the same.
func TestRealDeleteLater(t *testing.T) {
	c := dialReal(t, nil)
	conf := os.Getenv("WIKIFORM_TEST_CONF_DIR")
	if conf == "" {
		t.Skip("WIKIFORM_TEST_CONF_DIR is not set")
	}
	a := put(t, c, "a.png", "text")
	mustEdit(t, c, a.Title, a.Page.Rev, "another")
	name := filepath.Join(conf, "90-mediawiki.php")
	t.Cleanup(func() { os.Remove(name) })
	if err := os.WriteFile(name, []byte("<?php $wgDeleteRevisionsBatchSize = 1;\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	did, err := c.Delete(t.Context(), provider.Delete{Title: a.Title, Page: a.Page.ID, Reason: "why"})
	if err != nil || did != (provider.Removed{Queued: true}) {
		t.Errorf("%+v, %v", did, err)
	}
	if f := fileNow(t, c, a.Title); f.Version != nil {
		t.Errorf("the file is there: %+v", f)
	}
	for began := time.Now(); fileNow(t, c, a.Title).Page != nil; time.Sleep(300 * time.Millisecond) {
		if time.Since(began) > 3*time.Minute {
			t.Fatal("the page is still there after three minutes")
		}
		// A job that fails waits for an hour; each request brings one.
		if _, err := c.Delete(t.Context(), provider.Delete{Title: a.Title, Page: a.Page.ID, Reason: "why"}); err != nil && provider.KindOf(err) != provider.Conflict {
			t.Fatal(err)
		}
	}
}

// A redirect is a page that Edit makes and repoints.
func TestRealMakesRedirects(t *testing.T) {
	c := dialReal(t, nil)
	one, two := put(t, c, "one.png", ""), put(t, c, "two.png", "")
	from := freshTitle("from.jpg")
	mustEdit(t, c, from, 0, redirectTo(one.Title.Page()))
	f := fileNow(t, c, from)
	targets, err := c.Targets(t.Context(), []provider.Title{from})
	if !f.Redirect || f.Version != nil || err != nil || targets[from] != one.Title.Page() || f.Page.TextSHA1 != provider.TextSHA1(redirectTo(one.Title.Page())) {
		t.Errorf("%+v to %v, %v", f, targets, err)
	}
	mustEdit(t, c, from, f.Page.Rev, redirectTo(two.Title.Page()))
	if targets, err = c.Targets(t.Context(), []provider.Title{from}); err != nil || targets[from] != two.Title.Page() {
		t.Errorf("repointed to %v, %v", targets, err)
	}
	for _, title := range []provider.Title{from, one.Title} {
		_, err := c.Edit(t.Context(), provider.Edit{Title: title, Text: redirectTo(two.Title.Page())})
		if provider.KindOf(err) != provider.Conflict {
			t.Errorf("%s: %v", title, err)
		}
	}
	_, err = c.Edit(t.Context(), provider.Edit{Title: from, Base: f.Page.Rev, Text: redirectTo(from.Page())})
	if provider.KindOf(err) != provider.Conflict {
		t.Errorf("on an old revision: %v", err)
	}
}
