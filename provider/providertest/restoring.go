package providertest

import (
	"strings"
	"testing"
)

// restoring is facts §13.3: what is left of what was deleted, and what of it comes back.
func (g *tour) restoring(t *testing.T) {
	user, _, _ := strings.Cut(g.Bot.User, "@")
	remove := func(t *testing.T, title string, more params) answer {
		t.Helper()
		return g.bot.write(t, params{"action": "delete", "title": title, "reason": "gone"}.and(more)).is("errors", nil)
	}
	restore := func(t *testing.T, title string, more params) answer {
		t.Helper()
		return g.bot.write(t, params{"action": "undelete", "title": title, "reason": "back"}.and(more))
	}
	// replaced is a file with an old version.
	replaced := func(t *testing.T) (title string, old, now []byte) {
		t.Helper()
		old, now = picture(8), picture(8)
		name := g.publish(t, "restored", old, params{"text": "text", "comment": "first"})
		g.settle(t, name)
		g.replace(t, name, now, params{"comment": "second"})
		return "File:" + name, old, now
	}
	stampOf := func(a answer) string { return a.str("timestamp") }

	// §13.3: the wiki lists versions from the oldest on, figures as strings, and only what
	// had an archive name has one. Everybody may read so much, and no comment.
	fact(t, "the rows", func(t *testing.T) {
		title, old, now := replaced(t)
		before := g.look(t, title)
		archive := g.archived(t, title).str("1.archivename")
		remove(t, title, nil)
		plain := g.need(t, g.Plain)
		rows := g.rows(t, plain, title)
		rows.is("versions.2", nil).in("versions.0").is("sha1", sum(old)).is("user", user).is("size", decimal(len(old))).is("width", "8").is("height", "8").
			is("mime", "image/png").is("archivename", archive).is("title", title).is("name", key(title)).has("id", "timestamp")
		rows.in("versions.1").is("sha1", sum(now)).is("archivename", nil)
		rows.is("revisions.2", nil).is("revisions.0.revid", before.at("revisions.0.revid")).is("revisions.1.parentid", 0).is("revisions.0.user", user).
			is("revisions.0.slots.main.sha1", sum([]byte("text"))).has("revisions.0.timestamp", "revisions.0.tags")
		plain.get(t, params{"action": "query", "titles": title, "prop": "deletedrevisions|info", "drvprop": "ids|comment"}).refused("permissiondenied").is("query", nil)
		plain.get(t, params{"action": "query", "list": "filearchive", "fafrom": key(title), "faprop": "description"}).refused("permissiondenied").is("query", nil)
		first := plain.get(t, params{"action": "query", "list": "filearchive", "fafrom": key(title), "fato": key(title), "falimit": "1"}).is("query.filearchive.1", nil)
		plain.get(t, params{"action": "query", "list": "filearchive", "fafrom": key(title), "fato": key(title), "falimit": "1",
			"facontinue": first.str("continue.facontinue")}).is("query.filearchive.0.id", rows.at("versions.1.id")).is("continue", nil)
	})

	// §13.3: those that are named, and no others. Among them the newest version is the
	// current one, and the page has its number again.
	fact(t, "some of them", func(t *testing.T) {
		title, old, now := replaced(t)
		id := g.look(t, title).num("pageid")
		g.settle(t, key(title)) // the newer one gets the second of its deletion for a name
		remove(t, title, nil)
		rows := g.rows(t, g.bot, title)
		got := restore(t, title, params{"timestamps": stampOf(rows.in("revisions.1")), "fileids": rows.whole("versions.0.id"), "tags": g.manual[0]})
		got.is("errors", nil).is("undelete.revisions", 1).is("undelete.fileversions", 1).is("undelete.title", title)
		g.look(t, title).is("pageid", id).is("revisions.0.revid", rows.at("revisions.1.revid")).is(storedText, "text").
			is("imageinfo.0.sha1", sum(old)).is("imageinfo.0.archivename", nil).is("imageinfo.1", nil)
		log := g.bot.get(t, params{"action": "query", "list": "logevents", "letype": "delete", "letitle": title, "leprop": "ids|type|user|comment|details"})
		log.is("query.logevents.0.action", "restore").is("query.logevents.0.logpage", id).is("query.logevents.0.user", user).is("query.logevents.0.comment", "back").
			is("query.logevents.0.params.count", map[string]int{"revisions": 1, "files": 1}).is("query.logevents.1.logpage", id)
		eventually(t, "the tag", func() bool {
			return g.bot.get(t, params{"action": "query", "list": "logevents", "letype": "delete", "letitle": title, "leprop": "tags"}).holds("query.logevents.0.tags", g.manual[0])
		})
		g.rows(t, g.bot, title).is("revisions.0.revid", rows.at("revisions.0.revid")).is("revisions.1", nil).
			is("versions.0.id", rows.at("versions.1.id")).is("versions.1", nil)
		// The rest goes into what is there, under the time of its deletion.
		restore(t, title, params{"timestamps": stampOf(rows.in("revisions.0")), "fileids": rows.whole("versions.1.id")}).is("undelete.fileversions", 1)
		g.look(t, title).is("imageinfo.0.sha1", sum(old)).is("imageinfo.1.sha1", sum(now)).is("revisions.0.revid", rows.at("revisions.0.revid"))
		if n := g.archived(t, title).str("1.archivename"); !strings.HasSuffix(n, "!"+key(title)) {
			t.Errorf("it is called %q", n)
		}
	})

	// §13.3: where a version is not there, nothing comes back; where a revision is not, the
	// versions do, with an error beside that. The trap: what was refused for one version may
	// have left the content of another where the next one shall go (backend-fail-notsame).
	fact(t, "what is not there", func(t *testing.T) {
		title, _, now := replaced(t)
		other, _, _ := replaced(t)
		remove(t, title, nil)
		remove(t, other, nil)
		rows, others := g.rows(t, g.bot, title), g.rows(t, g.bot, other)
		never := "2020-01-01T00:00:00Z"
		for _, p := range []params{
			{"fileids": "999999999"}, {"fileids": others.whole("versions.0.id")},
			{"timestamps": stampOf(rows.in("revisions.0")), "fileids": piped(rows.whole("versions.1.id"), "999999999")},
		} {
			restore(t, title, p).refused("undelete-missing-filearchive").is("undelete", nil)
			g.look(t, title).is("missing", true).is("imageinfo", nil)
		}
		restore(t, title, params{"timestamps": never}).refused("undelete-no-results").is("errors.1.code", "cantundelete").is("undelete", nil)
		restore(t, title, params{"timestamps": "yesterday"}).refused("badtimestamp")
		restore(t, title, params{"tags": "no such tag"}).refused("badtags")
		restore(t, title, params{"timestamps": never, "fileids": rows.whole("versions.1.id")}).is("errors.0.code", "undelete-no-results").
			is("errors.1", nil).is("undelete.revisions", 0).is("undelete.fileversions", 1)
		g.look(t, title).is("missing", true).is("known", true).is("imageinfo.0.sha1", sum(now)).is("revisions", nil)
		restore(t, title, params{"timestamps": piped(never, stampOf(rows.in("revisions.0")))}).is("errors", nil).is("undelete.revisions", 1)
	})

	// §13.3: into what the title has by then, which stays what it was.
	fact(t, "into a title with a file", func(t *testing.T) {
		title, old, now := replaced(t)
		g.settle(t, key(title)) // the version gets the second of its deletion for a name
		remove(t, title, nil)
		newest := picture(8)
		g.bot.upload(t, strings.TrimPrefix(title, "File:"), newest, params{"ignorewarnings": "1", "text": "new"}).is("upload.result", "Success")
		before := g.look(t, title)
		rows := g.rows(t, g.bot, title)
		restore(t, title, params{"timestamps": stampOf(rows.in("revisions.1")), "fileids": piped(rows.whole("versions.0.id"), rows.whole("versions.1.id"))}).
			is("undelete.fileversions", 2)
		g.look(t, title).is("pageid", before.at("pageid")).is("revisions.0.revid", before.at("revisions.0.revid")).is(storedText, "new").
			is("imageinfo.0.sha1", sum(newest)).is("imageinfo.1.sha1", sum(now)).is("imageinfo.2.sha1", sum(old))
	})
	fact(t, "two lives", func(t *testing.T) {
		title, _, now := replaced(t)
		first := g.look(t, title)
		remove(t, title, nil)
		rows := g.rows(t, g.bot, title)
		g.bot.upload(t, strings.TrimPrefix(title, "File:"), picture(8), params{"ignorewarnings": "1", "text": "new"}).is("upload.result", "Success")
		remove(t, title, nil)
		g.rows(t, g.bot, title).has("versions.2", "revisions.2")
		restore(t, title, params{"timestamps": piped(stampOf(rows.in("revisions.0")), stampOf(rows.in("revisions.1"))),
			"fileids": piped(rows.whole("versions.0.id"), rows.whole("versions.1.id"))}).is("undelete.fileversions", 2)
		if got := g.look(t, title).is("imageinfo.0.sha1", sum(now)).is("imageinfo.2", nil); first.at("revisions.0.revid") == got.at("revisions.0.revid") {
			got.is("pageid", first.at("pageid")) // else the new one came within the same second, and along
		}
	})

	// §13.3: the log says it in words alone, and the page is the one that stays.
	fact(t, "an old version alone", func(t *testing.T) {
		title, _, now := replaced(t)
		id := g.look(t, title).num("pageid")
		archive := g.archived(t, title).str("1.archivename")
		one := func(archive string) answer {
			return g.bot.write(t, params{"action": "delete", "title": title, "oldimage": archive, "reason": "why", "tags": g.manual[0]})
		}
		one("nonsense").refused("invalidoldimage")
		one("20200101000000!" + key(title)).refused("nodeleteablefile")
		entry := one(archive).is("errors", nil).is("delete.title", title).num("delete.logid")
		one(archive).refused("nodeleteablefile")
		g.bot.get(t, params{"action": "query", "list": "logevents", "letype": "delete", "letitle": title, "leprop": "ids|type|comment|details"}).in("query.logevents.0").
			is("logid", entry).is("action", "delete").is("logpage", id).is("pageid", id).is("params", map[string]any{}).is("comment", "Deleted old revision "+archive+": why")
		g.look(t, title).is("imageinfo.0.sha1", sum(now)).is("imageinfo.1", nil)
		row := g.rows(t, g.bot, title).is("revisions", nil).is("versions.0.archivename", archive).whole("versions.0.id")
		// With the page it would come back, too.
		remove(t, title, nil)
		rows := g.rows(t, g.bot, title).has("versions.1")
		restore(t, title, params{"timestamps": piped(stampOf(rows.in("revisions.0")), stampOf(rows.in("revisions.1"))), "fileids": rows.whole("versions.1.id")})
		g.look(t, title).is("imageinfo.0.sha1", sum(now)).is("imageinfo.1", nil)
		restore(t, title, nil).is("errors.0.code", "undelete-no-results").is("undelete.fileversions", 1)
		if !strings.Contains(g.archived(t, title).str("1.archivename"), archive) {
			t.Errorf("row %s has lost its name", row)
		}
	})

	// §13.3: what made way for a move is among the rows of its title, under no other number
	// of a page than that of the log.
	fact(t, "a redirect that made way", func(t *testing.T) {
		title, _, _ := replaced(t)
		to := "File:" + g.name("target") + ".png"
		g.write(t, to, redirecting(title))
		gone := g.look(t, to).num("pageid")
		g.bot.move(t, title, to, silently).is("move.moveoverredirect", true)
		g.bot.get(t, params{"action": "query", "list": "logevents", "letype": "delete", "letitle": to, "leprop": "ids|type"}).
			is("query.logevents.0.action", "delete_redir").is("query.logevents.0.logpage", gone)
		g.rows(t, g.bot, to).has("revisions.0.revid").is("revisions.1", nil).is("versions", []any{})
		g.rows(t, g.bot, title).is("revisions", nil).is("versions", []any{}) // rows of what was deleted, and nothing was
		remove(t, to, nil)
		g.rows(t, g.bot, to).has("revisions.3").has("versions.1").is("versions.2", nil)
	})

	// §13.3: who may delete may not restore what is protected from being made.
	fact(t, "a title that is protected", func(t *testing.T) {
		admin := g.need(t, g.Admin)
		title, _, _ := replaced(t)
		remove(t, title, nil)
		admin.write(t, params{"action": "protect", "title": title, "protections": "create=sysop"}).is("errors", nil)
		restore(t, title, nil).refused("undelete-cantedit").is("errors.1.code", "undelete-cantcreate")
		g.look(t, title).is("missing", true)
	})
}

