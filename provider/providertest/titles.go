package providertest

import (
	"strings"
	"testing"
)

// titles is facts §3: how a wiki reads the titles that it is asked for.
func (g *tour) titles(t *testing.T) {
	ask := func(t *testing.T, titles string) answer {
		t.Helper()
		return g.bot.post(t, params{"action": "query", "prop": "imageinfo", "titles": titles}).in("query")
	}

	// §3: each is told with "from" and "to", and answered under "to".
	fact(t, "normalised", func(t *testing.T) {
		n := g.name("norm")
		for _, c := range []struct{ from, to string }{
			{"image:" + n + ".png", "File:" + n + ".png"},
			{"FILE:" + n + ".png", "File:" + n + ".png"},
			{"File: " + n + "_a__b .png", "File:" + n + " a b .png"},
			{"File:w" + n[1:] + ".png", "File:" + n + ".png"},
			{"File:" + n + "&amp;b.png", "File:" + n + "&b.png"},
			{"File:" + n + "\u200e.png", "File:" + n + ".png"},
		} {
			ask(t, c.from).is("normalized", []any{map[string]any{"fromencoded": false, "from": c.from, "to": c.to}}).
				is("pages.0.title", c.to).is("pages.0.missing", true)
		}
	})

	// §3: a fragment is dropped without a word in "normalized".
	fact(t, "a fragment", func(t *testing.T) {
		n := g.name("fragment")
		ask(t, "File:"+n+".png#frag").is("pages.0.title", "File:"+n+".png")
	})

	// §3: what is not NFC comes back percent-encoded.
	fact(t, "not NFC", func(t *testing.T) {
		n := g.name("Cafe")
		got := g.bot.post(t, params{"action": "query", "titles": "File:" + n + "\u0301.png"}).is("warnings.0.code", "badutf8")
		got.in("query").is("pages.0.title", "File:"+strings.TrimSuffix(n, "e")+"\u00e9.png").
			is("normalized.0", map[string]any{"fromencoded": true,
				"from": "File%3A" + n + "%CC%81.png", "to": "File:" + strings.TrimSuffix(n, "e") + "\u00e9.png"})
	})

	// §3: an invalid title has no namespace, and the others are answered.
	fact(t, "invalid", func(t *testing.T) {
		good := "File:" + g.name("good") + ".png"
		for _, bad := range []string{"File:a<b.png", "File:a[b.png", "File:a{b.png", "File:a%20b.png", "File:a~~~b.png", "File:a\x02b.png",
			"File:", "File:" + strings.Repeat("x", 252) + ".png"} {
			got := ask(t, piped(bad, good))
			if n := len(got.list("pages")); n != 2 {
				got.fail("%d pages for %q and a good title", n, bad)
			}
			for _, page := range got.list("pages") {
				if page.at("title") == good {
					page.is("missing", true).is("invalid", nil)
				} else {
					page.is("invalid", true).is("ns", nil).is("imageinfo", nil).has("invalidreason")
				}
			}
		}
	})

	// §3: values that hold a pipe are separated, and begun, by U+001F.
	fact(t, "separated by U+001F", func(t *testing.T) {
		a, b := "File:"+g.name("a")+".png", "File:"+g.name("b")+".png"
		got := ask(t, "\x1f"+a+"\x1f"+b)
		if n := len(got.list("pages")); n != 2 {
			got.fail("%d pages", n)
		}
	})
}
