package providertest

import "testing"

// deleted is facts §4.3: warnings of what was here once.
func (g *tour) deleted(t *testing.T) {
	gone := func(t *testing.T, what string, body []byte) string {
		t.Helper()
		name := g.publish(t, what, body, nil)
		g.bot.write(t, params{"action": "delete", "title": "File:" + name, "reason": "test"}).is("delete.title", "File:"+name)
		g.look(t, "File:"+name).is("missing", true).is("imageinfo", nil)
		return name
	}

	// §4.3: a name that was deleted.
	fact(t, "was-deleted", func(t *testing.T) {
		name := gone(t, "was deleted", picture(8))
		g.bot.upload(t, name, picture(8), nil).is("upload.result", "Warning").
			is("upload.warnings", map[string]string{"was-deleted": name})
	})

	// §4.3: bytes that were deleted. The name is shown to those who may see it.
	fact(t, "duplicate-archive", func(t *testing.T) {
		body := picture(8)
		name := gone(t, "archive", body)
		got := g.bot.upload(t, g.name("again")+".png", body, nil).is("upload.result", "Warning").in("upload.warnings")
		if shown := got.at("duplicate-archive"); shown != name && shown != "" {
			got.fail("duplicate-archive is %v, neither %s nor empty", shown, name)
		}
	})

	// §4.3: both.
	fact(t, "the same file again", func(t *testing.T) {
		body := picture(8)
		name := gone(t, "both", body)
		g.bot.upload(t, name, body, nil).is("upload.result", "Warning").
			is("upload.warnings.was-deleted", name).has("upload.warnings.duplicate-archive")
		g.bot.upload(t, name, body, params{"ignorewarnings": "1"}).is("upload.result", "Success")
	})
}
