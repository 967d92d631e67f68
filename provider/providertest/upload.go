package providertest

import (
	"strings"
	"testing"
)

// upload is facts §4.1 and §4.2: content in one request.
func (g *tour) upload(t *testing.T) {
	// §4.1: what was stored comes back, the name in database form.
	fact(t, "success", func(t *testing.T) {
		body := picture(8)
		name := g.name("success") + " a b.png"
		stored := strings.ReplaceAll(name, " ", "_")
		user, _, _ := strings.Cut(g.Bot.User, "@")
		g.bot.upload(t, name, body, params{"comment": "why", "assert": "user"}).in("upload").
			is("result", "Success").is("filename", stored).is("warnings", nil).is("filekey", nil).
			in("imageinfo").is("sha1", sum(body)).is("size", len(body)).is("mime", "image/png").is("width", 8).is("height", 8).
			is("user", user).is("comment", "why").is("canonicaltitle", "File:"+name).has("timestamp", "url", "descriptionurl")
	})

	// §4: the part must look like a file.
	fact(t, "a part without a file name", func(t *testing.T) {
		g.bot.send(t, params{"action": "upload", "filename": g.name("bare") + ".png"}, "file", "", picture(8)).refused("badupload")
	})

	// §4.2: a new version says why in the file's history.
	fact(t, "a new version", func(t *testing.T) {
		name, body := g.publish(t, "new version", picture(8), params{"comment": "first"}), picture(9)
		g.replace(t, name, body, params{"comment": "second"}).
			is("upload.imageinfo.sha1", sum(body)).is("upload.warnings.exists", name)
		g.look(t, "File:"+name).is("imageinfo.0.comment", "second").is("imageinfo.0.width", 9).is("imageinfo.1.comment", "first")
	})

	// §4.2: 500 characters, not bytes; the tail goes silently.
	fact(t, "a long comment", func(t *testing.T) {
		name := g.publish(t, "comment", picture(8), params{"text": "", "comment": strings.Repeat("é", 501)})
		g.look(t, "File:"+name).is("imageinfo.0.comment", strings.Repeat("é", 497)+"...")
		name = g.publish(t, "comment", picture(8), params{"text": "", "comment": strings.Repeat("é", 500)})
		g.look(t, "File:"+name).is("imageinfo.0.comment", strings.Repeat("é", 500))
	})

	// §4.2: newlines stay.
	fact(t, "a comment of two lines", func(t *testing.T) {
		name := g.publish(t, "lines", picture(8), params{"text": "", "comment": "one\ntwo"})
		g.look(t, "File:"+name).is("imageinfo.0.comment", "one\ntwo")
	})

	// §4.8: half a picture is a picture. Only the hash tells.
	fact(t, "a truncated picture", func(t *testing.T) {
		whole := picture(8)
		g.publish(t, "truncated", whole[:len(whole)/2], nil)
	})
}
