package providertest

import "testing"

// part sends body[from:to] of a file of len(body) bytes into the stash; key is
// that of the parts before, "" for the first (facts §6.1).
func (v *visitor) part(t *testing.T, name string, body []byte, from, to int, key string, more params) answer {
	t.Helper()
	p := params{"action": "upload", "stash": "1", "ignorewarnings": "1", "filename": name,
		"filesize": decimal(len(body)), "offset": decimal(from)}
	if key != "" {
		p["filekey"] = key
	}
	return v.send(t, p.and(more), "chunk", "blob", body[from:to])
}

// begin sends the first of two halves and gives the key to go on with.
func (v *visitor) begin(t *testing.T, name string, body []byte) string {
	t.Helper()
	half := len(body) / 2
	return v.part(t, name, body, 0, half, "", nil).is("upload.result", "Continue").is("upload.offset", half).str("upload.filekey")
}

// end sends the second half.
func (v *visitor) end(t *testing.T, name string, body []byte, key string) answer {
	t.Helper()
	return v.part(t, name, body, len(body)/2, len(body), key, nil)
}

// chunks is facts §6.1: content in several requests.
func (g *tour) chunks(t *testing.T) {
	publish := func(t *testing.T, name, key string, more params) answer {
		t.Helper()
		return g.bot.write(t, params{"action": "upload", "filename": name, "filekey": key}.and(more))
	}

	// §6.1: Continue with one key, Success with another, and that one is published.
	fact(t, "protocol", func(t *testing.T) {
		name, body := g.name("chunks")+".png", picture(40)
		a, b := len(body)/3, len(body)*2/3
		first := g.bot.part(t, name, body, 0, a, "", nil).is("upload.result", "Continue").is("upload.offset", a)
		k1 := first.str("upload.filekey")
		g.bot.part(t, name, body, a, b, k1, nil).is("upload.result", "Continue").is("upload.offset", b).is("upload.filekey", k1)
		last := g.bot.part(t, name, body, b, len(body), k1, nil).is("upload.result", "Success").
			is("upload.imageinfo.sha1", sum(body)).is("upload.imageinfo.size", len(body))
		k2 := last.str("upload.filekey")
		if k1 == k2 {
			last.fail("the key did not change")
		}
		g.bot.get(t, params{"action": "query", "prop": "stashimageinfo", "siifilekey": k2, "siiprop": "sha1|size"}).
			is("query.stashimageinfo.0.sha1", sum(body)).is("query.stashimageinfo.0.size", len(body))
		g.look(t, "File:"+name).is("missing", true)
		publish(t, name, k2, params{"text": "page", "comment": "why"}).is("upload.result", "Success").is("upload.imageinfo.sha1", sum(body))
		g.look(t, "File:"+name).is("imageinfo.0.comment", "why").is(storedText, "page")
	})

	// §6.1: one chunk may be the whole file, and smaller than the least chunk.
	fact(t, "one chunk", func(t *testing.T) {
		name, body := g.name("one chunk")+".png", picture(8)
		g.bot.part(t, name, body, 0, len(body), "", nil).is("upload.result", "Success").is("upload.imageinfo.sha1", sum(body))
	})

	// §6.1: the trap: the key of what is not whole publishes its first chunk, as Success.
	fact(t, "published too early", func(t *testing.T) {
		name, body := g.name("too early")+".png", picture(60)
		a, b := len(body)/3, len(body)*2/3
		key := g.bot.part(t, name, body, 0, a, "", nil).str("upload.filekey")
		g.bot.part(t, name, body, a, b, key, nil).is("upload.result", "Continue")
		g.bot.get(t, params{"action": "query", "prop": "stashimageinfo", "siifilekey": key, "siiprop": "sha1|size"}).
			is("query.stashimageinfo.0.sha1", sum(body[:a])).is("query.stashimageinfo.0.size", a)
		publish(t, name, key, nil).is("upload.result", "Success").is("upload.imageinfo.sha1", sum(body[:a]))
		g.bot.part(t, name, body, b, len(body), key, nil).refused("uploadstash-file-not-found")
	})

	// §6.1: stash=1 goes without saying, and the name may differ in each.
	fact(t, "without stash", func(t *testing.T) {
		name, body := g.name("no stash")+".png", picture(40)
		half := len(body) / 2
		key := g.bot.part(t, name, body, 0, half, "", params{"stash": ""}).is("upload.result", "Continue").str("upload.filekey")
		g.bot.part(t, g.name("other")+".png", body, half, len(body), key, nil).is("upload.result", "Success").
			is("upload.imageinfo.sha1", sum(body))
		g.look(t, "File:"+name).is("missing", true)
	})

	// §6.1: the trap: a warning at the first chunk, and its key cannot go on.
	fact(t, "a warning at the first chunk", func(t *testing.T) {
		name, body := g.publish(t, "warned chunk", picture(8), nil), picture(40)
		half := len(body) / 2
		asked := params{"action": "upload", "stash": "1", "filename": name, "filesize": decimal(len(body)), "offset": "0"}
		key := g.bot.send(t, asked, "chunk", "blob", body[:half]).
			is("upload.result", "Warning").is("upload.warnings.exists", name).str("upload.filekey")
		g.bot.end(t, name, body, key).has("errors.0.code")
	})

	// §6.1: with ignorewarnings it stands beside Continue; nothing is published.
	fact(t, "a warning beside Continue", func(t *testing.T) {
		old := picture(8)
		name, body := g.publish(t, "beside", old, nil), picture(40)
		got := g.bot.part(t, name, body, 0, len(body)/2, "", nil).is("upload.result", "Continue").is("upload.warnings.exists", name)
		g.bot.end(t, name, body, got.str("upload.filekey")).is("upload.result", "Success").is("upload.warnings.exists", name)
		g.look(t, "File:"+name).is("imageinfo.0.sha1", sum(old))
	})

	// §6.1: what the bytes warn of comes with the last chunk, beside Success.
	fact(t, "a duplicate", func(t *testing.T) {
		body := picture(40)
		one, two := g.publish(t, "first", body, nil), g.name("second")+".png"
		key := g.bot.begin(t, two, body)
		k2 := g.bot.end(t, two, body, key).is("upload.result", "Success").is("upload.warnings.duplicate", []string{one}).str("upload.filekey")
		publish(t, two, k2, nil).is("upload.result", "Warning").is("upload.warnings", map[string]any{"duplicate": []string{one}})
	})

	// §6.2: nothing, in chunks, is a warning, and an error when that is ignored.
	fact(t, "an empty file", func(t *testing.T) {
		name := g.name("empty") + ".png"
		g.bot.send(t, params{"action": "upload", "filename": name, "filesize": "0", "offset": "0"}, "chunk", "blob", nil).
			is("upload.result", "Warning").is("upload.warnings", map[string]bool{"empty-file": true})
		g.bot.part(t, name, nil, 0, 0, "", nil).refused("uploadstash-exception")
	})
}
