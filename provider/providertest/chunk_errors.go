package providertest

import "testing"

// chunkErrors is facts §6.2: what can be wrong with a chunk.
func (g *tour) chunkErrors(t *testing.T) {
	// §6.2: the offset that the wiki has is a string here, not a number.
	fact(t, "a chunk twice", func(t *testing.T) {
		name, body := g.name("twice")+".png", picture(40)
		a, b := len(body)/3, len(body)*2/3
		key := g.bot.part(t, name, body, 0, a, "", nil).str("upload.filekey")
		g.bot.part(t, name, body, a, b, key, nil).is("upload.result", "Continue")
		g.bot.part(t, name, body, a, b, key, nil).refused("stashfailed").is("errors.0.data.offset", decimal(b))
		g.bot.part(t, name, body, b, len(body), key, nil).is("upload.result", "Success").is("upload.imageinfo.sha1", sum(body))
	})

	// §6.2: a gap is told alike.
	fact(t, "a gap", func(t *testing.T) {
		name, body := g.name("gap")+".png", picture(40)
		a, b := len(body)/3, len(body)*2/3
		key := g.bot.part(t, name, body, 0, a, "", nil).str("upload.filekey")
		g.bot.part(t, name, body, b, len(body), key, nil).refused("stashfailed").is("errors.0.data.offset", decimal(a))
	})

	// §6.2: below minuploadchunksize, when it is not the last.
	fact(t, "chunk-too-small", func(t *testing.T) {
		g.bot.part(t, g.name("small")+".png", picture(40), 0, g.minChunk-1, "", nil).refused("chunk-too-small")
	})

	// §6.2: more bytes than announced.
	fact(t, "invalid-chunk", func(t *testing.T) {
		name, body := g.name("beyond")+".png", picture(40)
		g.bot.part(t, name, body, 0, len(body), "", params{"filesize": decimal(len(body) - 1)}).refused("invalid-chunk")
		key := g.bot.begin(t, name, body)
		g.bot.part(t, name, body, len(body)/2, len(body), key, params{"filesize": decimal(len(body) - 1)}).refused("invalid-chunk")
	})

	// §6.2: the first chunk has no key, the others have.
	fact(t, "keys and offsets", func(t *testing.T) {
		name, body := g.name("keys")+".png", picture(40)
		key := g.bot.begin(t, name, body)
		g.bot.part(t, name, body, 0, len(body)/2, key, nil).refused("filekeynotallowed")
		g.bot.end(t, name, body, "").refused("filekeyneeded")
	})

	// §6.2: a key that is not there: never was, or expired.
	fact(t, "an unknown key", func(t *testing.T) {
		g.bot.end(t, g.name("unknown")+".png", picture(40), "1d3rm1dehrbg.upfwek.3.png").refused("uploadstash-file-not-found").says("not found in stash")
	})

	// §6.1, §6.2: or finished.
	fact(t, "a finished key", func(t *testing.T) {
		name, body := g.name("finished")+".png", picture(40)
		key := g.bot.begin(t, name, body)
		g.bot.end(t, name, body, key).is("upload.result", "Success")
		g.bot.end(t, name, body, key).refused("uploadstash-file-not-found")
		g.bot.write(t, params{"action": "upload", "filename": name, "filekey": key}).refused("uploadstash-file-not-found")
	})

	// §6.2: somebody else's.
	fact(t, "another account's key", func(t *testing.T) {
		name, body := g.name("owner")+".png", picture(40)
		key := g.bot.begin(t, name, body)
		g.need(t, g.Plain).part(t, name, body, len(body)/2, len(body), key, nil).refused("uploadstash-wrong-owner")
	})

	// §6.2: told at once, and not as filetype-banned.
	fact(t, "a forbidden extension", func(t *testing.T) {
		body := picture(40)
		g.bot.part(t, g.name("forbidden")+".php", body, 0, len(body)/2, "", nil).refused("illegal-filename")
	})

	// §6.2: told at the end, without an offset.
	fact(t, "a type that is not the extension's", func(t *testing.T) {
		name, body := g.name("mismatch")+".jpg", picture(40)
		key := g.bot.begin(t, name, body)
		g.bot.end(t, name, body, key).refused("stashfailed").says("did not pass file verification").is("errors.0.data.offset", nil)
		// The key is of no use any more, under whatever name.
		g.bot.write(t, params{"action": "upload", "filekey": key, "checkstatus": "1"}).refused("stashfailed").says("did not pass file verification")
		g.bot.end(t, g.name("mismatch")+".png", body, key).refused("stashfailed").says("already completed")
	})
}
