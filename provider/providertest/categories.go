package providertest

import (
	"strings"
	"testing"
)

// categories is facts §13.8: which pages are in a category.
func (g *tour) categories(t *testing.T) {
	ask := func(t *testing.T, category string, titles ...string) answer {
		t.Helper()
		return g.stranger().post(t, params{"action": "query", "prop": "categories", "clcategories": category, "cllimit": "max", "titles": piped(titles...)})
	}
	// is waits until the wiki has noted that a page is in a category, or is not.
	is := func(t *testing.T, want bool, category, title string) {
		t.Helper()
		eventually(t, title+" in "+category, func() bool {
			return (ask(t, category, title).at("query.pages.0.categories.0") != nil) == want
		})
	}
	file := func(t *testing.T, text string) string {
		t.Helper()
		return "File:" + g.publish(t, "file", picture(8), params{"text": text})
	}

	// Of the pages asked about, those that are in it have it alone.
	fact(t, "in one of two", func(t *testing.T) {
		one, two := "Category:"+g.name("one"), "Category:"+g.name("two")
		both, other, none := file(t, "[["+one+"]] [["+two+"|key]]"), file(t, "[["+two+"]] [[:"+one+"]]"), file(t, "text")
		missing := "File:" + g.name("missing") + ".png"
		for _, title := range []string{both, other} {
			is(t, true, two, title)
		}
		for _, page := range ask(t, one, both, other, none, missing).is("warnings", nil).list("query.pages") {
			if page.at("title") == both {
				page.is("categories", []any{map[string]any{"ns": 14, "title": one}})
				continue
			}
			page.is("categories", nil)
		}
	})

	// It is named as a title is, with its namespace; what is none is only warned of.
	fact(t, "its name", func(t *testing.T) {
		name := g.name("Name")
		title := file(t, "[[Category:"+name+" x]]")
		for _, category := range []string{"Category:" + name + " x", "category:" + name + "_x", "category: " + strings.ToLower(name[:1]) + name[1:] + " x"} {
			is(t, true, category, title)
		}
		for _, category := range []string{name + " x", "Category:[", "File:" + name + ".png"} {
			ask(t, category, title).is("query.pages.0.categories", nil).is("warnings.0.code", "invalidcategory")
		}
	})

	// What the text says no more is noted no more; a redirect may say so, too.
	fact(t, "an edit", func(t *testing.T) {
		category := "Category:" + g.name("was")
		title := file(t, "[["+category+"]]")
		is(t, true, category, title)
		g.write(t, title, "text")
		is(t, false, category, title)
		from := "File:" + g.name("from") + ".png"
		g.write(t, from, redirecting(title)+" [["+category+"]]")
		is(t, true, category, from)
		is(t, false, category, title)
	})

	// It counts from where it is written, be it a template.
	fact(t, "through a template", func(t *testing.T) {
		category, template := "Category:"+g.name("by"), g.name("template")
		g.write(t, "Template:"+template, "[["+category+"]]")
		is(t, true, category, file(t, "{{"+template+"}}"))
	})

	// It goes along when a page is moved, and does not stay.
	fact(t, "a move", func(t *testing.T) {
		category, to := "Category:"+g.name("moved"), "File:"+g.name("to")+".png"
		from := file(t, "[["+category+"]]")
		is(t, true, category, from) // the wiki may note it late, and then of the redirect
		g.bot.move(t, from, to, nil).is("move.to", to)
		is(t, true, category, to)
		is(t, false, category, from)
	})

	// The name that every wiki understands is understood in every language.
	g.under(t, "in German", Settings{Language: "de"}, func(t *testing.T) {
		name := g.name("german")
		title := file(t, "[[Category:"+name+"]]")
		is(t, true, "Category:"+name, title)
		if _, got, _ := strings.Cut(ask(t, "Category:"+name, title).is("query.pages.0.categories.0.ns", 14).str("query.pages.0.categories.0.title"), ":"); got != name {
			t.Errorf("it is %q", got)
		}
	})
}
