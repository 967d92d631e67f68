package providertest

import "testing"

// links is facts §2: what begins a link that puts a page into a category, or names its
// subject in another language.
func (g *tour) links(t *testing.T) {
	about := func(t *testing.T, what string) answer {
		t.Helper()
		return g.stranger().get(t, params{"action": "query", "meta": "siteinfo", "siprop": what}).in("query")
	}

	// §2: what is a link to a language says which; links to other wikis do not.
	g.under(t, "languages", Settings{Languages: []string{"de", "zh-min-nan"}, Elsewhere: []string{"commons"}}, func(t *testing.T) {
		is := map[string]bool{}
		for _, x := range about(t, "interwikimap").list("interwikimap") {
			is[x.str("prefix")] = x.at("language") != nil
		}
		if commons, listed := is["commons"]; !is["de"] || !is["zh-min-nan"] || commons || !listed {
			t.Errorf("languages: %v", is)
		}
	})

	// §2: categories have a name of their own in other languages.
	g.under(t, "in German", Settings{Language: "de"}, func(t *testing.T) {
		about(t, "namespaces").is("namespaces.14.name", "Kategorie").is("namespaces.14.canonical", "Category")
	})

	// §2: whether the first letter of a category counts.
	for _, small := range []bool{false, true} {
		g.under(t, "first letters", Settings{Small: small}, func(t *testing.T) {
			about(t, "namespaces").is("namespaces.14.case", map[bool]string{false: "first-letter", true: "case-sensitive"}[small])
		})
	}
}
