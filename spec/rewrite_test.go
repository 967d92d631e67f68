package spec

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wikiform/provider"
)

// wikis are two that were asked with action=parse&onlypst=1 for each text below:
// MediaWiki 1.43 with Cite and SyntaxHighlight, and 1.39 in German without any
// extension.
var (
	extended = provider.Site{ContentTags: []string{"pre", "nowiki", "gallery", "indicator", "langconvert", "ref", "references", "source", "syntaxhighlight"}}
	german   = provider.Site{ContentTags: []string{"pre", "nowiki", "gallery", "indicator", "langconvert"},
		SubstWords: []string{"SICHER_ERS:", "SICHERERS:", "SAFESUBST:", "ERS:", "SUBST:"}}
)

func TestRewrites(t *testing.T) {
	t.Parallel()
	const (
		kept = iota
		changed
		doubtful // changed by a wiki that has what is named
	)
	outcome := func(r Rewrite, found bool) int {
		switch {
		case !found:
			return kept
		case r.Sure:
			return changed
		}
		return doubtful
	}
	for _, c := range []struct {
		texts                     []string
		offline, extended, german int
	}{
		{[]string{
			"~~~", "~~~~", "~~~~~~", "{{a|~~~~}}", "<tt>~~~~</tt>", "<nowiki>unclosed ~~~~", "<nowiki/>~~~~",
			"<pre>unclosed ~~~~", "<noinclude>~~~~</noinclude>", "<nowiki>a</nowiki>~~~", "<indicator name=a>unclosed ~~~~",
			"[[Foo (bar)|]]", "[[Foo|]]", "[[Foo, bar|]]", "[[|Foo]]", "[[:Category:Foo|]]", "[[File:Foo.png|]]", "[[a b_c/d|]]", "[[Foo & bar|]]",
			"<includeonly>~~~~</includeonly>", "<includeonly>[[Foo (bar)|]]</includeonly>", "<includeonly><nowiki></includeonly>~~~~</nowiki>",
			"<ref>~~~~", "<ref name=a/>~~~~</ref>", "<ref name=a />~~~~", "{{#tag:ref|~~~~}}", "[[File:a.png|thumb|[[Foo|]]]]", "-{~~~}-",
			"{{subst:X}} ~~~~", "<refs>~~~</ref>",
		}, changed, changed, changed},
		{[]string{
			"", "~~", "<nowiki>~~~~</nowiki>", "<NoWiki >~~~~</nowiki>", "<pre>~~~~</pre>", "<pre class=\"a\">{{subst:PAGENAME}}</pre>",
			"<gallery>~~~~</gallery>", "<!-- ~~~~ {{subst:PAGENAME}} [[a|]] -->", "<!-- unclosed ~~~~", "<nowiki></nowiki ><nowiki>~~~</nowiki>",
			"{{Subst :PAGENAME}}", "{{subst:}}", "{{subst: }}", "{{subst:|x}}", "{{subst: {{PAGENAME}}}}", "<indicator name=\"a\">~~~~</indicator>", "{{{{{|safesubst:}}}PAGENAME}}", "{{<!-- x -->subst:PAGENAME}}", "subst:PAGENAME",
			"[[|]]", "[[Foo#bar|]]", "[[Foo|bar|]]", "[[Foo| ]]", "[[Foo<nowiki/>|]]", "[[Foo{{!}}]]", "[[Foo[x|]]", "[[Foo\n|]]", "[[Foo<!-- x -->|]]",
			"<includeonly>{{subst:PAGENAME}}</includeonly>", "<includeonly>{{subst:PAGENAME}}", "<includeonly a=b>{{subst:PAGENAME}}</includeonly >",
			"<Includeonly>{{ers:PAGENAME}}</includeonly>", "<noinclude><nowiki>~~~</nowiki></noinclude>", "{{<includeonly>subst:</includeonly>PAGENAME}}",
			"<langconvert from=\"x\">[[a (b)|]]</langconvert>",
		}, kept, kept, kept},
		{[]string{
			"<ref>~~~~</ref>", "<ref>[[Help:Foo (bar)|]]</ref>", "<syntaxhighlight lang=\"bash\">\n~~~\n</syntaxhighlight>", "<source>~~~</source>",
			"<ref name=\"a>b\">~~~~</ref>", "<ref\nname=a>~~~~</ref>", "<REF>~~~~</ref>", "<ref>~~~~</REF >", "<references>~~~~</references>",
		}, kept, kept, changed},
		{[]string{"<ref>{{subst:PAGENAME}}</ref>"}, kept, kept, doubtful},
		{[]string{"<poem>~~~~</poem>", "<math>~~~</math>"}, kept, changed, changed},
		{[]string{"<ref><nowiki></ref>~~~~</nowiki>", "<ref>a<!-- </ref> -->~~~~</ref>", "<ref><ref>a</ref>~~~~</ref>", "<includeonly><ref></includeonly>~~~</ref>"}, changed, changed, -1},
		{[]string{
			"{{subst:PAGENAME}}", "{{ subst:PAGENAME}}", "{{\nsubst:PAGENAME}}", "{{SUBST:PAGENAME}}", "{{Safesubst:PAGENAME}}",
			"{{subst: PAGENAME}}", "{{subst:\nPAGENAME}}", "{{#if:a|{{subst:PAGENAME}}}}", "{{subst:Nosuch page|a}}", "{{subst:#if:x|yes|no}}", "{{subst::Main Page}}",
			"<noinclude>{{subst:PAGENAME}}</noinclude>", "<onlyinclude>{{subst:PAGENAME}}</onlyinclude>", "<includeonly/>{{subst:PAGENAME}}",
			"<nowiki><includeonly></nowiki>{{subst:PAGENAME}}</includeonly>", "<includeonly><nowiki></includeonly>{{subst:PAGENAME}}</nowiki>",
			"<includeonly><!-- </includeonly> -->{{subst:PAGENAME}}", "<!-- <includeonly> -->{{subst:PAGENAME}}", "{{subst:{{subst:PAGENAME}}}}",
		}, doubtful, doubtful, doubtful},
		{[]string{"{{ers:PAGENAME}}", "{{ERS:PAGENAME}}", "{{\ners: PAGENAME}}", "{{Sicherers:PAGENAME}}", "{{sicher_ers:PAGENAME}}"}, kept, kept, doubtful},
		{[]string{"{{ers :PAGENAME}}", "{{ersPAGENAME}}", "{{ers:}}", "{{sicher ers:PAGENAME}}"}, kept, kept, kept},
	} {
		for _, text := range c.texts {
			for name, want := range map[string]struct {
				markup  markup
				outcome int
			}{"offline": {anyWiki, c.offline}, "extended": {markupOf(extended), c.extended}, "german": {markupOf(german), c.german}} {
				if r, found := rewriteIn(text, want.markup); want.outcome >= 0 && outcome(r, found) != want.outcome {
					t.Errorf("%s: %q: got %v %+v, want %d", name, text, found, r, want.outcome)
				}
			}
		}
	}
	for word, text := range map[string]string{"подст:": "{{ПодСт:А}}", "展開:": "{{ 展開:A}}", "byt:": "{{Byt: a}}"} {
		if r, found := Rewrites(text, provider.Site{SubstWords: []string{word}}); !found || r.Sure {
			t.Errorf("%q with the word %q: %v, %+v", text, word, found, r)
		}
	}
}

// A text of tags that nobody knows takes no more time than any other.
func TestRewritesOfManyTags(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&b, "<x%d></y%d>{{", i, i)
	}
	began := time.Now()
	if r, found := rewriteIn(b.String()+"~~~", anyWiki); !found || !r.Sure {
		t.Errorf("%v, %+v", found, r)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestRewritePlace(t *testing.T) {
	t.Parallel()
	text := "== Ü ==\nÄ [[x|]] by ~~~~\n"
	r, _ := Rewrites(text, provider.Site{})
	got := []any{r.offset, r.Line, r.Column, r.What}
	want := []any{strings.Index(text, "[[x"), 2, 3, "a pipe trick ([[x|]])"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzRewrite(f *testing.F) {
	for _, s := range []string{"~~~~", "<nowiki>~~~</nowiki>~~~", "<!-- [[a|]]", "{{subst:x}}", "[[a|]]", "\xff[[a|]]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, found := rewriteIn(s, anyWiki)
		if found && (r.offset < 0 || r.offset >= len(s) || r.Line < 1 || r.Column < 1 || r.Why == "") {
			t.Fatalf("%q: %+v", s, r)
		}
	})
}
