package provider

import (
	"strings"
	"testing"
)

func TestCategoryOf(t *testing.T) {
	t.Parallel()
	german := Site{CategoryNamespaces: []string{"Kategorie", "Thema_der_Seite"}}
	for _, c := range []struct {
		site         Site
		target, want string
	}{
		{german, "Category:Bridges", "Bridges"},
		{german, " category :_bridges__of Basel ", "Bridges of Basel"},
		{german, "KATEGORIE:brücken", "Brücken"},
		{german, "Thema der Seite:Brücken", "Brücken"},
		{german, "Category:A&amp;B", "A&B"},
		{german, "Category%3ABridges%20of Basel", "Bridges of Basel"},
		{german, "Category:100%", "100%"},
		{german, "Category:Bridges#old ones", "Bridges"},
		{german, "Category:Category:Bridges", "Category:Bridges"},
		{german, "Category:u\u0308ber", "Über"},
		{german, ":Category:Bridges", ""},
		{german, " : Category:Bridges", ""},
		{german, "Categories:Bridges", ""},
		{german, "Bridges", ""},
		{german, "Category:", ""},
		{german, "Category:#old ones", ""},
		{german, "Category:a&#91;b", ""},
		{german, "Category:" + strings.Repeat("x", 256), ""},
		{Site{}, "Kategorie:Brücken", ""},
		{Site{CategoryCase: true}, "Category:bridges", "bridges"},
	} {
		if got, ok := c.site.CategoryOf(c.target); got != c.want || ok != (c.want != "") {
			t.Errorf("%q: got %q, %t, want %q", c.target, got, ok, c.want)
		}
	}
}

func TestLanguageOf(t *testing.T) {
	t.Parallel()
	site := Site{Languages: []string{"de", "zh-min-nan"}}
	for target, want := range map[string][2]string{
		"de:Datei:Brücke.jpg": {"de", "Datei:Brücke.jpg"},
		" DE : Brücke_alt ":   {"de", "Brücke alt"},
		"zh-min-nan:X":        {"zh-min-nan", "X"},
		"de:Brücke#alt":       {"de", "Brücke#alt"},
		":de:Brücke":          {},
		"fr:Pont":             {},
		"de":                  {},
		"de:":                 {"de", ""},
		"de:#alt":             {"de", "#alt"},
	} {
		language, page, ok := site.LanguageOf(target)
		if got := [2]string{language, page}; got != want || ok != (want[0] != "") {
			t.Errorf("%q: got %q, want %q", target, got, want)
		}
	}
}
