package providertest

import "testing"

// refusals is facts §4.8: content that a wiki does not take.
func (g *tour) refusals(t *testing.T) {
	refuse := func(t *testing.T, name string, body []byte) answer {
		t.Helper()
		return g.bot.upload(t, g.name(name), body, nil).is("upload", nil)
	}

	// §4.8: of any type.
	fact(t, "empty-file", func(t *testing.T) {
		refuse(t, "empty.png", nil).refused("empty-file")
		refuse(t, "empty.txt", nil).refused("empty-file")
	})

	// §4.8: details name the cause and what it is about.
	fact(t, "a type that is not the extension's", func(t *testing.T) {
		refuse(t, "mismatch.jpg", picture(8)).refused("verification-error").
			is("errors.0.data.details", []string{"filetype-mime-mismatch", "jpg", "image/png"})
	})

	// §4.8: a web page under any name, as a misdirected download gives.
	fact(t, "a web page", func(t *testing.T) {
		refuse(t, "page.txt", []byte("<!DOCTYPE html><html><head><title>404</title></head><body>x</body></html>")).
			refused("verification-error").is("errors.0.data.details.0", "filetype-badmime").is("errors.0.data.details.1", "text/html")
	})

	// §4.8: scripts in a drawing.
	fact(t, "a drawing with a script", func(t *testing.T) {
		refuse(t, "script.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><script>alert(1)</script></svg>`)).
			refused("verification-error").has("errors.0.data.details.0")
	})

	// §4.8: an extension that is not listed is told as a wrong type first.
	fact(t, "an unlisted extension", func(t *testing.T) {
		refuse(t, "unlisted.xyz", picture(8)).refused("verification-error")
	})
}
