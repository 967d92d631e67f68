package providertest

import (
	"strings"
	"testing"
	"time"
)

// removal is facts §8 and §13.3: a page goes, with its file and all that it was.
func (g *tour) removal(t *testing.T) {
	user, _, _ := strings.Cut(g.Bot.User, "@")
	file := func(t *testing.T, what string) string {
		t.Helper()
		return "File:" + g.publish(t, what, picture(8), params{"text": "text"})
	}
	remove := func(t *testing.T, title string, more params) answer {
		t.Helper()
		return g.bot.write(t, params{"action": "delete", "title": title, "reason": "why"}.and(more))
	}
	log := func(t *testing.T, title string) answer {
		t.Helper()
		return g.bot.get(t, params{"action": "query", "list": "logevents", "letype": "delete", "letitle": title,
			"leprop": "ids|title|type|user|timestamp|comment|tags", "lelimit": "50"})
	}

	// §13.3: page and file, all versions; the log has who and why.
	fact(t, "a file", func(t *testing.T) {
		name := g.publish(t, "file", picture(8), nil)
		g.replace(t, name, picture(8), nil)
		title := "File:" + name
		id := g.look(t, title).num("pageid")
		entry := remove(t, title, params{"tags": g.manual[0]}).is("delete.title", title).is("delete.reason", "why").
			is("delete.scheduled", nil).is("warnings", nil).num("delete.logid")
		g.look(t, title).is("missing", true).is("imagerepository", "").is("imageinfo", nil).is("revisions", nil)
		log(t, title).is("query.logevents.1", nil).in("query.logevents.0").is("logid", entry).is("type", "delete").is("action", "delete").
			is("logpage", id).is("pageid", 0).is("title", title).is("user", user).is("comment", "why")
		eventually(t, "the tag", func() bool { return log(t, title).holds("query.logevents.0.tags", g.manual[0]) })
		remove(t, title, nil).refused("missingtitle").is("delete", nil)
	})

	// §13.3: a page that waits for its file.
	fact(t, "a page without a file", func(t *testing.T) {
		title := "File:" + g.name("page") + ".png"
		g.write(t, title, "text")
		remove(t, title, nil).is("delete.title", title)
		g.look(t, title).is("missing", true)
	})

	// §13.2: a redirect goes by itself, its target stays.
	fact(t, "a redirect", func(t *testing.T) {
		aim, title := file(t, "aim"), "File:"+g.name("redirect")+".png"
		g.write(t, title, redirecting(aim))
		remove(t, title, nil).is("delete.title", title)
		g.look(t, title).is("missing", true).is("imageinfo", nil)
		g.look(t, aim).is("missing", nil).is("imageinfo.0.canonicaltitle", aim)
	})

	// §13.2: the file of its own goes with it.
	fact(t, "a redirect with a file", func(t *testing.T) {
		aim, title := file(t, "aim"), file(t, "own")
		g.write(t, title, redirecting(aim))
		remove(t, title, nil).is("delete.title", title)
		g.look(t, title).is("missing", true).is("imageinfo", nil)
		g.look(t, aim).is("imageinfo.0.canonicaltitle", aim)
	})

	// §13.3: nobody asked for the talk page.
	fact(t, "the talk page stays", func(t *testing.T) {
		title := file(t, "file")
		g.write(t, talk(title), "talk")
		remove(t, title, nil).is("delete.title", title)
		g.look(t, talk(title)).is(storedText, "talk")
	})

	// §13.3: the trap: a page without a file is quoted, unless a reason is sent, be it
	// an empty one.
	fact(t, "no reason", func(t *testing.T) {
		page := func() string {
			title := "File:" + g.name("page") + ".png"
			g.write(t, title, "secret")
			return title
		}
		gone := page()
		g.bot.write(t, params{"action": "delete", "title": gone}).is("delete.title", gone)
		if c := log(t, gone).str("query.logevents.0.comment"); !strings.Contains(c, "secret") {
			t.Errorf("the reason is %q", c)
		}
		gone = page()
		remove(t, gone, params{"reason": ""}).is("delete.title", gone)
		log(t, gone).is("query.logevents.0.comment", "")
		gone = file(t, "file")
		g.bot.write(t, params{"action": "delete", "title": gone}).is("delete.title", gone)
		log(t, gone).is("query.logevents.0.comment", "")
	})

	// §13.3: 500 characters, the last three points.
	fact(t, "a long reason", func(t *testing.T) {
		title := file(t, "file")
		remove(t, title, params{"reason": strings.Repeat("é", 501)}).is("delete.title", title)
		log(t, title).is("query.logevents.0.comment", strings.Repeat("é", 497)+"...")
	})

	// §8: it is the account, or the tag.
	fact(t, "refused", func(t *testing.T) {
		title := file(t, "file")
		for _, a := range []Account{g.Plain, g.NoRights} {
			g.need(t, a).write(t, params{"action": "delete", "title": title, "reason": "why"}).refused("permissiondenied").is("errors.1", nil)
		}
		remove(t, title, params{"tags": "no such tag"}).refused("badtags")
		remove(t, "File:a<b.png", nil).refused("invalidtitle")
		g.look(t, title).is("missing", nil).has("imageinfo.0.sha1")
	})

	// §13.3: the page that only a shared repository has is none.
	t.Run("a shared file", func(t *testing.T) {
		if g.Share == nil {
			t.Skip("this wiki has no shared repository")
		}
		name := g.name("shared") + ".png"
		g.Share(t, name, picture(8))
		remove(t, "File:"+name, nil).refused("missingtitle")
	})

	// §13.3: a long history goes in pieces, later. The trap: the file is gone at once,
	// and while the page still shows, asking again is the same answer.
	g.under(t, "in pieces", Settings{DeleteBatch: 1}, func(t *testing.T) {
		title := file(t, "file")
		g.write(t, title, "another")
		got := remove(t, title, nil).is("delete.title", title).is("delete.scheduled", true).is("delete.logid", nil)
		got.is("warnings.0.code", "delete-scheduled")
		g.look(t, title).is("imagerepository", "").is("imageinfo", nil)
		// A job that fails, as on a database that is locked, waits for an hour; each
		// request brings one.
		within(t, 3*time.Minute, "the deletion", func() bool {
			return g.look(t, title).at("missing") == true || remove(t, title, nil).code() == "missingtitle"
		})
		log(t, title).is("query.logevents.0.action", "delete").is("query.logevents.0.comment", "why").is("query.logevents.1", nil)
		remove(t, title, nil).refused("missingtitle")
	})

	// §13.3: a longer one needs a right of its own, which is known beforehand.
	g.under(t, "bigdelete", Settings{LargeHistory: 2}, func(t *testing.T) {
		title := file(t, "file")
		for _, text := range []string{"one", "two", "three"} {
			g.write(t, title, text)
		}
		remove(t, title, nil).refused("bigdelete")
		g.bot.get(t, params{"action": "query", "prop": "info", "intestactions": "delete", "intestactionsdetail": "full", "titles": title}).
			is("query.pages.0.actions.delete.0.code", "bigdelete")
		g.look(t, title).has("imageinfo.0.sha1")
	})
}
