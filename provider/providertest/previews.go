package providertest

import (
	"strings"
	"testing"
)

// previews is facts §7.2: how a wiki shows a text that is not on it, and what it says that
// the text lacks.
func (g *tour) previews(t *testing.T) {
	show := func(t *testing.T, v *visitor, text string) answer {
		t.Helper()
		return v.post(t, params{"action": "parse", "title": "File:Wf.png", "contentmodel": "wikitext", "text": text, "prop": "text|templates|categories",
			"disablelimitreport": "1", "disableeditsection": "1", "disabletoc": "1", "wrapoutputclass": ""})
	}
	// one is the object of a list that has this value.
	one := func(a answer, list, member, value string) answer {
		for _, item := range a.list("parse." + list) {
			if item.str(member) == value {
				return item
			}
		}
		a.fail("no %s %q among the %s", member, value, list)
		return a
	}

	// §7.2: nobody needs an account, and there is nothing around the text.
	fact(t, "a text", func(t *testing.T) {
		a := show(t, g.stranger(), "== Summary ==\nA '''bridge''' & a ''dam''.\n\n[[Wf-nothing-here|red]] [https://example.org out]")
		html := a.str("parse.text")
		for _, want := range []string{">Summary</", "<b>bridge</b> &amp; a <i>dam</i>", `class="new"`, ">red</a>", ">out</a>"} {
			if !strings.Contains(html, want) {
				a.fail("%q is not in the text", want)
			}
		}
		for _, never := range []string{"mw-parser-output", "NewPP", "editsection", `id="toc"`} {
			if strings.Contains(html, never) {
				a.fail("%q is in the text", never)
			}
		}
		a.is("parse.title", "File:Wf.png").is("parse.pageid", 0).is("parse.templates", []any{}).is("parse.categories", []any{}).is("warnings", nil)
	})

	// §7.2: nothing is stored, neither is the text signed, and no address is told.
	fact(t, "saving changes come later", func(t *testing.T) {
		template := g.name("previewed")
		g.write(t, "Template:"+template, "brought in")
		a := show(t, g.stranger(), "~~~~ {{subst:"+template+"}} [[Foo (bar)|]] {{"+template+"}}")
		html := a.str("parse.text")
		for _, want := range []string{"~~~~", "{{subst:" + template + "}}", "[[Foo (bar)|]]", "brought in"} {
			if !strings.Contains(html, want) {
				a.fail("%q is not in the text", want)
			}
		}
	})

	// §7.2: what there is not of templates, other pages and categories, through templates, too.
	fact(t, "what a text lacks", func(t *testing.T) {
		template, category, missing := g.name("previewed"), g.name("previewed"), g.name("missing")
		g.write(t, "Template:"+template, "{{"+missing+"}} [[Category:"+missing+"]]")
		g.write(t, "Category:"+category, "a category")
		a := show(t, g.stranger(), "{{"+template+"}} {{:"+missing+"|a=b}} [[Category:"+category+"]] [[:Category:"+missing+" not]]")
		one(a, "templates", "title", "Template:"+template).is("exists", true).is("ns", 10)
		one(a, "templates", "title", "Template:"+missing).is("exists", false)
		one(a, "templates", "title", missing).is("exists", false).is("ns", 0)
		one(a, "categories", "category", strings.ReplaceAll(category, " ", "_")).is("missing", nil)
		one(a, "categories", "category", strings.ReplaceAll(missing, " ", "_")).is("missing", true)
		if a := show(t, g.stranger(), "{{int:filedesc}} {{!}} {{PAGENAME}} {{lc:A}} {{DEFAULTSORT:b}} {{CURRENTYEAR}}"); len(a.list("parse.templates")) != 0 {
			a.fail("words of MediaWiki's own are taken for templates")
		}
		if n := len(a.list("parse.categories")); n != 2 {
			a.fail("%d categories, want 2", n)
		}
	})

	// §7.2: of a private wiki nobody sees what a text brings in, and an account does.
	g.under(t, "private", Settings{Private: true}, func(t *testing.T) {
		page := g.name("secret")
		g.write(t, page, "Wf hidden words")
		show(t, g.stranger(), "{{:"+page+"}}").refused("readapidenied")
		if a := show(t, g.enter(t, g.Bot), "{{:"+page+"}}"); !strings.Contains(a.str("parse.text"), "Wf hidden words") {
			a.fail("the account does not see the page")
		}
	})
}
