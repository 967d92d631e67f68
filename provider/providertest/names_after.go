package providertest

import (
	"strings"
	"testing"
)

// movedAway is facts §13.1.1, §13.2 and §13.3: what is left of names that a page had.
func (g *tour) movedAway(t *testing.T) {
	user, _, _ := strings.Cut(g.Bot.User, "@")
	fresh := func(what string) string { return "File:" + g.name(what) + ".png" }
	file := func(t *testing.T, what string) string {
		t.Helper()
		return "File:" + g.publish(t, what, picture(8), params{"text": "text"})
	}
	name := func(title string) string { return strings.TrimPrefix(title, "File:") }

	// §13.3: a title that was moved away from is as if it had never been one.
	fact(t, "a free title", func(t *testing.T) {
		from, to := file(t, "from"), fresh("to")
		g.bot.move(t, from, to, silently).is("move.redirectcreated", false)
		g.bot.upload(t, name(from), picture(8), nil).is("upload.result", "Success").is("upload.warnings", nil)
		if g.look(t, from).num("pageid") == g.look(t, to).num("pageid") {
			t.Error("two files are one page")
		}
	})

	// §13.2: one with a redirect is a page that waits for a file: it stays a redirect,
	// and shows the file of its own.
	fact(t, "an upload onto a redirect", func(t *testing.T) {
		from, to, body := file(t, "from"), fresh("to"), picture(8)
		g.bot.move(t, from, to, nil).is("move.redirectcreated", true)
		g.bot.upload(t, name(from), body, nil).is("upload.result", "Warning").is("upload.warnings", map[string]string{"page-exists": name(from)})
		g.bot.upload(t, name(from), body, params{"ignorewarnings": "1", "text": "unheard"}).is("upload.result", "Success")
		g.look(t, from).is("redirect", true).is(storedText, redirecting(to)).is("imageinfo.0.canonicaltitle", from).is("imageinfo.0.sha1", sum(body))
		g.bot.get(t, params{"action": "query", "titles": from, "redirects": "1", "prop": "imageinfo", "iiprop": "canonicaltitle"}).
			is("query.pages.0.imageinfo.0.canonicaltitle", to)
		g.bot.move(t, to, from, nil).refused("articleexists")
	})

	// §13.3: a redirect that gave way is something that was deleted, also where a page is.
	fact(t, "over a redirect", func(t *testing.T) {
		from, to := file(t, "from"), fresh("to")
		g.write(t, to, redirecting(from))
		g.bot.move(t, from, to, silently).is("move.moveoverredirect", true)
		deleted := params{"action": "query", "prop": "deletedrevisions", "drvprop": "ids|user", "drvlimit": "max"}
		g.bot.get(t, deleted.and(params{"titles": to})).is("query.pages.0.deletedrevisions.0.user", user).is("query.pages.0.deletedrevisions.1", nil)
		again := fresh("again")
		g.bot.move(t, to, again, silently).is("move.to", again)
		g.bot.upload(t, name(to), picture(8), nil).is("upload.warnings", map[string]string{"was-deleted": name(to)})
	})

	// §13.1.1: the log of the upload stays where it was.
	fact(t, "the log of the upload", func(t *testing.T) {
		from, to := file(t, "from"), fresh("to")
		id := g.look(t, from).num("pageid")
		g.bot.move(t, from, to, silently).is("move.to", to)
		log := params{"action": "query", "list": "logevents", "letype": "upload"}
		g.bot.get(t, log.and(params{"letitle": to})).is("query.logevents", []any{})
		g.bot.get(t, log.and(params{"letitle": from})).is("query.logevents.0.logpage", id).is("query.logevents.0.pageid", 0)
	})

	// §13.1.1: the history says how the page got its title. The trap: in 500 characters.
	fact(t, "the history", func(t *testing.T) {
		from, to := file(t, "from"), fresh("to")
		said := func(title, want string) {
			t.Helper()
			page := g.bot.get(t, params{"action": "query", "titles": title, "prop": "revisions", "rvprop": "comment|flags"}).in("query.pages.0.revisions.0")
			page.is("comment", want).is("minor", true)
		}
		moved := func(from, to string) string { return user + " moved page [[" + from + "]] to [[" + to + "]]" }
		g.bot.move(t, from, to, params{"reason": "why"}).is("move.to", to)
		said(to, moved(from, to)+": why")
		g.bot.move(t, to, from, nil).is("move.to", from)
		said(from, moved(to, from)+" over redirect")
		g.bot.move(t, from, to, silently.and(params{"reason": "why"})).is("move.to", to)
		said(to, moved(from, to)+" over a redirect without leaving a redirect: why")
		long := strings.Repeat("é", 500)
		g.bot.move(t, to, from, silently.and(params{"reason": long})).is("move.reason", long)
		said(from, string([]rune(moved(to, from) + " without leaving a redirect: " + long)[:497])+"...")
	})

	// §13.2: which redirects there are to a title, whatever is under it; the limit is for
	// all titles together.
	fact(t, "redirects to a title", func(t *testing.T) {
		aim, missing, one, two, three := file(t, "aim"), fresh("missing"), fresh("one"), fresh("two"), fresh("three")
		g.write(t, one, redirecting(aim+"#part"))
		g.write(t, two, redirecting(aim))
		g.write(t, three, redirecting(missing))
		ask := params{"action": "query", "prop": "redirects", "rdprop": "title|fragment", "titles": piped(aim, missing)}
		found := map[string]string{}
		more, answers := params{"rdlimit": "2"}, 0
		for ; more != nil; answers++ {
			got := g.bot.get(t, ask.and(more))
			for _, page := range got.list("query.pages") {
				for i := 0; page.at("redirects."+decimal(i)) != nil; i++ {
					found[page.str("redirects."+decimal(i)+".title")] = page.str("title")
				}
			}
			if more = nil; got.at("continue") != nil {
				more = params{"rdlimit": "2", "continue": got.str("continue.continue"), "rdcontinue": got.str("continue.rdcontinue")}
			}
		}
		if len(found) != 3 || answers != 2 || found[one] != aim || found[two] != aim || found[three] != missing {
			t.Errorf("%d answers, in all %v", answers, found)
		}
		g.bot.get(t, ask.and(params{"titles": aim, "rdshow": "fragment"})).is("query.pages.0.redirects.0.title", one).
			is("query.pages.0.redirects.0.fragment", "part").is("query.pages.0.redirects.1", nil)
	})
}
