package providertest

import (
	"slices"
	"testing"
)

// tags is facts §3 and §4.7: where change tags show, and which are refused.
func (g *tour) tags(t *testing.T) {
	// §3: on the log entry and on the revision, both after the answer.
	shown := func(t *testing.T, name, action string, tags ...string) {
		t.Helper()
		eventually(t, "tags on the log entry "+action, func() bool {
			entries := g.bot.get(t, params{"action": "query", "list": "logevents", "leaction": action,
				"letitle": "File:" + name, "leprop": "tags|ids"}).list("query.logevents")
			return len(entries) == 1 && entries[0].tagged(tags)
		})
		eventually(t, "tags on the revision", func() bool { return g.look(t, "File:"+name).in("revisions.0").tagged(tags) })
	}

	fact(t, "of a first upload", func(t *testing.T) {
		name := g.publish(t, "tagged", picture(8), params{"tags": piped(g.manual[:2]...)})
		shown(t, name, "upload/upload", g.manual[:2]...)
	})

	fact(t, "of a new version", func(t *testing.T) {
		name := g.publish(t, "tagged twice", picture(8), nil)
		g.replace(t, name, picture(8), params{"tags": g.manual[0]})
		shown(t, name, "upload/overwrite", g.manual[0])
	})

	fact(t, "of an upload onto a page", func(t *testing.T) {
		name := g.name("tagged page") + ".png"
		g.write(t, "File:"+name, "page")
		g.bot.upload(t, name, picture(8), params{"ignorewarnings": "1", "tags": g.manual[1]}).is("upload.result", "Success")
		shown(t, name, "upload/upload", g.manual[1])
	})

	fact(t, "of an edit", func(t *testing.T) {
		name := g.publish(t, "tagged edit", picture(8), params{"text": "before"})
		g.bot.write(t, params{"action": "edit", "title": "File:" + name, "text": "after", "tags": g.manual[0]}).is("edit.result", "Success")
		eventually(t, "tags on the edit", func() bool {
			return g.look(t, "File:"+name).is(storedText, "after").in("revisions.0").tagged(g.manual[:1])
		})
	})

	// §4.7: one bad tag among good ones is enough; nothing is uploaded.
	fact(t, "unknown", func(t *testing.T) {
		name := g.name("unknown tag") + ".png"
		g.bot.upload(t, name, picture(8), params{"tags": piped(g.manual[0], "nope-"+g.run)}).refused("badtags").
			is("errors.0.data.disallowedtags", []string{"nope-" + g.run})
		g.look(t, "File:"+name).is("missing", true)
	})

	// §4.7: the software's own tags are for the software.
	fact(t, "of the software", func(t *testing.T) {
		g.bot.upload(t, g.name("software tag")+".png", picture(8), params{"tags": g.software}).refused("badtags").
			is("errors.0.data.disallowedtags", []string{g.software})
	})

	// §4.7: the tags are checked before there are warnings, and when stashing.
	fact(t, "checked first", func(t *testing.T) {
		body := picture(8)
		name := g.publish(t, "checked first", body, nil)
		g.bot.upload(t, name, body, params{"tags": "nope-" + g.run}).refused("badtags").is("upload", nil)
		g.bot.upload(t, name, body, params{"tags": "nope-" + g.run, "stash": "1"}).refused("badtags")
	})

	// §4.7: by edits too.
	fact(t, "unknown to an edit", func(t *testing.T) {
		g.bot.write(t, params{"action": "edit", "title": g.name("tag"), "text": "x", "tags": "nope-" + g.run}).refused("badtags")
	})
}

// tagged reports whether a's tags are these, in any order.
func (a answer) tagged(tags []string) bool {
	a.t.Helper()
	if len(a.list("tags")) != len(tags) {
		return false
	}
	return !slices.ContainsFunc(tags, func(tag string) bool { return !a.holds("tags", tag) })
}
