package providertest

import (
	"strings"
	"testing"
)

// reverts is facts §13.3 and §13.4: versions and pages that come back.
func (g *tour) reverts(t *testing.T) {
	revert := func(t *testing.T, v *visitor, name, archive string) answer {
		t.Helper()
		return v.write(t, params{"action": "filerevert", "filename": name, "archivename": archive, "comment": "was better"})
	}
	// replaced is a file with an old version, and how that is called.
	replaced := func(t *testing.T, old, now []byte) (name, archive string) {
		t.Helper()
		name = g.publish(t, "reverted", old, params{"text": "text", "comment": "first"})
		g.replace(t, name, now, params{"comment": "second"})
		archive = g.bot.get(t, params{"action": "query", "titles": "File:" + name, "prop": "imageinfo", "iiprop": "archivename", "iilimit": "2"}).
			str("query.pages.0.imageinfo.1.archivename")
		return name, archive
	}

	// It is a version and a revision by who reverted, and the log has it as an upload.
	fact(t, "a version", func(t *testing.T) {
		plain, old := g.need(t, g.Plain), picture(8)
		name, archive := replaced(t, old, picture(8))
		user, _, _ := strings.Cut(g.Plain.User, "@")
		eventually(t, "the next second", func() bool {
			return revert(t, plain, name, archive).at("filerevert.result") == "Success"
		})
		g.look(t, "File:"+name).is("imageinfo.0.sha1", sum(old)).is("imageinfo.0.user", user).is("imageinfo.0.comment", "was better").is("imageinfo.2.sha1", sum(old)).
			is("revisions.0.user", user).is("revisions.0.comment", user+" uploaded a new version of [[File:"+name+"]]").is(storedText, "text")
		g.bot.get(t, params{"action": "query", "list": "logevents", "letype": "upload", "letitle": "File:" + name}).
			is("query.logevents.0.action", "overwrite").is("query.logevents.0.comment", "was better").is("query.logevents.0.user", user)
		eventually(t, "the same content", func() bool {
			return revert(t, plain, name, archive).is("errors", nil).is("filerevert.result", "Failure").at("filerevert.errors.0.code") == "fileexists-no-change"
		})
	})

	fact(t, "what is not there", func(t *testing.T) {
		name, archive := replaced(t, picture(8), picture(8))
		revert(t, g.bot, name, "20200101000000!"+name).refused("filerevert-badversion")
		revert(t, g.bot, "File:"+name, archive).refused("missingtitle")
		revert(t, g.need(t, g.NoRights), name, archive).refused("permissiondenied").is("errors.1.code", "permissiondenied")
	})

	// §13.4: tags are lost, with a warning; a tag that is added afterwards is not.
	fact(t, "tags", func(t *testing.T) {
		name, archive := replaced(t, picture(8), picture(8))
		g.settle(t, name)
		got := g.bot.write(t, params{"action": "filerevert", "filename": name, "archivename": archive, "tags": g.manual[0]})
		got.is("filerevert.result", "Success").is("warnings.0.code", "unrecognizedparams")
		rev := g.look(t, "File:"+name).is("imageinfo.0.comment", "").num("revisions.0.revid")
		g.bot.write(t, params{"action": "tag", "revid": decimal(rev), "add": g.manual[0]}).is("tag.0.status", "success")
		g.bot.get(t, params{"action": "query", "revids": decimal(rev), "prop": "revisions", "rvprop": "tags"}).holds("query.pages.0.revisions.0.tags", g.manual[0])
	})

	// §13.4: old versions are filed by the second, as those of uploads are.
	fact(t, "two in one second", func(t *testing.T) {
		name, first := replaced(t, picture(8), picture(8))
		g.replace(t, name, picture(8), nil)
		second := g.archived(t, "File:"+name).str("1.archivename")
		for range 20 { // until both fall into one second
			g.settle(t, name)
			revert(t, g.bot, name, first).is("filerevert.result", "Success")
			if got := revert(t, g.bot, name, second); got.at("filerevert.result") == "Failure" {
				got.is("errors", nil).is("filerevert.errors.0.code", "backend-fail-alreadyexists")
				eventually(t, "the same a second later", func() bool { return revert(t, g.bot, name, second).at("filerevert.result") == "Success" })
				return
			}
		}
		t.Fatal("of twenty pairs of reverts none fell into one second")
	})

	// §13.1.1: the stamp goes along, the name does not.
	fact(t, "after a move", func(t *testing.T) {
		name, archive := replaced(t, picture(8), picture(8))
		to := g.name("moved") + ".png"
		g.bot.move(t, "File:"+name, "File:"+to, silently).is("move.to", "File:"+to)
		stamp, _, _ := strings.Cut(archive, "!")
		g.archived(t, "File:"+to).is("1.archivename", stamp+"!"+to)
		g.settle(t, to)
		revert(t, g.bot, name, archive).refused("missingtitle")
		revert(t, g.bot, to, archive).refused("filerevert-badversion")
		revert(t, g.bot, to, stamp+"!"+to).is("filerevert.result", "Success")
	})

	// §13.4: the comment becomes the page, as that of an upload does.
	fact(t, "a file without a page", func(t *testing.T) {
		old := picture(8)
		name, archive := replaced(t, old, picture(8))
		title := "File:" + name
		g.bot.write(t, params{"action": "delete", "title": title}).is("errors", nil)
		rows := g.rows(t, g.bot, title)
		g.bot.write(t, params{"action": "undelete", "title": title, "fileids": piped(rows.whole("versions.0.id"), rows.whole("versions.1.id"))}).is("undelete.revisions", 0)
		g.look(t, title).is("missing", true)
		g.settle(t, name)
		revert(t, g.bot, name, archive).is("filerevert.result", "Success")
		g.look(t, title).is("missing", nil).is("imageinfo.0.sha1", sum(old)).is(storedText, "was better").is("revisions.0.parentid", 0)
	})

	// A page that comes back has nothing new but an entry of the log.
	fact(t, "what was deleted", func(t *testing.T) {
		admin, old, now := g.need(t, g.Admin), picture(8), picture(8)
		name, archive := replaced(t, old, now)
		title := "File:" + name
		before := g.look(t, title)
		g.bot.write(t, params{"action": "delete", "title": title, "reason": "gone"}).is("errors", nil)
		admin.write(t, params{"action": "undelete", "title": title, "reason": "back"}).is("undelete.title", title).is("undelete.revisions", 2).is("undelete.fileversions", 2)
		page := g.look(t, title).is("pageid", before.at("pageid")).is("revisions.0.revid", before.at("revisions.0.revid")).
			is("revisions.0.timestamp", before.at("revisions.0.timestamp")).is(storedText, "text")
		page.is("imageinfo.0.sha1", sum(now)).is("imageinfo.1.sha1", sum(old)).is("imageinfo.1.comment", "first").is("imageinfo.2", nil)
		g.bot.get(t, params{"action": "query", "list": "logevents", "letype": "delete", "letitle": title}).is("query.logevents.0.action", "restore").
			is("query.logevents.0.comment", "back").is("query.logevents.0.params.count", map[string]int{"revisions": 2, "files": 2}).is("query.logevents.1.action", "delete")
		eventually(t, "the next second", func() bool { return revert(t, g.bot, name, archive).at("filerevert.result") == "Success" })
		admin.write(t, params{"action": "undelete", "title": title}).refused("undelete-no-results").is("errors.1.code", "cantundelete")
		g.need(t, g.Plain).write(t, params{"action": "undelete", "title": title}).refused("permissiondenied")
	})
}
