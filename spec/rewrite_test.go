package spec

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What MediaWiki 1.43 answered to action=parse&onlypst=1 for each text.
func TestFirstRewrite(t *testing.T) {
	t.Parallel()
	rewritten := []string{
		"~~~", "~~~~", "~~~~~~", "{{a|~~~~}}", "<tt>~~~~</tt>", "<ref>~~~~</ref>", "<nowiki>unclosed ~~~~", "<nowiki/>~~~~",
		"<pre>unclosed ~~~~", "<noinclude>~~~~</noinclude>", "<nowiki>a</nowiki>~~~",
		"{{subst:PAGENAME}}", "{{ subst:PAGENAME}}", "{{\nsubst:PAGENAME}}", "{{SUBST:PAGENAME}}", "{{Safesubst:PAGENAME}}",
		"{{subst: PAGENAME}}", "{{subst:\nPAGENAME}}", "<indicator name=a>unclosed ~~~~",
		"{{#if:a|{{subst:PAGENAME}}}}",
		"[[Foo (bar)|]]", "[[Foo|]]", "[[Foo, bar|]]", "[[|Foo]]", "[[:Category:Foo|]]", "[[File:Foo.png|]]", "[[a b_c/d|]]", "[[Foo & bar|]]",
	}
	kept := []string{
		"", "~~", "<nowiki>~~~~</nowiki>", "<NoWiki >~~~~</nowiki>", "<pre>~~~~</pre>", "<pre class=\"a\">{{subst:PAGENAME}}</pre>",
		"<gallery>~~~~</gallery>", "<!-- ~~~~ {{subst:PAGENAME}} [[a|]] -->", "<!-- unclosed ~~~~", "<nowiki></nowiki ><nowiki>~~~</nowiki>",
		"{{Subst :PAGENAME}}", "{{subst:}}", "{{subst: }}", "{{subst:|x}}", "{{subst: {{PAGENAME}}}}", "<indicator name=\"a\">~~~~</indicator>", "{{{{{|safesubst:}}}PAGENAME}}", "{{<!-- x -->subst:PAGENAME}}", "subst:PAGENAME",
		"[[|]]", "[[Foo#bar|]]", "[[Foo|bar|]]", "[[Foo| ]]", "[[Foo<nowiki/>|]]", "[[Foo{{!}}]]", "[[Foo[x|]]", "[[Foo\n|]]",
	}
	for _, text := range rewritten {
		if _, found := firstRewrite(text); !found {
			t.Errorf("%q: not found", text)
		}
	}
	for _, text := range kept {
		if r, found := firstRewrite(text); found {
			t.Errorf("%q: found %+v", text, r)
		}
	}
}

func TestRewritePlace(t *testing.T) {
	t.Parallel()
	text := "== Ü ==\nÄ [[x|]] by ~~~~\n"
	r, _ := firstRewrite(text)
	got := []any{r.offset, r.line, r.column, r.what}
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
		r, found := firstRewrite(s)
		if found && (r.offset < 0 || r.offset >= len(s) || r.line < 1 || r.column < 1 || r.why == "") {
			t.Fatalf("%q: %+v", s, r)
		}
	})
}
