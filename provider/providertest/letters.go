package providertest

import (
	"slices"
	"strings"
	"testing"
)

// capitals are what a wiki makes of the first letter of a title, which no table
// of a client can know: MediaWiki 1.39 has upper case, 1.43 title case.
var capitals = []struct{ letter, upper, title string }{
	{"z", "Z", "Z"},
	{"é", "É", "É"},
	{"ж", "Ж", "Ж"},
	{"ſ", "S", "S"},
	{"ı", "I", "I"},
	{"ⓐ", "Ⓐ", "Ⓐ"},
	{"ა", "Ა", "ა"},
	{"ǆ", "Ǆ", "ǅ"},
	{"Ǆ", "Ǆ", "ǅ"},
	{"ǅ", "Ǆ", "ǅ"},
	{"ß", "SS", "Ss"},
	{"ﬁ", "FI", "Fi"},
	{"ŉ", "ʼN", "ʼN"},
	{"ǰ", "J̌", "J̌"},
	{"և", "ԵՒ", "Եւ"},
	{"ᾳ", "ΑΙ", "ᾼ"},
	{"ẞ", "ẞ", "ẞ"},
	{"日", "日", "日"},
	{"7", "7", "7"},
}

// letters is facts §12.1: how titles begin, and that only the wiki knows it.
func (g *tour) letters(t *testing.T) {
	ask := func(t *testing.T, titles ...string) answer {
		t.Helper()
		return g.bot.post(t, params{"action": "query", "prop": "imageinfo|info", "iiprop": "sha1|canonicaltitle", "titles": piped(titles...)}).in("query")
	}
	page := func(t *testing.T, got answer, title string) answer {
		t.Helper()
		pages := got.list("pages")
		i := slices.IndexFunc(pages, func(p answer) bool { return p.at("title") == title })
		if i < 0 {
			got.fail("no page %q", title)
		}
		return pages[i]
	}
	// sensitive says that two titles are two.
	sensitive := func(t *testing.T) {
		tail := g.name("case") + ".png"
		small, large := "x"+tail, "X"+tail
		first, second := picture(8), picture(8)
		g.bot.upload(t, small, first, nil).is("upload.result", "Success").is("upload.filename", small)
		g.bot.upload(t, large, second, nil).is("upload.result", "Success").is("upload.filename", large)
		got := ask(t, "File:"+small, "File:"+large).is("normalized", nil)
		page(t, got, "File:"+small).is("imageinfo.0.sha1", sum(first)).is("imageinfo.0.canonicaltitle", "File:"+small)
		page(t, got, "File:"+large).is("imageinfo.0.sha1", sum(second)).is("imageinfo.0.canonicaltitle", "File:"+large)
	}
	insensitive := func(t *testing.T) {
		tail := g.name("case") + ".png"
		ask(t, "File:x"+tail).is("pages.0.title", "File:X"+tail)
	}
	cases := func(t *testing.T, general, files string) {
		t.Helper()
		g.bot.get(t, params{"action": "query", "meta": "siteinfo", "siprop": "general|namespaces"}).in("query").
			is("general.case", general).is("namespaces.6.case", files)
	}

	// §12.1: "normalized" says what becomes of a first letter, and asked again
	// the wiki says the same. What is uploaded under either is one file.
	fact(t, "capitals", func(t *testing.T) {
		for _, c := range capitals {
			tail, capital := g.name("capital")+".png", c.title
			if g.minor < 40 {
				capital = c.upper
			}
			told := "File:" + capital + tail
			got := ask(t, "File:"+c.letter+tail).is("pages.0.title", told)
			if c.letter == capital {
				got.is("normalized", nil)
			} else {
				got.is("normalized", []any{map[string]any{"fromencoded": false, "from": "File:" + c.letter + tail, "to": told}})
			}
			ask(t, told).is("normalized", nil).is("pages.0.title", told)
			if len(c.letter) > 1 && c.letter != capital {
				g.bot.upload(t, c.letter+tail, picture(8), nil).is("upload.result", "Success").is("upload.filename", capital+tail)
				ask(t, told).is("pages.0.imageinfo.0.canonicaltitle", told)
			}
		}
	})

	// §12.1: the trap: where the capital is no NFC, the wiki stores it so and
	// prints it as NFC. By the printed title the file is not found.
	fact(t, "a title that is not as it is printed", func(t *testing.T) {
		for letter, printed := range map[string]string{"ΐ": "Ϊ́", "i̇": "İ", "ı\u0301": "Í"} {
			tail, body := g.name("printed")+".png", picture(8)
			g.bot.upload(t, letter+tail, body, nil).is("upload.result", "Success").is("upload.filename", printed+tail)
			ask(t, "File:"+letter+tail).is("pages.0.title", "File:"+printed+tail).is("pages.0.imageinfo.0.sha1", sum(body))
			ask(t, "File:"+printed+tail).is("pages.0.title", "File:"+printed+tail).is("pages.0.missing", true)
		}
	})

	// §12.1: namespace 6 has a rule of its own.
	g.under(t, "case-sensitive", Settings{Small: true}, func(t *testing.T) {
		cases(t, "case-sensitive", "case-sensitive")
		sensitive(t)
	})
	g.under(t, "case-sensitive files", Settings{FileCase: "case-sensitive"}, func(t *testing.T) {
		cases(t, "first-letter", "case-sensitive")
		sensitive(t)
	})
	g.under(t, "case-sensitive but for files", Settings{Small: true, FileCase: "first-letter"}, func(t *testing.T) {
		cases(t, "case-sensitive", "first-letter")
		insensitive(t)
	})

	// §12.1: the content language has capitals of its own.
	g.under(t, "Turkish", Settings{Language: "tr"}, func(t *testing.T) {
		tail := g.name("Turkish") + ".png"
		got := ask(t, "File:i"+tail, "File:ı"+tail).list("normalized")
		for i, capital := range []string{"İ", "I"} {
			if to := got[i].str("to"); !strings.HasSuffix(to, ":"+capital+tail) {
				got[i].fail("it does not begin with %s", capital)
			}
		}
	})

	// §12.1: the operator sets more of them, but not for ASCII.
	g.under(t, "letters that stay", Settings{Keep: []string{"ა", "x"}}, func(t *testing.T) {
		tail := g.name("kept") + ".png"
		ask(t, "File:ა"+tail).is("normalized", nil).is("pages.0.title", "File:ა"+tail)
		insensitive(t)
	})

	// §12.1: the trap: a title without a file shows that of the title with a
	// capital, if that is asked for too. Only canonicaltitle tells.
	g.under(t, "a lent file", Settings{Keep: []string{"ა"}}, func(t *testing.T) {
		tail, body := g.name("lent")+".png", picture(8)
		small, large := "ა"+tail, "Ა"+tail
		g.bot.upload(t, large, body, nil).is("upload.result", "Success").is("upload.filename", large)
		lent := page(t, ask(t, "File:"+small, "File:"+large), "File:"+small)
		lent.is("missing", true).is("imagerepository", "local").is("imageinfo.0.sha1", sum(body)).
			is("imageinfo.0.canonicaltitle", "File:"+large)
		ask(t, "File:"+small).is("pages.0.missing", true).is("pages.0.imagerepository", "").is("pages.0.imageinfo", nil)

		own := picture(8)
		g.bot.upload(t, small, own, nil).is("upload.result", "Success").is("upload.filename", small)
		page(t, ask(t, "File:"+small, "File:"+large), "File:"+small).
			is("imageinfo.0.sha1", sum(own)).is("imageinfo.0.canonicaltitle", "File:"+small)
	})
}
