package mediawiki

import (
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"wikiform/provider"
)

// Each way in which a file can change is told of a real wiki, to somebody who may not see
// what is deleted.
func TestRealChanges(t *testing.T) {
	bot, plain, admin := dialReal(t, nil), dialAs(t, "WIKIFORM_TEST_PLAIN_"), dialAs(t, "WIKIFORM_TEST_ADMIN_")
	conf := os.Getenv("WIKIFORM_TEST_CONF_DIR")
	if conf == "" {
		t.Skip("WIKIFORM_TEST_CONF_DIR is not set")
	}
	name := filepath.Join(conf, "90-mediawiki-changes.php")
	t.Cleanup(func() { os.Remove(name) })
	if err := os.WriteFile(name, []byte("<?php $wgGroupPermissions['sysop']['deleterevision'] = $wgGroupPermissions['sysop']['deletelogentry'] = true;\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	as := func(c *Client, action string, params url.Values) {
		t.Helper()
		params.Set("action", action)
		if err := c.call(t.Context(), request{op: action, post: true, write: true, params: params}, &struct{}{}); err != nil {
			t.Fatal(err)
		}
	}
	clock := func() time.Time {
		t.Helper()
		var at time.Time
		err := plain.query(t.Context(), request{op: "query", params: url.Values{"meta": {"siteinfo"}}}, func(a queryAnswer) error {
			at = a.Query.General.Time
			return nil
		})
		if err != nil || at.IsZero() {
			t.Fatal(at, err)
		}
		return at
	}
	var told provider.Changes
	// since tells what an act changes, in seconds in which nothing else was done here.
	since := func(act func()) map[provider.Title]bool {
		t.Helper()
		time.Sleep(1100 * time.Millisecond)
		mark, err := plain.Newest(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		from := clock()
		act()
		if told, err = plain.Changed(t.Context(), from, mark, 20); err != nil || told.Lost != "" {
			t.Fatal(told.Lost, err)
		}
		return told.Titles
	}
	file := func(what string) provider.File { return put(t, bot, what+".png", "text") }
	again := func(f provider.File) {
		t.Helper()
		body, d := bodyOf(picture(t, 3000))
		mustUpload(t, bot, provider.Upload{Title: f.Title, Digest: d, Body: body, Comment: "again", Before: f.Version})
	}
	for _, way := range []struct {
		name string
		act  func(f provider.File) (other provider.Title)
	}{
		{"a new version", func(f provider.File) provider.Title { again(f); return "" }},
		{"an edit", func(f provider.File) provider.Title { mustEdit(t, plain, f.Title, f.Page.Rev, "theirs"); return "" }},
		{"a protection", func(f provider.File) provider.Title {
			as(admin, "protect", url.Values{"title": {f.Title.Page()}, "protections": {"edit=sysop"}})
			return ""
		}},
		{"a move", func(f provider.File) provider.Title {
			to := freshTitle("to.png")
			as(plain, "move", url.Values{"from": {f.Title.Page()}, "to": {to.Page()}})
			return to
		}},
		{"a move without a redirect", func(f provider.File) provider.Title {
			to := freshTitle("to.png")
			as(bot, "move", url.Values{"from": {f.Title.Page()}, "to": {to.Page()}, "noredirect": {"1"}})
			return to
		}},
		{"a deletion", func(f provider.File) provider.Title {
			as(bot, "delete", url.Values{"title": {f.Title.Page()}, "reason": {"why"}})
			return ""
		}},
		{"a tag", func(f provider.File) provider.Title {
			as(bot, "tag", url.Values{"revid": {strconv.FormatInt(f.Page.Rev, 10)}, "add": {bot.site.Tags[0]}})
			return ""
		}},
		{"a content model", func(f provider.File) provider.Title {
			as(admin, "changecontentmodel", url.Values{"title": {f.Title.Page()}, "model": {"text"}, "summary": {"why"}})
			return ""
		}},
	} {
		f := file(way.name)
		var other provider.Title
		titles := since(func() { other = way.act(f) })
		if !titles[f.Title] || other != "" && !titles[other] || told.Untold != "" {
			t.Errorf("%s: %q, %q", way.name, slices.Sorted(maps.Keys(titles)), told.Untold)
		}
	}
	gone := file("restored")
	as(bot, "delete", url.Values{"title": {gone.Title.Page()}, "reason": {"why"}})
	if titles := since(func() { as(bot, "undelete", url.Values{"title": {gone.Title.Page()}, "reason": {"back"}}) }); !titles[gone.Title] {
		t.Errorf("restored: %v", titles)
	}
	old := file("old")
	time.Sleep(1100 * time.Millisecond)
	again(old)
	have, err := bot.FilesWithOld(t.Context(), []provider.Title{old.Title})
	if err != nil {
		t.Fatal(err)
	}
	archive := have[old.Title].Old.Archive
	if titles := since(func() {
		as(bot, "filerevert", url.Values{"filename": {string(old.Title)}, "archivename": {archive}})
	}); !titles[old.Title] {
		t.Errorf("reverted: %v", titles)
	}
	if titles := since(func() {
		as(bot, "delete", url.Values{"title": {old.Title.Page()}, "oldimage": {archive}, "reason": {"why"}})
	}); !titles[old.Title] {
		t.Errorf("an old version deleted: %v", titles)
	}
	hidden := file("hidden")
	mustEdit(t, bot, hidden.Title, hidden.Page.Rev, "another")
	if titles := since(func() {
		as(admin, "revisiondelete", url.Values{"type": {"revision"}, "ids": {strconv.FormatInt(hidden.Page.Rev, 10)}, "hide": {"content"}})
	}); !titles[hidden.Title] {
		t.Errorf("a revision hidden: %v", titles)
	}
	// Histories that become one: of a page that is older than the other.
	older := file("older")
	time.Sleep(1100 * time.Millisecond)
	newer := file("newer")
	if titles := since(func() {
		as(admin, "mergehistory", url.Values{"from": {older.Title.Page()}, "to": {newer.Title.Page()}})
	}); !titles[older.Title] || !titles[newer.Title] {
		t.Errorf("joined: %v", titles)
	}
	imported := file("imported")
	export := `<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en"><page><title>` + imported.Title.Page() + `</title><ns>6</ns><id>1</id>` +
		`<revision><id>1</id><timestamp>2020-01-01T00:00:00Z</timestamp><contributor><username>Anna</username></contributor><model>wikitext</model><format>text/x-wiki</format><text xml:space="preserve">old</text></revision></page></mediawiki>`
	if titles := since(func() { importInto(t, admin, export) }); !titles[imported.Title] {
		t.Errorf("imported: %v", titles)
	}
	// A deletion whose entry was hidden is not told, but that there is one.
	secret := file("secret")
	file("later") // or the newest revision is gone, which tells it as well
	since(func() {
		as(bot, "delete", url.Values{"title": {secret.Title.Page()}, "reason": {"why"}})
		var id int64
		err := admin.query(t.Context(), request{op: "query", params: url.Values{"list": {"logevents"}, "letype": {"delete"}, "letitle": {secret.Title.Page()}}}, func(a queryAnswer) error {
			id = a.Query.LogEvents[0].LogID
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		as(admin, "revisiondelete", url.Values{"type": {"logging"}, "ids": {strconv.FormatInt(id, 10)}, "hide": {"content"}})
	})
	if told.Untold == "" {
		t.Errorf("hidden: %q", slices.Sorted(maps.Keys(told.Titles)))
	}
}

// importInto has an administrator import what another wiki has exported.
func importInto(t *testing.T, c *Client, export string) {
	t.Helper()
	body := provider.BodyOf([]byte(export))
	r := request{op: "import", post: true, write: true, params: url.Values{"action": {"import"}, "interwikiprefix": {"xx"}, "summary": {"why"}},
		file: &part{field: "xml", body: body, size: int64(len(export))}}
	if err := c.call(t.Context(), r, &struct{}{}); err != nil {
		t.Fatal(err)
	}
}
