package wikilinks

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wikiform/provider"
)

var pieces = rapid.SampledFrom([]string{
	"[[Category:A]]", "[[Category:B|b]]", "[[kategorie:c]]", "[[de:X]]", "[[:de:X]]", "[[x]]", "[[", "]]", "{{", "}}", "{{{", "}}}", "{", "}", "[", "|",
	"{{a|b}}", "<!--", "-->", "<nowiki>", "</nowiki>", "<pre>", "\n", "\n\n", " ", "\t", "text", "Category:", "é", "~~~~", "&amp;", "%41",
})

func draw(t *rapid.T, name string) string {
	return provider.NormalizeText(strings.Join(rapid.SliceOfN(pieces, 0, 12).Draw(t, name), ""))
}

// What is put below a text and taken out again leaves that text, and links that were found
// anywhere are found there, unless the text leaves something open.
func TestBelowAndWithout(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ours, theirs := draw(t, "ours"), draw(t, "theirs")
		links := In(theirs, german)
		both := Below(ours, links)
		found := In(both, german)
		if n := len(In(ours, german)); len(found) == n+len(links) {
			if got := Without(both, found[n:]); got != ours {
				t.Fatalf("%q with links below and without is %q", ours, got)
			}
			for i, l := range found[n:] {
				if l.Key != links[i].Key || l.Text != links[i].Text {
					t.Fatalf("%q became %q", links[i].Text, l.Text)
				}
			}
			return
		}
		if plain := strings.NewReplacer("{", "", "[", "", "<", "").Replace(ours); len(In(Below(plain, links), german)) != len(links) {
			t.Fatalf("%q is not found below %q", theirs, plain)
		}
	})
}

func FuzzLinks(f *testing.F) {
	f.Add("A [[Category:A|{{b}}]]\n\n[[de:X]] <!-- [[")
	f.Fuzz(func(t *testing.T, text string) {
		links := In(text, german)
		at := 0
		for _, l := range links {
			if l.begin < at || text[l.begin:l.end] != l.Text || l.Key == "" || strings.Contains(l.Text, "\n") {
				t.Fatalf("%q at %d in %q", l.Text, l.begin, text)
			}
			at = l.end
		}
		if rest := Without(text, links); len(rest) > len(text) {
			t.Fatalf("%q became %q", text, rest)
		}
	})
}

// What a page costs grows as it does.
func TestHostilePages(t *testing.T) {
	t.Parallel()
	for _, piece := range []string{"[[", "{{", "{{[[", "[[Category:", "[[Category:A|", "[[Category:A|{{", "[[Category:A]]", "[[Category:A]]x", "[[Category:A]]\n\n", "}}", "{{a}}", "<pre>[[", "{{a|[[Category:A|"} {
		text := strings.Repeat(piece, 2<<20/len(piece))
		began := time.Now()
		Without(text, In(text, german))
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%q: %s", piece, took)
		}
	}
}
