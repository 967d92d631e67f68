package wikilinks

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

var german = provider.Site{CategoryNamespaces: []string{"Kategorie"}, Languages: []string{"de", "fr"}, ContentTags: []string{"nowiki", "pre", "ref"}}

func TestIn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                      "",
		"No [[link]] of these, nor [a] one.":    "",
		"[[Category:A]]":                        "A",
		"x [[kategorie: a_b |sort]] y":          "A b",
		"[[Category:A|{{PAGENAME}}]]":           "A",
		"[[Category:A|{{{1|]]}}}]]":             "A",
		"[[Category:A]][[Category:B]]":          "A B",
		"[[de:Brücke]] [[fr:Pont|]] [[it:X]]":   "de:Brücke fr:Pont",
		"[[:Category:A]] [[:de:Brücke]]":        "",
		"[[Category:A|x\ny]]":                   "",
		"[[Category:A\n]]":                      "",
		"[[Category:A|[[Category:B]]]]":         "B",
		"[[File:A.png|thumb|b [[Category:B]]]]": "B",
		"[[[Category:A]]]":                      "",
		"[[[[Category:A]]]]":                    "A",
		"[[Category:A]":                         "",
		"[[Category:A|":                         "",
		"[[Category:A":                          "",
		"[[":                                    "",
		"{{Information|x=[[Category:A]]}}[[Category:B]]": "B",
		"{{a|{{b|[[Category:A]]}}[[Category:B]]}}":       "",
		"{{{a|[[Category:A]]}}}":                         "",
		"{{{{{a}}}|[[Category:A]]}}":                     "",
		"{{a [[Category:A]]":                             "A",
		"[[Category:A]] }}":                              "A",
		"{{a|[[b}}[[Category:A]]":                        "A", // what is opened last is not closed, so this is no template
		"{| class=x\n| [[Category:A]]\n|}":               "A",
		"<!-- [[Category:A]] -->[[Category:B]]":          "B",
		"<!-- [[Category:A]]":                            "",
		"<nowiki>[[Category:A]]</nowiki>":                "",
		"<pre>[[Category:A]]</pre>":                      "",
		"<ref>[[Category:A]]</ref>":                      "",
		"<includeonly>[[Category:A]]</includeonly>":      "",
		"<noinclude>[[Category:A]]</noinclude>":          "A",
		"[[Category:A<!-- x -->]]":                       "",
		"[[Category:A|<nowiki>]]</nowiki>]]":             "",
		"[[Category:A|<b>x</b>]]":                        "",
	} {
		var got []string
		for _, l := range In(text, german) {
			got = append(got, l.Key)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestWithout(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"A bridge.\n[[Category:A]]":                               "A bridge.",
		"A bridge.\n\n[[Category:A]]\n[[Category:B|x]]":           "A bridge.\n",
		"A bridge. [[Category:A]]":                                "A bridge.",
		"A [[Category:A]] bridge.":                                "A bridge.",
		"A[[Category:A]] bridge.":                                 "A bridge.",
		"[[Category:A]] A bridge.":                                "A bridge.",
		"[[Category:A]] [[Category:B]]":                           "",
		" [[Category:A]] [[Category:B]] [[de:X]] ":                "",
		"A [[Category:A]] [[Category:B]] bridge. [[Category:C]] ": "A bridge.",
		"[[Category:A]]\n\n\nA bridge.":                           "A bridge.",
		"One.\n\n[[Category:A]]\n\nTwo.":                          "One.\n\nTwo.",
		"One.\n\n[[Category:A]]\n\n[[Category:B]]\n\nTwo.":        "One.\n\nTwo.",
		"One.\n[[Category:A]]\n\nTwo.":                            "One.\n\nTwo.",
		"One.\n\n\nTwo.\n[[Category:A]]":                          "One.\n\n\nTwo.",
		"One. \nTwo.\n[[Category:A]]":                             "One. \nTwo.",
	} {
		if diff := cmp.Diff(want, Without(text, In(text, german))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
		if got := Without(text, nil); got != text {
			t.Errorf("%q: without nothing it is %q", text, got)
		}
	}
}
