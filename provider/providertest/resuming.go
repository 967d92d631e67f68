package providertest

import "testing"

// resuming is facts §6.3: going on with an upload that was broken off.
func (g *tour) resuming(t *testing.T) {
	status := func(t *testing.T, v *visitor, key string) answer {
		t.Helper()
		return v.write(t, params{"action": "upload", "filekey": key, "checkstatus": "1"})
	}

	// §6.3: the wiki knows how far it is; another session may go on.
	fact(t, "another session", func(t *testing.T) {
		name, body := g.name("resumed")+".png", picture(40)
		key := g.bot.begin(t, name, body)
		v := g.enter(t, g.Bot)
		status(t, v, key).is("upload.result", "Continue").is("upload.stage", "uploading").is("upload.offset", len(body)/2)
		v.end(t, name, body, key).is("upload.result", "Success").is("upload.imageinfo.sha1", sum(body))
	})

	// §6.3: a lost answer: the chunk again, and its end as the offset means that it had arrived.
	fact(t, "a lost answer", func(t *testing.T) {
		name, body := g.name("lost")+".png", picture(60)
		a, b := len(body)/3, len(body)*2/3
		key := g.bot.part(t, name, body, 0, a, "", nil).str("upload.filekey")
		g.bot.part(t, name, body, a, b, key, nil) // the answer that got lost
		g.bot.part(t, name, body, a, b, key, nil).refused("stashfailed").is("errors.0.data.offset", decimal(b))
		status(t, g.bot, key).is("upload.offset", b)
	})

	// §6.3: a lost last answer: the key is gone, the new one is found by its hash.
	fact(t, "a lost last answer", func(t *testing.T) {
		name, body := g.name("lost last")+".png", picture(40)
		key := g.bot.begin(t, name, body)
		g.bot.end(t, name, body, key).is("upload.result", "Success")
		g.bot.end(t, name, body, key).refused("uploadstash-file-not-found")
		status(t, g.bot, key).refused("missingresult")
		mine := g.bot.get(t, params{"action": "query", "list": "mystashedfiles", "msfprop": "size|type", "msflimit": "max"})
		for _, file := range mine.list("query.mystashedfiles") {
			if file.at("size") != float64(len(body)) {
				continue
			}
			found := g.bot.get(t, params{"action": "query", "prop": "stashimageinfo", "siifilekey": file.str("filekey"), "siiprop": "sha1"})
			if found.at("query.stashimageinfo.0.sha1") == sum(body) {
				return
			}
		}
		mine.fail("no stashed file with the hash %s", sum(body))
	})

	// §6.3: no status was ever stored.
	fact(t, "an unknown key", func(t *testing.T) {
		status(t, g.bot, "1d3rm1dehrbg.upfwek.3.png").refused("missingresult")
	})
}
