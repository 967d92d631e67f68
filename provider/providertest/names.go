package providertest

import (
	"strings"
	"testing"
)

// names is facts §4.3 and §4.8: what a wiki makes of a file's name.
func (g *tour) names(t *testing.T) {
	// §4.3: the value is the name under which the wiki would store it.
	fact(t, "badfilename", func(t *testing.T) {
		n := g.name("bad")
		for sent, stored := range map[string]string{
			n + "a:b.png":        n + "a-b.png",
			n + "a/b.png":        n + "a-b.png",
			n + `a\b.png`:        n + "a-b.png",
			n + "a#b.png":        n + "a-b.png",
			n + "a[b].png":       n + "a-b-.png",
			n + "a|b.png":        n + "a-b.png",
			n + "a<b.png":        n + "a-b.png",
			"File:" + n + ".png": n + ".png",
			n + "  a.png":        n + "_a.png",
			n + "_ _a.png":       n + "_a.png",
			" " + n + ".png":     n + ".png",
			"_" + n + ".png":     n + ".png",
			n + "\u200e.png":     n + ".png",
			n:                    n + ".png", // from the content
			n + "  e\u0301.png":  n + "_\u00e9.png",
		} {
			g.bot.upload(t, sent, picture(8), nil).is("upload.result", "Warning").
				is("upload.warnings", map[string]string{"badfilename": stored})
		}
	})

	// §4.3: the trap: with ignorewarnings it is stored under the other name, as Success.
	fact(t, "badfilename ignored", func(t *testing.T) {
		n, body := g.name("elsewhere"), picture(8)
		g.bot.upload(t, n+"a:b.png", body, params{"ignorewarnings": "1"}).
			is("upload.result", "Success").is("upload.filename", n+"a-b.png").is("upload.warnings.badfilename", n+"a-b.png")
		g.look(t, "File:"+n+"a-b.png").is("imageinfo.0.sha1", sum(body))
	})

	// §4.3: a first letter alone is no warning.
	fact(t, "a small first letter", func(t *testing.T) {
		n := g.name("small") + ".png"
		g.bot.upload(t, "w"+n[1:], picture(8), nil).is("upload.result", "Success").is("upload.filename", n)
	})

	// §4.3: these stay as they are.
	fact(t, "unusual characters", func(t *testing.T) {
		n := g.name("odd") + `?+&"' (é) 🦊.png`
		g.bot.upload(t, n, picture(8), nil).is("upload.result", "Success").is("upload.filename", strings.ReplaceAll(n, " ", "_"))
	})

	// §4.8: names that no title can have.
	fact(t, "illegal-filename", func(t *testing.T) {
		n := g.name("illegal")
		for _, name := range []string{n + "%20b.png", n + "&amp;b.png", n + "~~~.png", n + "\x02b.png"} {
			g.bot.upload(t, name, picture(8), nil).refused("illegal-filename").is("upload", nil)
		}
	})

	// §4.7: so is no name at all, given as such.
	fact(t, "an empty name", func(t *testing.T) {
		g.bot.upload(t, "", picture(8), nil).refused("illegal-filename").is("errors.0.data.invalidparameter", "filename")
	})

	// §4.8: 240 bytes, with the extension.
	fact(t, "filename-toolong", func(t *testing.T) {
		n := g.name("long")
		long := n + strings.Repeat("x", 240-len(n)-len(".png")) + ".png"
		g.bot.upload(t, long, picture(8), nil).is("upload.result", "Success").is("upload.filename", long)
		g.bot.upload(t, "x"+long, picture(8), nil).refused("filename-toolong")
	})

	// §4.8: only an extension.
	fact(t, "filename-tooshort", func(t *testing.T) {
		g.bot.upload(t, ".png", picture(8), nil).refused("filename-tooshort")
	})

	// §4.8: what a server might run, be it in the middle.
	fact(t, "filetype-banned", func(t *testing.T) {
		got := g.bot.upload(t, g.name("banned")+".php.png", picture(8), nil).refused("filetype-banned").
			has("errors.0.data.allowed").in("errors.0.data")
		if !got.holds("blacklisted", "php") {
			got.fail("php is not named")
		}
	})

	// §4.8: each of these, in any case, and nothing before the first dot or with a blank.
	fact(t, "prohibited parts", func(t *testing.T) {
		stash := params{"stash": "1", "ignorewarnings": "1"}
		for _, part := range strings.Fields("html htm js jsb mhtml mht xhtml xht php phtml php3 php4 php5 phps phar shtml jhtml pl py cgi " +
			"exe scr dll msi vbs bat com pif cmd vxd cpl xml HTML Com") {
			g.bot.upload(t, g.name("part")+"."+part+".png", picture(8), stash).refused("filetype-banned").
				is("errors.0.data.blacklisted", []string{strings.ToLower(part)})
		}
		g.bot.upload(t, g.name("part")+".html.b.png", picture(8), stash).refused("filetype-banned")
		for _, name := range []string{"html.png", g.name("part") + ". html.png", g.name("part") + ".html .png", g.name("part") + ".doc.svg.v1.2.png"} {
			g.bot.upload(t, name, picture(8), stash).is("upload.result", "Success")
		}
	})
}
