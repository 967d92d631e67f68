package providertest

import "testing"

// hiding is facts §13.6: revisions of which an administrator has hidden something. No
// wiki gives anybody the right to do so unless its operator does.
func (g *tour) hiding(t *testing.T) {
	g.under(t, "hidden revisions", Settings{HideRevisions: true}, func(t *testing.T) {
		admin, plain := g.need(t, g.Admin), g.need(t, g.Plain)
		title := g.name("hidden")
		var revs [3]int
		for i, text := range []string{"one", "two", "three"} {
			revs[i] = g.bot.write(t, params{"action": "edit", "title": title, "text": text, "summary": "why " + text}).is("edit.result", "Success").num("edit.newrevid")
		}
		see := func(v *visitor, rev int) answer {
			return v.post(t, params{"action": "query", "prop": "revisions", "revids": decimal(rev), "rvprop": "ids|user|comment|sha1|slotsha1|content|size|tags",
				"rvslots": "main"}).in("query.pages.0.revisions.0").is("revid", rev)
		}
		hide := func(v *visitor, rev int, parts string) answer {
			return v.write(t, params{"action": "revisiondelete", "type": "revision", "ids": decimal(rev), "hide": parts, "reason": "private"})
		}

		hide(plain, revs[1], "content").refused("permissiondenied")
		hide(admin, revs[1], "content|comment|user").is("revisiondelete.items.0.status", "Success").is("revisiondelete.items.0.texthidden", true)
		see(plain, revs[1]).is("user", nil).is("userhidden", true).is("comment", nil).is("commenthidden", true).is("sha1", nil).is("sha1hidden", true).
			is("slots.main", map[string]bool{"sha1hidden": true, "texthidden": true}).is("size", 3).is("parentid", revs[0])
		see(admin, revs[1]).is("userhidden", true).has("user").is("comment", "why two").is("commenthidden", true).is("sha1", sum([]byte("two"))).is("sha1hidden", true).
			is("slots.main.texthidden", true).is("slots.main.content", "two").is("slots.main.sha1hidden", true)

		// The text of the latest cannot be hidden; its comment can.
		hide(admin, revs[2], "content|comment").is("revisiondelete.items.0.errors.0.code", "revdelete-hide-current").is("revisiondelete.items.0.texthidden", false)
		hide(admin, revs[2], "comment").is("revisiondelete.items.0.errors", nil).is("revisiondelete.items.0.commenthidden", true)
		see(plain, revs[2]).is("comment", nil).is("commenthidden", true).is("slots.main.content", "three").has("user")

		// Who is hidden is not told as somebody who has written.
		user := g.bot.get(t, params{"action": "query", "meta": "userinfo"}).str("query.userinfo.name")
		for _, made := range plain.get(t, params{"action": "query", "list": "usercontribs", "ucuser": user, "uclimit": "50", "ucprop": "ids|comment"}).list("query.usercontribs") {
			switch made.num("revid") {
			case revs[1]:
				made.fail("a revision of somebody hidden")
			case revs[2]:
				made.is("comment", nil).is("commenthidden", true)
			}
		}
		g.bot.get(t, params{"action": "query", "list": "logevents", "letype": "delete", "letitle": title}).
			is("query.logevents.1.action", "revision").is("query.logevents.1.comment", "private").is("query.logevents.2", nil).
			is("query.logevents.1.params.ids", []int{revs[1]}).is("query.logevents.1.params.new.bitmask", 7)
	})
}
