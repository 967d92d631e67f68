package spec

import "testing"

// TestRedirect has what MediaWiki makes of these texts.
func TestRedirect(t *testing.T) {
	t.Parallel()
	german := []string{"#WEITERLEITUNG"}
	for _, c := range []struct {
		text, want string
		words      []string
	}{
		{text: "#REDIRECT [[A]]", want: "#REDIRECT [[A]]"},
		{text: "#redirect [[File:A.png|b]] and more\n{{Information}}", want: "#redirect [[File:A.png|b]]"},
		{text: " \n\t#REDIRECT[[A]]", want: "#REDIRECT[[A]]"},
		{text: "#REDIRECT : [[:A#x]]", want: "#REDIRECT : [[:A#x]]"},
		{text: "#REDIRECT\n\n[[A]]", want: "#REDIRECT\n\n[[A]]"},
		{text: "#Weiterleitung [[A]]", words: german, want: "#Weiterleitung [[A]]"},
		{text: "#REDIRECT [[A]]", words: german, want: "#REDIRECT [[A]]"},
		{text: "#WEITERLEITUNG [[A]]"},
		{text: "#REDIRECT [[A]"},
		{text: "#REDIRECT [[A\nb]]"},
		{text: "#REDIRECT [[A|b\nc]]"},
		{text: "#REDIRECT [[]]"},
		{text: "#REDIRECT [[#x]]"},
		{text: "#REDIRECT [[<]]"},
		{text: "#REDIRECTION [[A]]"},
		{text: "#REDIRECT A"},
		{text: "# REDIRECT [[A]]"},
		{text: "#REDIRECT <!-- --> [[A]]"},
		{text: "#REDIRECT {{x}} [[A]]"},
		{text: "#REDIRECT\u00a0[[A]]"},
		{text: "<nowiki/>#REDIRECT [[A]]"},
		{text: "See #REDIRECT [[A]]"},
		{text: "#"},
		{text: ""},
		{text: "", words: []string{""}},
	} {
		if got := RedirectMarkup(c.text, c.words...); got != c.want {
			t.Errorf("%q (%q): %q, want %q", c.text, c.words, got, c.want)
		}
	}
}
