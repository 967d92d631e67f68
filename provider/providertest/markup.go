package providertest

import (
	"slices"
	"strings"
	"testing"
)

// markup is facts §7.1 and §12.2: which texts saving changes, as the wiki says itself,
// and what it asks of those who ask.
func (g *tour) markup(t *testing.T) {
	becomes := func(t *testing.T, v *visitor, text string) string {
		t.Helper()
		return v.post(t, params{"action": "parse", "onlypst": "1", "title": "File:Wf.png", "contentmodel": "wikitext", "text": text}).str("parse.text")
	}
	kept := func(t *testing.T, v *visitor, want bool, texts ...string) {
		t.Helper()
		for _, text := range texts {
			if got := becomes(t, v, text); (got == text) != want {
				t.Errorf("%q becomes %q; kept: %v, want %v", text, got, got == text, want)
			}
		}
	}

	// §12.2: the tags that are listed, and no others; nobody needs an account to ask.
	fact(t, "tags of content", func(t *testing.T) {
		v := g.stranger()
		about := v.get(t, params{"action": "query", "meta": "siteinfo", "siprop": "extensiontags"}).in("query")
		listed, _ := about.at("extensiontags").([]any)
		for _, core := range []string{"<nowiki>", "<pre>", "<gallery>", "<indicator>"} {
			if !slices.Contains(listed, any(core)) {
				about.fail("%s is not among %v", core, listed)
			}
		}
		for _, tag := range listed[:min(len(listed), 20)] {
			open := tag.(string)
			end := strings.Replace(open, "<", "</", 1)
			kept(t, v, true, open+"~~~~ [[Foo (bar)|]]"+end)
		}
		kept(t, v, false, "<wfnothing>~~~~</wfnothing>", "<noinclude>~~~~</noinclude>", "<tt>~~~~</tt>", "<nowiki>~~~~")
	})

	// §12.2: what is there for other pages is substituted there, and is signed here.
	fact(t, "includeonly", func(t *testing.T) {
		template := g.name("markup")
		g.write(t, "Template:"+template, "copied")
		call := "{{subst:" + template + "}}"
		kept(t, g.bot, true, "<includeonly>"+call+"</includeonly>", "<includeonly>"+call, "<Includeonly a=b>"+call+"</includeonly >", "<!-- "+call+" -->", "<nowiki>"+call+"</nowiki>")
		kept(t, g.bot, false, "<includeonly>~~~~</includeonly>", "<includeonly>[[Foo (bar)|]]</includeonly>", "<noinclude>"+call+"</noinclude>",
			"<includeonly><nowiki></includeonly>"+call+"</nowiki>", "<!-- <includeonly> -->"+call)
	})

	// §12.2: every word that is listed substitutes, whatever the case of its letters.
	g.under(t, "words of substitution", Settings{Language: "de"}, func(t *testing.T) {
		template := g.name("markup")
		g.write(t, "Template:"+template, "copied")
		about := g.bot.get(t, params{"action": "query", "meta": "siteinfo", "siprop": "magicwords"}).in("query")
		found := false
		for _, word := range about.list("magicwords") {
			if name := word.str("name"); name != "subst" && name != "safesubst" {
				continue
			}
			aliases, _ := word.at("aliases").([]any)
			for _, alias := range aliases {
				s := alias.(string)
				found = found || s == "ERS:"
				kept(t, g.bot, false, "{{"+s+template+"}}", "{{"+strings.ToLower(s)+template+"}}", "{{ "+s+" "+template+"}}")
			}
		}
		if !found {
			about.fail("no ERS: among the words of German")
		}
		kept(t, g.bot, true, "{{ERS:Wf-nothing-here}}", "{{ERSATZ:"+template+"}}")
	})

	// §7.1: of a private wiki nobody learns what saving would bring in.
	g.under(t, "private", Settings{Private: true}, func(t *testing.T) {
		v := g.stranger()
		for _, p := range []params{
			{"action": "parse", "onlypst": "1", "title": "File:Wf.png", "contentmodel": "wikitext", "text": "a"},
			{"action": "query", "meta": "siteinfo"},
			{"action": "query", "titles": "File:Wf.png"},
		} {
			v.post(t, p).refused("readapidenied")
		}
		kept(t, g.enter(t, g.Bot), true, "a {{subst:Wf-nothing-here}}")
	})
}
