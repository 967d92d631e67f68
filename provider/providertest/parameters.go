package providertest

import "testing"

// parameters is facts §4.7: requests that make no sense.
func (g *tour) parameters(t *testing.T) {
	// §4.7: nothing to upload.
	fact(t, "no content", func(t *testing.T) {
		g.bot.write(t, params{"action": "upload", "filename": "X.png"}).refused("missingparam")
	})

	// §4.7: content twice.
	fact(t, "two contents", func(t *testing.T) {
		for _, second := range []params{{"filekey": "1d3rm1dehrbg.upfwek.3.png"}, {"url": "http://127.0.0.1/x.png"}} {
			g.bot.upload(t, "X.png", picture(8), second).refused("invalidparammix")
		}
	})

	// §4.7: no name.
	fact(t, "no name", func(t *testing.T) {
		g.bot.send(t, params{"action": "upload"}, "file", "x.png", picture(8)).refused("nofilename")
	})

	// §4.7: a value that is not on the list.
	fact(t, "a bad value", func(t *testing.T) {
		g.bot.upload(t, "X.png", picture(8), params{"watchlist": "frobnicate"}).refused("badvalue")
	})
}
