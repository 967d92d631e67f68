package providertest

import (
	"strings"
	"testing"
)

// protection is facts §13.11: who keeps a page from whom.
func (g *tour) protection(t *testing.T) {
	admin := g.need(t, g.Admin)
	name, _, _ := strings.Cut(g.Admin.User, "@")
	protect := func(t *testing.T, title, levels, why string) answer {
		t.Helper()
		return admin.write(t, params{"action": "protect", "title": title, "protections": levels, "reason": why, "expiry": "infinite"}).is("protect.title", title)
	}
	log := func(t *testing.T, title string) answer {
		t.Helper()
		return g.bot.get(t, params{"action": "query", "list": "logevents", "letype": "protect", "letitle": title}).in("query")
	}
	level := func(kind string) map[string]string {
		return map[string]string{"type": kind, "level": "sysop", "expiry": "infinity"}
	}
	latest := func(t *testing.T, title string) answer {
		t.Helper()
		return g.bot.get(t, params{"action": "query", "titles": title, "prop": "info|revisions", "inprop": "protection",
			"rvprop": "ids|user|comment|slotsha1|flags", "rvslots": "main"}).in("query.pages.0")
	}

	// It is a revision that changes nothing, and an entry of the log.
	fact(t, "of a page", func(t *testing.T) {
		title := "File:" + g.publish(t, "protected", picture(8), params{"text": "text"})
		first := latest(t, title).is("protection", []any{}).num("revisions.0.revid")
		protect(t, title, "edit=sysop|move=sysop", "vandals").is("protect.protections", []map[string]string{
			{"edit": "sysop", "expiry": "infinite"}, {"move": "sysop", "expiry": "infinite"}})
		page := latest(t, title).is("protection", []map[string]string{level("edit"), level("move")}).
			is("revisions.0.user", name).is("revisions.0.minor", true).is("revisions.0.parentid", first).is("revisions.0.slots.main.sha1", sum([]byte("text"))).
			is("revisions.0.comment", `Protected "[[`+title+`]]": vandals ([Edit=Allow only administrators] (indefinite) [Move=Allow only administrators] (indefinite))`)
		second := page.num("revisions.0.revid")
		log(t, title).is("logevents.0.action", "protect").is("logevents.0.user", name).is("logevents.0.comment", "vandals").is("logevents.1", nil).
			is("logevents.0.params.details.0", map[string]any{"type": "edit", "level": "sysop", "expiry": "infinite", "cascade": false})
		g.bot.write(t, params{"action": "edit", "title": title, "text": "other"}).refused("protectedpage")

		protect(t, title, "edit=sysop", "less")
		third := latest(t, title).is("protection", []any{level("edit")}).is("revisions.0.parentid", second).
			is("revisions.0.comment", `Changed protection settings for "[[`+title+`]]": less ([Edit=Allow only administrators] (indefinite))`).num("revisions.0.revid")
		protect(t, title, "edit=sysop", "the same again")
		latest(t, title).is("revisions.0.revid", third)

		protect(t, title, "", "enough").is("protect.protections", []any{})
		latest(t, title).is("protection", []any{}).is("revisions.0.parentid", third).is("revisions.0.comment", `Removed protection from "[[`+title+`]]": enough`)
		log(t, title).is("logevents.0.action", "unprotect").is("logevents.0.comment", "enough").is("logevents.1.action", "modify").is("logevents.2.action", "protect").is("logevents.3", nil)
		g.bot.write(t, params{"action": "edit", "title": title, "text": "other"}).is("edit.result", "Success")
	})

	// Of moves alone: edits go on.
	fact(t, "of moves", func(t *testing.T) {
		title := "File:" + g.publish(t, "protected", picture(8), params{"text": "text"})
		protect(t, title, "move=sysop", "")
		latest(t, title).is("protection", []any{level("move")})
		g.bot.write(t, params{"action": "edit", "title": title, "text": "other"}).is("edit.result", "Success")
		g.bot.move(t, title, "File:"+g.name("to")+".png", nil).refused("protectedpage")
	})

	// A title without a page is protected from creation, and from nothing else.
	fact(t, "of a title", func(t *testing.T) {
		title := "File:" + g.name("salted") + ".png"
		admin.write(t, params{"action": "protect", "title": title, "protections": "edit=sysop"}).refused("missingtitle-createonly")
		protect(t, title, "create=sysop", "never again")
		page := g.bot.get(t, params{"action": "query", "titles": title, "prop": "info", "inprop": "protection"}).in("query.pages.0")
		page.is("missing", true).is("protection", []any{level("create")})
		log(t, title).is("logevents.0.action", "protect").is("logevents.0.comment", "never again").is("logevents.1", nil)
	})

	// Fifty titles in one request; the log takes one.
	fact(t, "of several titles", func(t *testing.T) {
		one, two := "File:"+g.publish(t, "one", picture(8), nil), "File:"+g.publish(t, "two", picture(8), nil)
		protect(t, two, "edit=sysop", "")
		for _, page := range g.bot.get(t, params{"action": "query", "titles": piped(one, two), "prop": "info", "inprop": "protection"}).list("query.pages") {
			if page.at("title") == two {
				page.is("protection", []any{level("edit")})
				continue
			}
			page.is("title", one).is("protection", []any{})
		}
	})

	fact(t, "who may not", func(t *testing.T) {
		title := "File:" + g.publish(t, "protected", picture(8), nil)
		g.bot.write(t, params{"action": "protect", "title": title, "protections": "edit=sysop"}).refused("permissiondenied")
	})
}
