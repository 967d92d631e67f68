package providertest

import "testing"

// warnings is facts §4.3: the wiki stops an upload and asks.
func (g *tour) warnings(t *testing.T) {
	// warned uploads and says which warnings come, all of them.
	warned := func(t *testing.T, name string, body []byte, warnings map[string]any) answer {
		t.Helper()
		return g.bot.upload(t, name, body, nil).is("upload.result", "Warning").is("upload.warnings", warnings)
	}

	// §4.3: nothing is published; the bytes wait in the stash.
	fact(t, "nothing is published", func(t *testing.T) {
		first, second := picture(8), picture(8)
		name := g.publish(t, "unpublished", first, nil)
		got := warned(t, name, second, map[string]any{"exists": name}).is("errors", nil).is("upload.imageinfo", nil)
		got.is("upload.sessionkey", got.str("upload.filekey"))
		g.look(t, "File:"+name).is("imageinfo.0.sha1", sum(first)).is("imageinfo.1", nil)
	})

	// §4.3: same bytes as the current version. §4.6: so a repeated upload had succeeded before.
	fact(t, "nochange", func(t *testing.T) {
		body := picture(8)
		name := g.publish(t, "nochange", body, nil)
		stamp := g.look(t, "File:"+name).str("imageinfo.0.timestamp")
		warned(t, name, body, map[string]any{"exists": name, "nochange": map[string]string{"timestamp": stamp}})
	})

	// §4.3: same bytes as an older version.
	fact(t, "duplicateversions", func(t *testing.T) {
		old := picture(8)
		name := g.publish(t, "versions", old, nil)
		g.replace(t, name, picture(8), nil)
		stamp := g.look(t, "File:"+name).str("imageinfo.1.timestamp")
		warned(t, name, old, map[string]any{"exists": name, "duplicateversions": []any{map[string]string{"timestamp": stamp}}})
	})

	// §4.3: same bytes under another name, or under several.
	fact(t, "duplicate", func(t *testing.T) {
		body := picture(8)
		one, two := g.publish(t, "one", body, nil), g.name("two")+".png"
		warned(t, two, body, map[string]any{"duplicate": []string{one}})
		g.bot.upload(t, two, body, params{"ignorewarnings": "1"}).is("upload.result", "Success").
			is("upload.warnings.duplicate", []string{one})
	})

	// §4.3: a page without a file, a redirect too.
	fact(t, "page-exists", func(t *testing.T) {
		for _, text := range []string{"page", "#REDIRECT [[File:" + g.name("nowhere") + ".png]]"} {
			name := g.name("page exists") + ".png"
			g.write(t, "File:"+name, text)
			warned(t, name, picture(8), map[string]any{"page-exists": name})
		}
	})

	// §4.3: names that differ only in case or extension; the value is the other file.
	fact(t, "exists-normalized", func(t *testing.T) {
		n := g.name("normalized")
		g.bot.upload(t, n+".png", picture(8), nil).is("upload.result", "Success")
		warned(t, n+".PNG", picture(8), map[string]any{"exists-normalized": n + ".png"})
		warned(t, n+".txt", []byte("a text of "+n), map[string]any{"exists-normalized": n + ".png"})
	})

	// §4.3: as cameras name their pictures.
	fact(t, "bad-prefix", func(t *testing.T) {
		name := "DSC_" + g.name("camera") + ".png"
		warned(t, name, picture(8), map[string]any{"bad-prefix": name})
	})

	// §4.3: as the wiki names its thumbnails, of a file that is there.
	fact(t, "thumb", func(t *testing.T) {
		name := "120px-" + g.publish(t, "thumb", picture(8), nil)
		warned(t, name, picture(8), map[string]any{"thumb": name})
	})

	// §4.3: or is not.
	fact(t, "thumb-name", func(t *testing.T) {
		name := "120px-" + g.name("thumb name") + ".png"
		warned(t, name, picture(8), map[string]any{"thumb-name": name})
	})

	// §4.3: kinds that do not exclude one another come together.
	fact(t, "several together", func(t *testing.T) {
		body := picture(8)
		one, two := g.publish(t, "one", body, nil), g.publish(t, "two", picture(8), nil)
		warned(t, two, body, map[string]any{"exists": two, "duplicate": []string{one}})
	})

	// §0.6, §4.3: ignorewarnings ignores all of them, and tells which.
	fact(t, "ignored", func(t *testing.T) {
		body := picture(8)
		one, two := g.publish(t, "one", body, nil), g.publish(t, "two", picture(8), nil)
		g.replace(t, two, body, nil).is("upload.warnings.exists", two).is("upload.warnings.duplicate", []string{one}).
			is("upload.imageinfo.sha1", sum(body))
	})
}
