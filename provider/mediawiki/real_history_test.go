package mediawiki

import (
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// What a page has been through, and what it said, on a wiki where others have edited,
// reverted, protected, moved and hidden: revisions that change nothing have their
// parent's sum, and what is hidden is not told, not even to an administrator.
func TestRealHistory(t *testing.T) {
	bot, plain, admin := dialReal(t, nil), dialAs(t, "WIKIFORM_TEST_PLAIN_"), dialAs(t, "WIKIFORM_TEST_ADMIN_")
	conf := os.Getenv("WIKIFORM_TEST_CONF_DIR")
	if conf == "" {
		t.Skip("WIKIFORM_TEST_CONF_DIR is not set")
	}
	name := filepath.Join(conf, "90-mediawiki-history.php")
	t.Cleanup(func() { os.Remove(name) })
	if err := os.WriteFile(name, []byte("<?php $wgGroupPermissions['sysop']['deleterevision'] = true;\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	as := func(c *Client, action string, params url.Values) {
		t.Helper()
		params.Set("action", action)
		if err := c.call(t.Context(), request{op: action, post: true, write: true, params: params}, &struct{}{}); err != nil {
			t.Fatal(err)
		}
	}
	f := put(t, bot, "history.png", "one")
	mustEdit(t, plain, f.Title, f.Page.Rev, "one\ntwo")
	theirs := fileNow(t, bot, f.Title).Page.Rev
	time.Sleep(1100 * time.Millisecond) // the wiki names versions by the second
	body, d := bodyOf(picture(t, 3000))
	mustUpload(t, bot, provider.Upload{Title: f.Title, Digest: d, Body: body, Comment: "again", Before: f.Version})
	again, err := bot.FilesWithOld(t.Context(), []provider.Title{f.Title})
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(1100 * time.Millisecond)
	as(plain, "filerevert", url.Values{"filename": {string(f.Title)}, "archivename": {again[f.Title].Old.Archive}, "comment": {"was better"}})
	as(admin, "protect", url.Values{"title": {f.Title.Page()}, "protections": {"upload=sysop"}, "reason": {"war"}})
	moved := freshTitle("moved.png")
	if _, err := plain.Move(t.Context(), provider.Move{From: f.Title, To: moved, Page: f.Page.ID, Reason: "why", Redirect: true}); err != nil {
		t.Fatal(err)
	}
	mustEdit(t, bot, moved, fileNow(t, bot, moved).Page.Rev, "one\ntwo\nthree")

	history := func(c *Client, from int64, most int) []provider.Revision {
		t.Helper()
		h, err := c.PageHistory(t.Context(), moved, from, most)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	all := history(bot, 0, 100)
	sums := map[provider.SHA1]int{provider.TextSHA1("one"): 1, provider.TextSHA1("one\ntwo"): 2, provider.TextSHA1("one\ntwo\nthree"): 3}
	type seen struct {
		Text int
		User string
	}
	var got []seen
	for i, r := range all {
		got = append(got, seen{sums[r.TextSHA1], r.User})
		if i > 0 && all[i-1].Parent != r.ID || r.Page != f.Page.ID || r.Hidden {
			t.Errorf("revision %d: %+v", i, r)
		}
	}
	us, them, op := bot.account.Name, plain.account.Name, admin.account.Name
	if diff := cmp.Diff([]seen{{3, us}, {2, them}, {2, op}, {2, them}, {2, us}, {2, them}, {1, us}}, got); diff != "" {
		t.Fatal(diff)
	}
	if h := history(bot, theirs, 100); len(h) != 2 || h[0].ID != theirs {
		t.Errorf("from %d on: %+v", theirs, h)
	}
	if h := history(bot, 1<<40, 100); len(h) != 0 {
		t.Errorf("from a revision that there is not: %+v", h)
	}

	as(admin, "revisiondelete", url.Values{"type": {"revision"}, "ids": {strconv.FormatInt(theirs, 10)}, "hide": {"content|comment|user"}})
	for _, c := range []*Client{bot, admin} {
		if r := history(c, theirs, 1)[0]; r.ID != theirs || r.Parent != f.Page.Rev || r.User != "" || r.Comment != "" || !r.Hidden || r.TextSHA1.Known() {
			t.Errorf("hidden, to %s: %+v", c.account.Name, r)
		}
		texts, err := c.RevisionTexts(t.Context(), []int64{f.Page.Rev, theirs, all[1].ID, all[0].ID, 1 << 40})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[int64]string{f.Page.Rev: "one", all[1].ID: "one\ntwo", all[0].ID: "one\ntwo\nthree"}, texts); diff != "" {
			t.Errorf("to %s: %s", c.account.Name, diff)
		}
	}
}
