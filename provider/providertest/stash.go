package providertest

import "testing"

// stash is facts §4.4: bytes that wait to be published.
func (g *tour) stash(t *testing.T) {
	publish := func(t *testing.T, v *visitor, name, key string, more params) answer {
		t.Helper()
		return v.write(t, params{"action": "upload", "filename": name, "filekey": key}.and(more))
	}
	stashed := func(t *testing.T, name string, body []byte) string {
		t.Helper()
		return g.bot.upload(t, name, body, params{"stash": "1", "ignorewarnings": "1"}).is("upload.result", "Success").str("upload.filekey")
	}

	// §4.4: a stash answers with the key and the hash.
	fact(t, "stash=1", func(t *testing.T) {
		name, body := g.name("stash")+".png", picture(8)
		g.bot.upload(t, name, body, params{"stash": "1"}).is("upload.result", "Success").is("upload.warnings", nil).
			is("upload.imageinfo.sha1", sum(body)).is("upload.imageinfo.size", len(body)).has("upload.filekey")
		g.look(t, "File:"+name).is("missing", true)
	})

	// §4.4: with a warning it answers Warning, with ignorewarnings both.
	fact(t, "stash=1 with a warning", func(t *testing.T) {
		name, body := g.publish(t, "warned stash", picture(8), nil), picture(8)
		g.bot.upload(t, name, body, params{"stash": "1"}).
			is("upload.result", "Warning").is("upload.warnings.exists", name).has("upload.filekey")
		g.bot.upload(t, name, body, params{"stash": "1", "ignorewarnings": "1"}).
			is("upload.result", "Success").is("upload.warnings.exists", name).has("upload.filekey").is("upload.imageinfo.sha1", sum(body))
	})

	// §4.4: a key is published as a direct upload is.
	fact(t, "published by key", func(t *testing.T) {
		name, body := g.name("publish")+".png", picture(8)
		publish(t, g.bot, name, stashed(t, name, body), params{"text": "page", "comment": "why"}).is("upload.result", "Success").
			is("upload.filename", name).is("upload.imageinfo.sha1", sum(body))
		g.look(t, "File:"+name).is("imageinfo.0.comment", "why").is(storedText, "page")
	})

	// §4.4: the name is that of the last request.
	fact(t, "under another name", func(t *testing.T) {
		key, name := stashed(t, g.name("before")+".png", picture(8)), g.name("after")+".png"
		publish(t, g.bot, name, key, nil).is("upload.result", "Success").is("upload.filename", name)
	})

	// §4.4: it warns again, under a new key; the older one stays valid.
	fact(t, "warned again", func(t *testing.T) {
		name, body := g.publish(t, "again", picture(8), nil), picture(8)
		key := g.bot.upload(t, name, body, nil).is("upload.result", "Warning").str("upload.filekey")
		second := publish(t, g.bot, name, key, nil).is("upload.result", "Warning").is("upload.warnings.exists", name)
		if second.str("upload.filekey") == key {
			second.fail("the same key again")
		}
		publish(t, g.bot, name, key, params{"ignorewarnings": "1"}).is("upload.result", "Success").is("upload.imageinfo.sha1", sum(body))
	})

	// §4.3, §4.4: whatever came to a new file's title since it was staged stops the publishing.
	fact(t, "guarded when published", func(t *testing.T) {
		for warning, comes := range map[string]func(name string, body []byte) any{
			"exists": func(name string, _ []byte) any {
				g.bot.upload(t, name, picture(8), nil).is("upload.result", "Success")
				return name
			},
			"page-exists": func(name string, _ []byte) any { g.write(t, "File:"+name, "page"); return name },
			"was-deleted": func(name string, _ []byte) any {
				g.bot.upload(t, name, picture(8), nil).is("upload.result", "Success")
				g.bot.write(t, params{"action": "delete", "title": "File:" + name}).is("errors", nil)
				return name
			},
			"duplicate": func(_ string, body []byte) any { return []string{g.publish(t, "same", body, nil)} },
		} {
			name, body := g.name("came")+".png", picture(8)
			key := stashed(t, name, body)
			names := comes(name, body)
			publish(t, g.bot, name, key, nil).is("upload.result", "Warning").is("upload.warnings."+warning, names).is("upload.imageinfo", nil)
		}
	})

	// §4.4, §10: of several that are published at once under a new name one wins.
	fact(t, "published at once", func(t *testing.T) {
		name := g.name("at once") + ".png"
		keys := []string{stashed(t, name, picture(8)), stashed(t, name, picture(8)), stashed(t, name, picture(8))}
		results := map[any]int{}
		for _, got := range together(len(keys), func(i int) answer { return publish(t, g.bot, name, keys[i], nil) }) {
			results[got.at("upload.result")]++
		}
		if results["Success"] != 1 || results["Warning"] != 2 {
			t.Errorf("results %v, want one Success and two Warnings", results)
		}
		g.look(t, "File:"+name).is("imageinfo.1", nil)
	})

	// §4.4: publishing consumes it.
	fact(t, "consumed", func(t *testing.T) {
		name := g.name("consumed") + ".png"
		key := stashed(t, name, picture(8))
		publish(t, g.bot, name, key, nil).is("upload.result", "Success")
		publish(t, g.bot, name, key, params{"ignorewarnings": "1"}).refused("uploadstash-file-not-found")
	})

	// §6.2: a key that nobody has, and what is no key.
	fact(t, "unknown keys", func(t *testing.T) {
		publish(t, g.bot, "X.png", "1d3rm1dehrbg.upfwek.3.png", nil).refused("uploadstash-file-not-found")
		publish(t, g.bot, "X.png", "no key", nil).refused("invalid-file-key")
	})

	// §4.4: the size and hash of what waits.
	fact(t, "stashimageinfo", func(t *testing.T) {
		body := picture(8)
		g.bot.get(t, params{"action": "query", "prop": "stashimageinfo", "siifilekey": stashed(t, g.name("info")+".png", body),
			"siiprop": "sha1|size|mime"}).
			is("query.stashimageinfo", []any{map[string]any{"size": len(body), "sha1": sum(body), "mime": "image/png", "width": 8, "height": 8}})
	})

	// §4.4: the keys that are one's own.
	fact(t, "mystashedfiles", func(t *testing.T) {
		key := stashed(t, g.name("mine")+".png", picture(8))
		mine := g.bot.get(t, params{"action": "query", "list": "mystashedfiles", "msfprop": "size|type", "msflimit": "max"})
		for _, file := range mine.list("query.mystashedfiles") {
			if file.at("filekey") == key {
				file.is("status", "finished").has("size", "mimetype")
				return
			}
		}
		mine.fail("no key %s", key)
	})

	// §4.4: a key belongs to the account, not the session.
	fact(t, "another session", func(t *testing.T) {
		name, body := g.name("session")+".png", picture(8)
		publish(t, g.enter(t, g.Bot), name, stashed(t, name, body), nil).is("upload.result", "Success").is("upload.imageinfo.sha1", sum(body))
	})

	// §4.4: and to no other account.
	fact(t, "another account", func(t *testing.T) {
		name := g.name("account") + ".png"
		key, other := stashed(t, name, picture(8)), g.need(t, g.Plain)
		publish(t, other, name, key, nil).refused("uploadstash-wrong-owner")
		other.get(t, params{"action": "query", "prop": "stashimageinfo", "siifilekey": key}).
			refused("internal_api_error_UploadStashWrongOwnerException")
	})
}
