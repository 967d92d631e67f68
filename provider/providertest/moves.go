package providertest

import (
	"strings"
	"testing"
)

// move asks v for a page's new title. The talk page goes along, as wikiform has it.
func (v *visitor) move(t *testing.T, from, to string, more params) answer {
	t.Helper()
	return v.write(t, params{"action": "move", "from": from, "to": to, "movetalk": "1"}.and(more))
}

var silently = params{"noredirect": "1"}

// redirecting is the text that a move leaves behind.
func redirecting(to string) string { return "#REDIRECT [[" + to + "]]" }

// moves is facts §8 and §13.1.1: a file gets another title.
func (g *tour) moves(t *testing.T) {
	user, _, _ := strings.Cut(g.Bot.User, "@")
	file := func(t *testing.T, what string) string {
		t.Helper()
		return "File:" + g.publish(t, what, picture(8), params{"text": "text", "comment": "mark"})
	}
	fresh := func(what string) string { return "File:" + g.name(what) + ".png" }

	// §13.1.1: page, content and text go along; a new page with a redirect stays.
	fact(t, "a redirect is left", func(t *testing.T) {
		from, to := file(t, "from"), fresh("to")
		before := g.look(t, from)
		g.bot.move(t, from, to, params{"reason": "why", "tags": g.manual[0]}).
			is("move", map[string]any{"from": from, "to": to, "reason": "why", "redirectcreated": true, "moveoverredirect": false})
		after := g.look(t, to).is("pageid", before.num("pageid")).is("redirect", nil).is(storedText, "text").
			is("imageinfo.0.canonicaltitle", to).is("imageinfo.0.sha1", before.str("imageinfo.0.sha1")).is("imageinfo.0.comment", "mark").
			is("imageinfo.0.timestamp", before.str("imageinfo.0.timestamp")).is("imageinfo.1", nil)
		after.in("revisions.0").is("user", user).is("parentid", before.num("revisions.0.revid")).is("sha1", before.str("revisions.0.sha1"))
		left := g.look(t, from).is("redirect", true).is(storedText, redirecting(to)).is("revisions.0.parentid", 0).
			is("imageinfo.0.canonicaltitle", to)
		if left.num("pageid") == before.num("pageid") {
			left.fail("the redirect has the file's page id")
		}
		eventually(t, "the tags", func() bool {
			return g.look(t, to).holds("revisions.0.tags", g.manual[0]) && g.look(t, from).holds("revisions.0.tags", "mw-new-redirect")
		})
	})

	// §13.1.1: with the right suppressredirect nothing stays.
	fact(t, "no redirect is left", func(t *testing.T) {
		from, to := file(t, "from"), fresh("to")
		g.bot.move(t, from, to, silently).is("move.redirectcreated", false).is("move.reason", "")
		g.look(t, from).is("missing", true).is("pageid", nil).is("imageinfo", nil)
		g.look(t, to).is("missing", nil).has("imageinfo.0.sha1")
	})

	// §8: the trap: without it the wish is not even mentioned.
	fact(t, "no redirect without the right", func(t *testing.T) {
		v := g.need(t, g.Plain)
		from, to := file(t, "from"), fresh("to")
		v.move(t, from, to, silently).is("move.redirectcreated", true).is("warnings", nil)
		g.look(t, from).is("redirect", true)
	})

	// §13.1.1: old versions go along and are named after the new title.
	fact(t, "versions", func(t *testing.T) {
		name := g.publish(t, "versions", picture(8), nil)
		g.replace(t, name, picture(8), nil)
		before, to := g.look(t, "File:"+name), fresh("to")
		g.bot.move(t, "File:"+name, to, nil).is("move.to", to)
		after := g.look(t, to).is("imageinfo.2", nil)
		for _, i := range []string{"imageinfo.0.", "imageinfo.1."} {
			after.is(i+"sha1", before.str(i+"sha1")).is(i+"timestamp", before.str(i+"timestamp")).is(i+"user", before.str(i+"user"))
		}
		stamp, _, _ := strings.Cut(before.str("imageinfo.1.archivename"), "!")
		after.is("imageinfo.1.archivename", stamp+"!"+strings.TrimPrefix(to, "File:"))
	})

	// §13.1.5: a page is known by its id wherever it goes.
	fact(t, "a page by its id", func(t *testing.T) {
		from, to := file(t, "from"), fresh("to")
		id := g.look(t, from).num("pageid")
		g.bot.move(t, from, to, nil).is("move.to", to)
		g.bot.get(t, params{"action": "query", "pageids": decimal(id)}).is("query.pages.0.title", to).is("query.pages.1", nil)
	})

	// §13.1.3: two files change their titles within moments.
	fact(t, "a swap", func(t *testing.T) {
		one, two, via := file(t, "one"), file(t, "two"), fresh("via")
		first, second := g.look(t, one), g.look(t, two)
		for _, m := range [][2]string{{one, via}, {two, one}, {via, two}} {
			g.bot.move(t, m[0], m[1], silently).is("move.redirectcreated", false).is("move.moveoverredirect", false)
		}
		g.look(t, via).is("missing", true)
		g.look(t, one).is("pageid", second.num("pageid")).is("imageinfo.0.sha1", second.str("imageinfo.0.sha1"))
		g.look(t, two).is("pageid", first.num("pageid")).is("imageinfo.0.sha1", first.str("imageinfo.0.sha1"))
	})

	// §13.1.3: the trap: with redirects it ends in the middle.
	fact(t, "a chain with redirects", func(t *testing.T) {
		one, two, three := file(t, "one"), file(t, "two"), fresh("three")
		g.bot.move(t, one, two, nil).refused("articleexists")
		g.bot.move(t, two, three, nil).is("move.redirectcreated", true)
		g.bot.move(t, one, two, nil).refused("redirectexists")
		g.bot.move(t, one, two, params{"ignorewarnings": "1"}).refused("redirectexists")
		g.look(t, one).is("redirect", nil).is("imageinfo.0.canonicaltitle", one)
	})

	// §13.1.4: its talk page has its own redirect, and its own success.
	fact(t, "the talk page", func(t *testing.T) {
		from, to := file(t, "from"), fresh("to")
		g.write(t, talk(from), "talk")
		g.bot.move(t, from, to, nil).is("move.talkfrom", talk(from)).is("move.talkto", talk(to)).is("move.talkmoveoverredirect", false).
			is("move.talkmove-errors", nil)
		g.look(t, talk(to)).is(storedText, "talk")
		g.look(t, talk(from)).is("redirect", true).is(storedText, redirecting(talk(to)))
		again := fresh("again")
		g.bot.move(t, to, again, silently).is("move.talkto", talk(again))
		g.look(t, talk(to)).is("missing", true)
	})

	// §13.1.4: where it cannot go the file has moved all the same.
	fact(t, "a talk page in the way", func(t *testing.T) {
		from, to := file(t, "from"), fresh("to")
		g.write(t, talk(from), "talk")
		g.write(t, talk(to), "in the way")
		g.bot.move(t, from, to, nil).is("errors", nil).is("move.redirectcreated", true).is("move.talkfrom", nil).
			is("move.talkmove-errors.0.code", "articleexists").has("move.talkmove-errors.0.text")
		g.look(t, to).has("imageinfo.0.sha1")
		g.look(t, talk(from)).is(storedText, "talk").is("redirect", nil)
	})
}

// talk is the talk page of a file.
func talk(title string) string { return "File talk:" + strings.TrimPrefix(title, "File:") }
