package providertest

import (
	"crypto/md5"
	"encoding/hex"
	"strings"
	"testing"
)

// edit is facts §7: the text of a page.
func (g *tour) edit(t *testing.T) {
	save := func(t *testing.T, title, text string, more params) answer {
		t.Helper()
		return g.bot.write(t, params{"action": "edit", "title": title, "text": text}.and(more))
	}

	// §7: the revision before and the one after.
	fact(t, "success", func(t *testing.T) {
		title := "File:" + g.publish(t, "edit", picture(8), params{"text": "before"})
		before := g.look(t, title).num("revisions.0.revid")
		after := save(t, title, "after", params{"summary": "why", "bot": "1", "nocreate": "1", "baserevid": decimal(before)}).
			is("edit.result", "Success").is("edit.title", title).is("edit.oldrevid", before).is("edit.contentmodel", "wikitext").
			is("edit.new", nil).is("edit.nochange", nil).has("edit.newtimestamp", "edit.pageid").num("edit.newrevid")
		g.look(t, title).is("revisions.0.revid", after).is("revisions.0.comment", "why").is(storedText, "after")
	})

	// §7: a page of its own.
	fact(t, "a new page", func(t *testing.T) {
		save(t, "File:"+g.name("new")+".png", "text", params{"createonly": "1"}).
			is("edit.result", "Success").is("edit.new", true).is("edit.oldrevid", 0).has("edit.newrevid")
	})

	// §7: nothing to change: no revision. White space at the end is nothing.
	fact(t, "nochange", func(t *testing.T) {
		title := g.name("nochange")
		rev := g.write(t, title, "text")
		for _, text := range []string{"text", "text \t\n\n"} {
			save(t, title, text, params{"summary": "why"}).is("edit.result", "Success").is("edit.nochange", true).
				is("edit.oldrevid", nil).is("edit.newrevid", nil)
		}
		g.look(t, title).is("revisions.0.revid", rev)
	})

	// §7: nocreate and createonly keep an edit from doing the other thing.
	fact(t, "nocreate and createonly", func(t *testing.T) {
		title := g.name("exists not")
		save(t, title, "text", params{"nocreate": "1"}).refused("missingtitle")
		g.write(t, title, "text")
		save(t, title, "other", params{"createonly": "1"}).refused("articleexists")
	})

	// §7: a page keeps its content model, which an edit may change; info tells it.
	fact(t, "content model", func(t *testing.T) {
		title, text := g.name("model"), "#REDIRECT [["+g.name("elsewhere")+"]]"
		g.look(t, title).is("contentmodel", "wikitext").is("missing", true)
		save(t, title, text, params{"contentmodel": "text"}).is("edit.result", "Success").is("edit.contentmodel", "text")
		g.look(t, title).is("contentmodel", "text").is("redirect", nil).is(storedText, text)
		save(t, title, text+"!", nil).is("edit.contentmodel", "text")
		save(t, title, "{", params{"contentmodel": "json"}).refused("invalid-json-data")
		save(t, title, text, params{"contentmodel": "wikitext"}).is("edit.contentmodel", "wikitext")
		g.look(t, title).is("contentmodel", "wikitext").is("redirect", true)
	})

	// §7: the same of a file's page; a new version leaves it as it is.
	fact(t, "content model of a file", func(t *testing.T) {
		name := g.publish(t, "model", picture(8), params{"text": "text"})
		save(t, "File:"+name, "[[text]]", params{"contentmodel": "css"}).is("edit.contentmodel", "css")
		g.replace(t, name, picture(8), params{"text": "other"})
		g.look(t, "File:"+name).is("contentmodel", "css").is("revisions.0.slots.main.contentmodel", "css").is(storedText, "[[text]]")
	})

	// §7: a guard against damage on the way.
	fact(t, "md5", func(t *testing.T) {
		title := g.name("md5")
		sum := md5.Sum([]byte("text"))
		save(t, title, "text", params{"md5": hex.EncodeToString(sum[:])}).is("edit.result", "Success")
		save(t, title, "damaged", params{"md5": hex.EncodeToString(sum[:])}).refused("badmd5")
	})

	// §7: 500 characters, the last three points.
	fact(t, "a long summary", func(t *testing.T) {
		title := g.name("summary")
		save(t, title, "text", params{"summary": strings.Repeat("é", 501)}).is("edit.result", "Success")
		g.look(t, title).is("revisions.0.comment", strings.Repeat("é", 497)+"...")
	})

	// §7: no text.
	fact(t, "no text", func(t *testing.T) {
		g.bot.write(t, params{"action": "edit", "title": g.name("no text")}).refused("missingparam")
	})

	// §7: more than maxarticlesize.
	fact(t, "contenttoobig", func(t *testing.T) {
		save(t, g.name("big"), strings.Repeat("x", g.maxText+1), nil).refused("contenttoobig")
	})

	// §7: a title that cannot be.
	fact(t, "invalidtitle", func(t *testing.T) {
		save(t, "File:a<b.png", "text", nil).refused("invalidtitle")
	})
}
