package providertest

import (
	"bytes"
	"image"
	"image/color/palette"
	"image/gif"
	"strings"
	"testing"
)

// neighbours is facts §12.5: what an upload would be warned of, asked before.
func (g *tour) neighbours(t *testing.T) {
	ask := func(t *testing.T, titles ...string) map[string]answer {
		t.Helper()
		got := g.bot.post(t, params{"action": "query", "prop": "imageinfo", "iiprop": "uploadwarning|canonicaltitle", "uselang": "qqx",
			"titles": "\x1f" + strings.Join(titles, "\x1f")}).is("continue", nil)
		pages := map[string]answer{}
		for _, page := range got.list("query.pages") {
			pages[page.str("title")] = page
		}
		return pages
	}
	// free says what the wiki thinks of the name of a file that is not there.
	free := func(t *testing.T, title, says string) {
		t.Helper()
		page := ask(t, title)[title]
		page.is("missing", true).is("imagerepository", "").is("imageinfo.1", nil).
			is("imageinfo.0", map[string]any{"html": says, "filemissing": true, "canonicaltitle": title})
	}
	store := func(t *testing.T, name string, body []byte) {
		t.Helper()
		g.bot.upload(t, name, body, params{"ignorewarnings": "1"}).is("upload.result", "Success").is("upload.filename", strings.ReplaceAll(name, " ", "_"))
	}

	fact(t, "nothing beside", func(t *testing.T) {
		free(t, "File:"+g.name("alone")+".png", "")
	})

	fact(t, "other files", func(t *testing.T) {
		n := g.name("beside")
		store(t, n+".PNG", picture(8))
		for _, ending := range []string{".png", ".Png", ".svg"} {
			free(t, "File:"+n+ending, "(fileexists-extension: File:"+n+ending+", File:"+n+".PNG)")
		}
		free(t, "File:"+n+"er.png", "")
	})

	// One is named: of the extension as the wiki prefers it, or the first. A name
	// that goes on after the dot counts.
	fact(t, "one of several", func(t *testing.T) {
		n := g.name("several")
		store(t, n+".GIF", picture8GIF())
		store(t, n+".Png", picture(8))
		free(t, "File:"+n+".png", "(fileexists-extension: File:"+n+".png, File:"+n+".GIF)")
		store(t, n+".png", picture(8))
		free(t, "File:"+n+".PNG", "(fileexists-extension: File:"+n+".PNG, File:"+n+".png)")
		store(t, n+".0.png", picture(8))
		free(t, "File:"+n+".svg", "(fileexists-extension: File:"+n+".svg, File:"+n+".0.png)")
		free(t, "File:"+n+".0.jpg", "(fileexists-extension: File:"+n+".0.jpg, File:"+n+".0.png)")
	})

	// The message is wikitext that became HTML.
	fact(t, "signs in names", func(t *testing.T) {
		n := strings.ReplaceAll(g.name("signs"), "-", " ")
		for stem, says := range map[string]string{
			n + " Tom & Jerry, 1":  "(fileexists-extension: File:" + n + " Tom &amp; Jerry, 1.png, File:" + n + " Tom &amp; Jerry, 1.PNG)",
			n + " ''Mona'' Lisa":   "(fileexists-extension: File:" + n + " <i>Mona</i> Lisa.png, File:" + n + " <i>Mona</i> Lisa.PNG)",
			n + " ''one":           "(fileexists-extension: File:" + n + " <i>one.png, File:" + n + " </i>one.PNG)",
			n + " '''''five":       "(fileexists-extension: File:" + n + " <i><b>five.png, File:" + n + " </b></i>five.PNG)",
			n + " four'''' quotes": "(fileexists-extension: File:" + n + " four'<b> quotes.png, File:" + n + " four'</b> quotes.PNG)",
			n + " who ? it's":      "(fileexists-extension: File:" + n + " who&#160;? it's.png, File:" + n + " who&#160;? it's.PNG)",
			n + " \"quoted\"":      "(fileexists-extension: File:" + n + " \"quoted\".png, File:" + n + " \"quoted\".PNG)",
		} {
			store(t, stem+".PNG", picture(8))
			free(t, "File:"+stem+".png", says)
		}
	})

	// What is there already hides what is beside it.
	fact(t, "files and pages", func(t *testing.T) {
		n := g.name("there")
		store(t, n+".PNG", picture(8))
		g.write(t, "File:"+n+".png", "page")
		pages := ask(t, "File:"+n+".PNG", "File:"+n+".png")
		pages["File:"+n+".PNG"].is("imagerepository", "local").is("imageinfo.0.html", "(fileexists: File:"+n+".PNG)").is("imageinfo.0.filemissing", nil)
		pages["File:"+n+".png"].is("missing", nil).is("imagerepository", "").is("imageinfo.0.filemissing", true).
			is("imageinfo.0.html", "(filepageexists: File:"+n+".png)")
	})

	fact(t, "other warnings", func(t *testing.T) {
		n := g.name("names")
		store(t, n+".png", picture(8))
		free(t, "File:120px-"+n+".png", "(fileexists-thumbnail-yes: File:"+n+".png, File:120px-"+n+".png)")
		free(t, "File:120px-"+n+".gif", "(file-thumbnail-no: 120px-)")
		free(t, "File:DSC "+n+".png", "(filename-bad-prefix: DSC_)")
	})
}

func picture8GIF() []byte {
	var b bytes.Buffer
	if err := gif.Encode(&b, image.NewPaletted(image.Rect(0, 0, 8, 8), palette.Plan9), nil); err != nil {
		panic(err) // bytes.Buffer takes everything
	}
	return b.Bytes()
}