// key is a title's name as the database has it.
func key(title string) string {
	return strings.ReplaceAll(strings.TrimPrefix(title, "File:"), " ", "_")
}

// rows is what is left under a title of what was deleted: revisions, the newest first, and
// versions, the oldest first.
func (g *tour) rows(t *testing.T, v *visitor, title string) answer {
	t.Helper()
	got := v.get(t, params{"action": "query", "titles": title, "prop": "deletedrevisions", "drvprop": "ids|user|timestamp|sha1|slotsha1|tags", "drvslots": "main", "drvlimit": "max",
		"list": "filearchive", "fafrom": key(title), "fato": key(title), "falimit": "max", "faprop": "sha1|timestamp|user|size|dimensions|mime|archivename"})
	got.is("errors", nil).is("warnings", nil).is("continue", nil)
	got.value = map[string]any{"revisions": got.at("query.pages.0.deletedrevisions"), "versions": got.at("query.filearchive")}
	return got
}

// whole is the number at a path, as it goes into a parameter.
func (a answer) whole(path string) string {
	a.t.Helper()
	return decimal(a.num(path))
}

// archived are the versions of a file with their archive names.
func (g *tour) archived(t *testing.T, title string) answer {
	t.Helper()
	return g.bot.get(t, params{"action": "query", "titles": title, "prop": "imageinfo", "iilimit": "max", "iiprop": "timestamp|sha1|archivename"}).in("query.pages.0.imageinfo")
}
