package providertest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// changed is facts §13.7: of every way in which a file can change, where it shows that
// something was done since a time.
func (g *tour) changed(t *testing.T) {
	admin, plain := g.need(t, g.Admin), g.need(t, g.Plain)
	fresh := func(what string) string { return "File:" + g.name(what) + ".png" }
	file := func(t *testing.T) string {
		return "File:" + g.publish(t, "changed", picture(8), params{"text": "text"})
	}
	now := func(t *testing.T) string {
		t.Helper()
		return plain.get(t, params{"action": "query", "meta": "siteinfo"}).str("query.general.time")
	}
	both := func(since string, more params) params {
		return params{"action": "query", "list": "allrevisions|logevents", "arvnamespace": "6", "arvstart": since, "arvdir": "newer", "arvprop": "ids|timestamp",
			"arvlimit": "max", "lenamespace": "6", "lestart": since, "ledir": "newer", "leprop": "ids|title|type|timestamp|details", "lelimit": "max"}.and(more)
	}
	// shown is what an answer has of a title: its revisions, and its log with the titles that
	// the entries name beside it.
	shown := func(got answer, title string) (all []string) {
		if got.at("query.allrevisions") != nil {
			for _, page := range got.list("query.allrevisions") {
				if page.str("title") != title {
					continue
				}
				for _, rev := range page.is("ns", 6).has("pageid").list("revisions") {
					all = append(all, fmt.Sprintf("revision %d", rev.has("timestamp").num("revid")))
				}
			}
		}
		if got.at("query.logevents") == nil {
			return all
		}
		for _, e := range got.list("query.logevents") {
			other := ""
			for _, name := range []string{"target_title", "dest_title", "oldtitle_title"} {
				if e.at("params."+name) == title {
					other = name + " of "
				}
			}
			if other != "" || e.str("title") == title {
				all = append(all, fmt.Sprintf("%s%s/%s %d", other, e.str("type"), e.str("action"), e.is("ns", 6).has("timestamp").num("logid")))
			}
		}
		return all
	}
	following := func(got answer) params {
		next, more := got.at("continue").(map[string]any)
		if !more {
			return nil
		}
		p := params{}
		for k, v := range next {
			p[k] = fmt.Sprint(v)
		}
		return p
	}
	seen := func(t *testing.T, since, title string) (all []string) {
		t.Helper()
		for more := (params{}); more != nil; {
			got := plain.post(t, both(since, more)).is("errors", nil)
			all, more = append(all, shown(got, title)...), following(got)
		}
		return all
	}
	// adds are what an act adds to what shows of a title, without numbers.
	adds := func(t *testing.T, title string, act func(), want ...string) {
		t.Helper()
		since := now(t)
		before := seen(t, since, title)
		act()
		var got []string
		for _, s := range seen(t, since, title) {
			if !slices.Contains(before, s) {
				got = append(got, s[:strings.LastIndexByte(s, ' ')])
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if got = slices.Compact(got); !slices.Equal(got, want) { // a file brings its revisions along
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}

	fact(t, "an upload", func(t *testing.T) {
		name := g.name("new") + ".png"
		adds(t, "File:"+name, func() { g.bot.upload(t, name, picture(8), nil).is("upload.result", "Success") }, "revision", "upload/upload", "create/create")
		adds(t, "File:"+name, func() { g.replace(t, name, picture(8), nil) }, "revision", "upload/overwrite")
	})
	fact(t, "an edit", func(t *testing.T) {
		title := file(t)
		adds(t, title, func() { plain.write(t, params{"action": "edit", "title": title, "text": "theirs"}) }, "revision")
		adds(t, title, func() {
			plain.write(t, params{"action": "edit", "title": title, "text": "theirs"}).is("edit.nochange", true)
		})
	})
	fact(t, "a protection", func(t *testing.T) {
		title := file(t)
		adds(t, title, func() {
			admin.write(t, params{"action": "protect", "title": title, "protections": "edit=sysop"}).is("errors", nil)
		}, "revision", "protect/protect")
		adds(t, title, func() {
			admin.write(t, params{"action": "protect", "title": title, "protections": ""}).is("errors", nil)
		}, "revision", "protect/unprotect")
	})
	fact(t, "a move", func(t *testing.T) {
		from, to := file(t), fresh("to")
		since := now(t)
		adds(t, from, func() { plain.move(t, from, to, nil).is("move.redirectcreated", true) }, "revision", "move/move")
		if got := strings.Join(seen(t, since, to), ", "); !strings.Contains(got, "revision") || !strings.Contains(got, "target_title of move/move") {
			t.Errorf("where it went: %s", got)
		}
		adds(t, to, func() { plain.move(t, to, from, nil).is("move.moveoverredirect", true) }, "revision", "move/move_redir")
	})
	fact(t, "a move without a redirect", func(t *testing.T) {
		from, to := file(t), fresh("to")
		adds(t, from, func() { g.bot.move(t, from, to, silently).is("move.redirectcreated", false) }, "move/move")
	})
	fact(t, "a move over a redirect", func(t *testing.T) {
		from, to := file(t), fresh("to")
		g.write(t, to, redirecting(from))
		adds(t, to, func() { g.bot.move(t, from, to, silently).is("move.moveoverredirect", true) }, "revision", "delete/delete_redir", "target_title of move/move_redir")
	})
	fact(t, "deletion and restoring", func(t *testing.T) {
		title := file(t)
		since, made := now(t), g.look(t, title).str("revisions.0.timestamp")
		adds(t, title, func() {
			g.bot.write(t, params{"action": "delete", "title": title, "reason": "why"}).has("delete.logid")
		}, "delete/delete")
		for _, s := range seen(t, since, title) {
			if strings.HasPrefix(s, "revision") {
				t.Errorf("%s of what is deleted", s)
			}
		}
		// Its revisions come back with their old times: of what was made before the time
		// that is asked about there is nothing but the log.
		eventually(t, "the next second", func() bool { since = now(t); return since > made })
		g.bot.write(t, params{"action": "undelete", "title": title, "reason": "back"}).is("errors", nil)
		if got := seen(t, since, title); len(got) == 0 || slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "revision") }) ||
			!strings.HasPrefix(got[len(got)-1], "delete/restore") {
			t.Errorf("restored: %q", got)
		}
	})
	fact(t, "an old version", func(t *testing.T) {
		name := g.publish(t, "old", picture(8), nil)
		g.replace(t, name, picture(8), nil)
		archive := g.look(t, "File:"+name).str("imageinfo.1.archivename")
		adds(t, "File:"+name, func() {
			g.bot.write(t, params{"action": "delete", "title": "File:" + name, "oldimage": archive, "reason": "why"}).is("errors", nil)
		}, "delete/delete")
	})
	fact(t, "a revert", func(t *testing.T) {
		name := g.publish(t, "revert", picture(8), nil)
		g.replace(t, name, picture(8), nil)
		archive := g.look(t, "File:"+name).str("imageinfo.1.archivename")
		adds(t, "File:"+name, func() {
			eventually(t, "the next second", func() bool {
				return g.bot.write(t, params{"action": "filerevert", "filename": name, "archivename": archive}).at("filerevert.result") == "Success"
			})
		}, "revision", "upload/overwrite")
	})
	fact(t, "a tag", func(t *testing.T) {
		title := file(t)
		rev := decimal(g.look(t, title).num("revisions.0.revid"))
		adds(t, title, func() { g.bot.write(t, params{"action": "tag", "revid": rev, "add": g.manual[0]}).is("errors", nil) }, "tag/update")
	})
	fact(t, "a content model", func(t *testing.T) {
		title := file(t)
		adds(t, title, func() {
			admin.write(t, params{"action": "changecontentmodel", "title": title, "model": "text", "summary": "why"}).is("changecontentmodel.result", "Success")
		}, "revision", "contentmodel/change")
	})
	fact(t, "histories that become one", func(t *testing.T) {
		from, to := fresh("from"), fresh("to")
		g.write(t, from, "one")
		first := g.look(t, from).str("revisions.0.timestamp")
		eventually(t, "the next second", func() bool { return now(t) > first })
		g.write(t, to, "two")
		since := now(t)
		adds(t, from, func() {
			admin.write(t, params{"action": "mergehistory", "from": from, "to": to}).is("mergehistory.to", to)
		}, "revision", "merge/merge")
		if got := seen(t, since, to); !strings.Contains(strings.Join(got, ", "), "dest_title of merge/merge") {
			t.Errorf("where it went: %q", got)
		}
	})

	// What an administrator has hidden shows to those who may see it; to others an entry is
	// missing where its namespace is asked for. That there is one says the log of deletions,
	// which names no page, but numbers.
	g.under(t, "hidden", Settings{HideRevisions: true}, func(t *testing.T) {
		title := file(t)
		first := decimal(g.look(t, title).num("revisions.0.revid"))
		g.write(t, title, "another")
		adds(t, title, func() {
			admin.write(t, params{"action": "revisiondelete", "type": "revision", "ids": first, "hide": "content", "reason": "why"}).is("errors", nil)
		}, "delete/revision")
		since := now(t)
		g.bot.write(t, params{"action": "delete", "title": title, "reason": "why"}).has("delete.logid")
		all := seen(t, since, title)
		gone := all[len(all)-1]
		id := gone[strings.LastIndexByte(gone, ' ')+1:]
		admin.write(t, params{"action": "revisiondelete", "type": "logging", "ids": id, "hide": "content", "reason": "why"}).is("errors", nil)
		if got := seen(t, since, title); slices.Contains(got, gone) {
			t.Errorf("%q shows the entry that is hidden", got)
		}
		told := false
		for _, e := range plain.get(t, params{"action": "query", "list": "logevents", "leaction": "delete/event", "lestart": since, "ledir": "newer", "lelimit": "max",
			"leprop": "ids|title|type|timestamp|details"}).list("query.logevents") {
			e.is("ns", -1).is("params.type", "logging").is("type", "delete").is("action", "event")
			told = told || fmt.Sprint(e.at("params.ids.0")) == id
		}
		if !told {
			t.Errorf("nothing tells that entry %s is hidden", id)
		}
	})

	// By time and number, the second that is asked from included, in parts, both lists
	// together; and the newest first.
	fact(t, "in parts", func(t *testing.T) {
		since := now(t)
		var titles [3]string
		for i := range titles {
			titles[i] = file(t)
		}
		whole := map[string]bool{}
		for _, title := range titles {
			for _, s := range seen(t, since, title) {
				whole[title+s] = true
			}
		}
		parts, last := map[string]bool{}, ""
		for more := (params{}); more != nil; {
			got := plain.post(t, both(since, params{"arvlimit": "2", "lelimit": "3"}.and(more)))
			for _, title := range titles {
				for _, s := range shown(got, title) {
					parts[title+s] = true
				}
			}
			if got.at("query.logevents") != nil {
				for _, e := range got.list("query.logevents") {
					if e.str("timestamp") < last {
						e.fail("it came after an entry of %s", last)
					}
					last = e.str("timestamp")
				}
			}
			more = following(got)
		}
		for s := range whole {
			if !parts[s] {
				t.Errorf("%s is in no part", s)
			}
		}
		plain.get(t, params{"action": "query", "list": "allrevisions|logevents", "arvnamespace": "6", "arvdir": "older", "arvprop": "ids|timestamp", "arvlimit": "1",
			"lenamespace": "6", "ledir": "older", "leprop": "ids|title|type|timestamp", "lelimit": "1"}).
			is("query.allrevisions.1", nil).has("query.allrevisions.0.revisions.0.revid").is("query.logevents.1", nil).has("query.logevents.0.logid", "continue.arvcontinue", "continue.lecontinue")
	})
}
