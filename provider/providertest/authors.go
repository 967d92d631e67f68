package providertest

import (
	"fmt"
	"strings"
	"testing"
)

// authors is facts §12.2, §13.5 and §13.6: whose a text and a picture are.
func (g *tour) authors(t *testing.T) {
	const props = "ids|user|timestamp|sha1|slotsha1|tags"
	latest := func(t *testing.T, name string) answer {
		t.Helper()
		return g.bot.get(t, params{"action": "query", "titles": "File:" + name, "prop": "revisions", "rvprop": props, "rvslots": "main"}).
			in("query.pages.0.revisions.0")
	}
	byNumber := func(t *testing.T, ids ...int) answer {
		t.Helper()
		texts := make([]string, len(ids))
		for i, id := range ids {
			texts[i] = decimal(id)
		}
		return g.bot.post(t, params{"action": "query", "prop": "revisions", "revids": piped(texts...), "rvprop": props, "rvslots": "main"})
	}
	user, _, _ := strings.Cut(g.Bot.User, "@")

	// §12.2: a new version of the file makes a revision by its uploader, which
	// has its parent's text.
	fact(t, "a new version changes no text", func(t *testing.T) {
		plain := g.need(t, g.Plain)
		name := g.publish(t, "authors", picture(8), params{"text": "ours"})
		theirs := plain.write(t, params{"action": "edit", "title": "File:" + name, "text": "theirs"}).
			is("edit.result", "Success").num("edit.newrevid")
		g.replace(t, name, picture(8), nil)
		last := latest(t, name).is("user", user).is("parentid", theirs).
			is("sha1", sum([]byte("theirs"))).is("slots.main", map[string]any{"sha1": sum([]byte("theirs"))})
		author, _, _ := strings.Cut(g.Plain.User, "@")
		byNumber(t, theirs).in("query.pages.0.revisions.0").is("user", author).is("slots.main.sha1", last.str("slots.main.sha1"))
	})

	// §13.6: revisions of several pages in one request; in each page by their
	// numbers, and those that there are not by themselves.
	fact(t, "revisions by number", func(t *testing.T) {
		one, two := g.publish(t, "one", picture(8), params{"text": "one"}), g.publish(t, "two", picture(8), params{"text": "two"})
		second := g.write(t, "File:"+one, "second")
		first := latest(t, one).num("parentid")
		other := latest(t, two).num("revid")
		got := byNumber(t, second, 999_999_999, other, first)
		got.is("query.badrevids", map[string]any{"999999999": map[string]any{"revid": 999_999_999, "missing": true}}).is("continue", nil)
		if n := len(got.list("query.pages")); n != 2 {
			got.fail("%d pages", n)
		}
		for _, page := range got.list("query.pages") {
			if page.at("title") == "File:"+two {
				page.is("revisions.0.revid", other).is("revisions.0.parentid", 0).is("revisions.1", nil)
				continue
			}
			page.is("title", "File:"+one).is("revisions.0.revid", first).is("revisions.1.revid", second).is("revisions.1.parentid", first)
		}
	})

	// §13.6: a page is asked for by its title or by its revisions; and only one
	// page for a part of its history.
	fact(t, "what does not go together", func(t *testing.T) {
		name := g.publish(t, "mixed", picture(8), nil)
		g.bot.get(t, params{"action": "query", "prop": "revisions", "titles": "File:" + name, "revids": "1"}).refused("multisource")
		g.bot.get(t, params{"action": "query", "prop": "revisions", "titles": piped("File:"+name, "File:"+g.publish(t, "mixed", picture(8), nil)),
			"rvlimit": "2"}).refused("invalidparammix")
	})

	// §13.6: 50 revisions, 500 with apihighlimits.
	fact(t, "too many revisions", func(t *testing.T) {
		ids := make([]string, 501)
		for i := range ids {
			ids[i] = fmt.Sprint(900_000_000 + i)
		}
		ask := func(n int) answer {
			return g.bot.post(t, params{"action": "query", "prop": "revisions", "revids": piped(ids[:n]...)})
		}
		ask(500).is("errors", nil)
		ask(501).refused("toomanyvalues")
	})

	// §13.4: an edit that brings an older text back has a tag that says so.
	fact(t, "a text that was brought back", func(t *testing.T) {
		name := g.publish(t, "back", picture(8), params{"text": "first"})
		g.write(t, "File:"+name, "second")
		g.write(t, "File:"+name, "first")
		eventually(t, "the tag", func() bool { return latest(t, name).holds("tags", "mw-manual-revert") })
	})

	// §13.5: the versions of several files are cut without a word, those of one
	// file are continued.
	fact(t, "versions of several files", func(t *testing.T) {
		one, two := g.publish(t, "versions", picture(8), nil), g.publish(t, "versions", picture(8), nil)
		g.settle(t, one)
		g.replace(t, one, picture(8), nil)
		g.settle(t, one)
		g.replace(t, one, picture(8), nil)
		g.replace(t, two, picture(8), nil)
		ask := params{"action": "query", "prop": "imageinfo", "iiprop": "sha1|user|timestamp", "iilimit": "2"}
		got := g.bot.get(t, ask.and(params{"titles": piped("File:"+one, "File:"+two)})).is("continue", nil)
		for _, page := range got.list("query.pages") {
			if n := len(page.list("imageinfo")); n != 2 {
				page.fail("%d versions", n)
			}
		}
		first := g.bot.get(t, ask.and(params{"titles": "File:" + one})).is("query.pages.0.imageinfo.2", nil)
		g.bot.get(t, ask.and(params{"titles": "File:" + one, "iistart": first.str("continue.iistart")})).is("continue", nil).
			is("query.pages.0.imageinfo.0.timestamp", first.str("continue.iistart")).is("query.pages.0.imageinfo.1", nil)
	})

	// §13.5: content that comes back is a version by who brought it back; whose
	// it was first is the oldest version that has it.
	fact(t, "a picture that was brought back", func(t *testing.T) {
		old := picture(8)
		name := g.publish(t, "picture back", old, nil)
		g.replace(t, name, picture(8), nil)
		g.replace(t, name, old, nil)
		g.look(t, "File:"+name).is("imageinfo.0.sha1", sum(old)).is("imageinfo.2.sha1", sum(old)).is("imageinfo.3", nil)
	})
}
