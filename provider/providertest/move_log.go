package providertest

import (
	"strings"
	"testing"
)

// moveLog is facts §13.1.1 and §13.1.5: what the log tells of a move.
func (g *tour) moveLog(t *testing.T) {
	user, _, _ := strings.Cut(g.Bot.User, "@")
	fresh := func(what string) string { return "File:" + g.name(what) + ".png" }
	log := func(t *testing.T, kind, title string, more params) answer {
		t.Helper()
		return g.bot.get(t, params{"action": "query", "list": "logevents", "letype": kind, "letitle": title,
			"leprop": "ids|title|type|user|timestamp|comment|details|tags", "lelimit": "50"}.and(more))
	}

	// §13.1.1: it stands under the title that was left, and nowhere else.
	fact(t, "an entry", func(t *testing.T) {
		from, to := "File:"+g.publish(t, "from", picture(8), nil), fresh("to")
		id := g.look(t, from).num("pageid")
		g.bot.move(t, from, to, params{"reason": "why", "tags": g.manual[0]}).is("move.to", to)
		e := log(t, "move", from, nil).is("query.logevents.1", nil).in("query.logevents.0").
			is("type", "move").is("action", "move").is("ns", 6).is("title", from).is("user", user).is("comment", "why").
			is("logpage", id).is("pageid", g.look(t, from).num("pageid")).has("timestamp", "logid").
			is("params", map[string]any{"target_ns": 6, "target_title": to, "suppressredirect": false})
		if g.minor >= 43 {
			e.is("revid", g.look(t, to).num("revisions.0.revid"))
		}
		log(t, "move", to, nil).is("query.logevents", []any{})
		eventually(t, "the tags", func() bool { return log(t, "move", from, nil).holds("query.logevents.0.tags", g.manual[0]) })
	})

	// §13.1.1: where nothing has the title any more.
	fact(t, "without a redirect", func(t *testing.T) {
		from, to := "File:"+g.publish(t, "from", picture(8), nil), fresh("to")
		g.bot.move(t, from, to, silently).is("move.to", to)
		log(t, "move", from, nil).is("query.logevents.0.pageid", 0).is("query.logevents.0.params.suppressredirect", true)
	})

	// §13.1.1: the redirect that gave way is a deletion of its own, before the move.
	fact(t, "over a redirect", func(t *testing.T) {
		from, to := "File:"+g.publish(t, "from", picture(8), nil), fresh("to")
		g.write(t, to, redirecting(from))
		g.bot.move(t, from, to, nil).is("move.moveoverredirect", true)
		moved := log(t, "move", from, nil).in("query.logevents.0").is("action", "move_redir").is("params.target_title", to)
		gone := log(t, "delete", to, nil).in("query.logevents.0").is("action", "delete_redir")
		if gone.num("logid") >= moved.num("logid") {
			gone.fail("the deletion is entry %d, the move %d", gone.num("logid"), moved.num("logid"))
		}
	})

	// §13.1.5: the newest first, of whatever pages had the title, until the limit.
	fact(t, "several", func(t *testing.T) {
		from := "File:" + g.publish(t, "from", picture(8), nil)
		var to [3]string
		for i := range to {
			to[i] = fresh("to")
			g.bot.move(t, from, to[i], silently).is("move.to", to[i])
			if i < 2 {
				g.bot.move(t, to[i], from, silently).is("move.to", from)
			}
		}
		all := log(t, "move", from, nil).is("continue", nil).is("query.logevents.3", nil)
		for i := range to {
			all.is("query.logevents."+decimal(i)+".params.target_title", to[2-i])
		}
		if all.num("query.logevents.0.logid") <= all.num("query.logevents.1.logid") {
			all.fail("the newest has not the highest number")
		}
		first := log(t, "move", from, params{"lelimit": "2"}).is("query.logevents.2", nil).has("continue.lecontinue")
		log(t, "move", from, params{"lelimit": "2", "lecontinue": first.str("continue.lecontinue"), "continue": first.str("continue.continue")}).
			is("query.logevents.0.params.target_title", to[0]).is("query.logevents.1", nil).is("continue", nil)
	})

	// §13.1.1: namespaces are named in the wiki's language, whatever was sent.
	g.under(t, "in German", Settings{Language: "de"}, func(t *testing.T) {
		from, to := g.name("from")+".png", g.name("to")+".png"
		g.bot.upload(t, from, picture(8), nil).is("upload.result", "Success")
		g.bot.move(t, "File:"+from, "File:"+to, nil).is("move.from", "Datei:"+from).is("move.to", "Datei:"+to)
		log(t, "move", "File:"+from, nil).is("query.logevents.0.title", "Datei:"+from).
			is("query.logevents.0.params.target_ns", 6).is("query.logevents.0.params.target_title", "Datei:"+to)
		g.look(t, "File:"+from).is("title", "Datei:"+from).is("redirect", true).is("imageinfo.0.canonicaltitle", "Datei:"+to)
	})
}
