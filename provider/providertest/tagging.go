package providertest

import (
	"slices"
	"strconv"
	"testing"
)

// tagging is facts §3.1 and §13.5: tags for what was written before, and what an
// account has written.
func (g *tour) tagging(t *testing.T) {
	tag := func(t *testing.T, v *visitor, more params) answer {
		t.Helper()
		return v.write(t, params{"action": "tag", "reason": "later"}.and(more))
	}
	revision := func(t *testing.T, name string) (id string, rev answer) {
		t.Helper()
		rev = g.look(t, "File:"+name).in("revisions.0")
		return strconv.Itoa(rev.num("revid")), rev
	}
	logged := func(t *testing.T, name string) answer {
		t.Helper()
		return g.bot.get(t, params{"action": "query", "list": "logevents", "letype": "upload",
			"letitle": "File:" + name, "leprop": "tags|ids"}).in("query.logevents.0")
	}
	user := g.bot.get(t, params{"action": "query", "meta": "userinfo"}).str("query.userinfo.name")

	// §3.1: both have it at once; asked again nothing happens.
	fact(t, "of a revision and its log entry", func(t *testing.T) {
		name := g.publish(t, "tagged later", picture(8), nil)
		id, _ := revision(t, name)
		first := tag(t, g.bot, params{"revid": id, "add": g.manual[0]}).is("tag.0.status", "success").is("tag.0.added", g.manual[:1])
		first.num("tag.0.actionlogid")
		if _, rev := revision(t, name); !rev.tagged(g.manual[:1]) {
			rev.fail("the revision lacks the tag")
		}
		if entry := logged(t, name); !entry.tagged(g.manual[:1]) {
			entry.fail("the log entry lacks the tag")
		}
		tag(t, g.bot, params{"revid": id, "add": piped(g.manual[:2]...)}).is("tag.0.added", g.manual[1:2])
		tag(t, g.bot, params{"revid": id, "add": g.manual[0]}).is("tag.0.status", "success").is("tag.0.noop", true).is("tag.0.added", nil)
		g.bot.get(t, params{"action": "query", "list": "logevents", "letype": "tag", "letitle": "File:" + name, "leprop": "details|comment|type"}).
			is("query.logevents.0.action", "update").is("query.logevents.0.comment", "later").is("query.logevents.0.params.tagsAdded", g.manual[1:2])
	})

	// §3.1: the other way round, of a new version too.
	fact(t, "of a log entry and its revision", func(t *testing.T) {
		name := g.publish(t, "tagged log", picture(8), nil)
		g.replace(t, name, picture(8), nil)
		tag(t, g.bot, params{"logid": strconv.Itoa(logged(t, name).num("logid")), "add": g.manual[1]}).is("tag.0.status", "success")
		if _, rev := revision(t, name); !rev.tagged(g.manual[1:2]) {
			rev.fail("the revision lacks the tag")
		}
	})

	// §3.1: anybody with the right may, for anybody's revisions; it needs changetags.
	fact(t, "without the right", func(t *testing.T) {
		v := g.need(t, g.Basic)
		id, _ := revision(t, g.publish(t, "no right to tag", picture(8), nil))
		tag(t, v, params{"revid": id, "add": g.manual[0]}).refused("permissiondenied").is("tag", nil)
	})

	// §3.1: a tag that may not be used stops all; an unknown revision only itself.
	fact(t, "unknown", func(t *testing.T) {
		id, _ := revision(t, g.publish(t, "bad tag", picture(8), nil))
		tag(t, g.bot, params{"revid": id, "add": piped(g.manual[0], "nope-"+g.run)}).refused("badtags")
		got := tag(t, g.bot, params{"revid": piped("2000000000", id), "add": g.manual[0]})
		got.is("tag.0.status", "error").is("tag.0.code", "nosuchrevid").is("tag.1.status", "success")
		tag(t, g.bot, params{"add": g.manual[0]}).refused("missingparam")
		tag(t, g.bot, params{"revid": "x", "add": g.manual[0]}).refused("badinteger")
	})

	// §13.5: the latest first, by pages that are there under their titles of today.
	fact(t, "what an account has written", func(t *testing.T) {
		name := g.publish(t, "contributed", picture(8), params{"comment": "made for it"})
		g.replace(t, name, picture(8), nil)
		page := g.look(t, "File:"+name).num("pageid")
		eventually(t, "both revisions", func() bool {
			ours := slices.DeleteFunc(g.bot.get(t, params{"action": "query", "list": "usercontribs", "ucuser": user, "ucnamespace": "6",
				"ucprop": "ids|title|timestamp|comment|tags|flags", "uclimit": "max"}).list("query.usercontribs"),
				func(c answer) bool { return c.num("pageid") != page })
			return len(ours) == 2 && ours[0].num("revid") > ours[1].num("revid") && ours[0].at("top") == true && ours[1].at("new") == true &&
				ours[1].at("comment") == "made for it" && len(ours[0].list("tags")) == 0 && ours[0].str("user") == user
		})
	})

	// §13.5: a place to go on from; a user whom nobody knows has written nothing.
	fact(t, "contributions one by one", func(t *testing.T) {
		name := g.publish(t, "one by one", picture(8), nil)
		g.replace(t, name, picture(8), nil)
		ask := params{"action": "query", "list": "usercontribs", "ucuser": user, "ucnamespace": "6", "ucprop": "ids|timestamp", "uclimit": "1"}
		first := g.bot.get(t, ask)
		second := g.bot.get(t, ask.and(params{"uccontinue": first.str("continue.uccontinue")}))
		if second.num("query.usercontribs.0.revid") == first.num("query.usercontribs.0.revid") {
			second.fail("the same revision again")
		}
		g.bot.get(t, ask.and(params{"ucuser": "Nobody " + g.run})).is("query.usercontribs", []any{})
		g.bot.get(t, ask.and(params{"ucuser": ""})).refused("paramempty_ucuser")
	})

	// §2: the wiki's own clock, by which its revisions have their times.
	fact(t, "what time it is", func(t *testing.T) {
		name := g.publish(t, "clock", picture(8), nil)
		now := g.bot.get(t, params{"action": "query", "meta": "siteinfo"}).str("query.general.time")
		if _, rev := revision(t, name); rev.str("timestamp") > now {
			rev.fail("a revision of the future: it is %s", now)
		}
	})
}
