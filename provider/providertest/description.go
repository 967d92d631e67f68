package providertest

import "testing"

// description is facts §4.2: what an upload does to the page.
func (g *tour) description(t *testing.T) {
	// §4.2: the text of a new file.
	fact(t, "text makes the page", func(t *testing.T) {
		name := g.publish(t, "text", picture(8), params{"text": "the page", "comment": "the comment"})
		g.look(t, "File:"+name).is(storedText, "the page")
	})

	// §4.2: the trap: a comment alone becomes the page.
	fact(t, "no text: the comment is the page", func(t *testing.T) {
		name := g.publish(t, "no text", picture(8), params{"comment": "the comment"})
		g.look(t, "File:"+name).is(storedText, "the comment")
	})

	// §4.2: so an empty text is always sent.
	fact(t, "an empty text: an empty page", func(t *testing.T) {
		name := g.publish(t, "empty text", picture(8), params{"text": "", "comment": "the comment"})
		g.look(t, "File:"+name).is("missing", nil).is(storedText, "")
	})

	// §4.2: and the text of an upload is saved as that of an edit is.
	fact(t, "text is saved as an edit", func(t *testing.T) {
		name := g.publish(t, "saved", picture(8), params{"text": "a\r\nb \n\n"})
		g.look(t, "File:"+name).is(storedText, "a\nb")
	})

	// §4.2: a new version never touches the text.
	fact(t, "text is ignored by a new version", func(t *testing.T) {
		name := g.publish(t, "ignored", picture(8), params{"text": "first"})
		g.replace(t, name, picture(8), params{"text": "second", "comment": "why"})
		g.look(t, "File:"+name).is(storedText, "first")
	})

	// §3, §4.2: a new version is a revision of the same text, with a summary of the wiki's own.
	fact(t, "a new version is a null revision", func(t *testing.T) {
		name := g.publish(t, "null revision", picture(8), params{"text": "text"})
		before := g.look(t, "File:"+name).num("revisions.0.revid")
		g.replace(t, name, picture(8), params{"comment": "why"})
		page := g.look(t, "File:"+name).is("revisions.0.parentid", before).is("revisions.0.sha1", sum([]byte("text")))
		if page.num("revisions.0.revid") <= before || page.str("revisions.0.comment") == "why" {
			page.fail("no null revision with a comment of its own")
		}
	})

	// §4.2, §4.3: a page that waits for its file keeps its text.
	fact(t, "an upload onto a page", func(t *testing.T) {
		name := g.name("onto") + ".png"
		before := g.write(t, "File:"+name, "already here")
		g.bot.upload(t, name, picture(8), params{"text": "ignored", "ignorewarnings": "1"}).
			is("upload.result", "Success").is("upload.warnings", map[string]string{"page-exists": name})
		g.look(t, "File:"+name).is("imagerepository", "local").is(storedText, "already here").is("revisions.0.parentid", before)
	})
}
