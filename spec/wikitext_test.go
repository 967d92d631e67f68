package spec

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wikiform/provider"
)

// The expressions here say what is looked for in a wikitext. They are not used
// themselves, since on some texts they take a time that grows with the square.
var (
	token = regexp.MustCompile(`(?is)<!--.*?-->|` + opaqueTag("nowiki") + `|` + opaqueTag("pre") + `|` + opaqueTag("gallery") +
		`|` + opaqueTag("math") + `|` + opaqueTag("syntaxhighlight") + `|` + opaqueTag("source") +
		`|<!--|\{\{|\}\}|\[\[|\]\]|\|`)
	literalParts = regexp.MustCompile(`(?is)<!--.*?(?:-->|\z)|` + opaqueTag("nowiki") + `|` + opaqueTag("pre") + `|` + opaqueTag("gallery"))
	taggedParts  = regexp.MustCompile(literalParts.String() + `|` + opaqueTag("math") + `|` + opaqueTag("source"))
	transclusion = regexp.MustCompile(`\{\{+\s*(?::?\s*(?i:template|vorlage)\s*:)?\s*([^{}\[\]|<>#\n]*[^{}\[\]|<>#\s])\s*(?:\||\}\}|\n|\x00)`)
	rewritten    = []*regexp.Regexp{
		regexp.MustCompile(`~{3,5}`),
		regexp.MustCompile(`\[\[[^\x00\n#<>\[\]|{}]+\|\]\]`), regexp.MustCompile(`\[\[\|[^\x00\n#<>\[\]|{}]+\]\]`),
	}
	substituted = regexp.MustCompile(`(?i)\{\{\s*(?:safe)?subst:\s*[^{}|\s]`)
)

func opaqueTag(name string) string {
	return `<` + name + `(?:\s[^>]*[^>/]|\s*)>.*?</` + name + `\s*>`
}

func drawWikitext(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
		"<!--", "-->", "<nowiki>", "<nowiki", "</nowiki>", "</NoWiki >", "<nowiki/>", "<nowiki a>", "<nowiki />", "<pre>", "</pre>", "</pre", "<prefix>", ">", "<",
		"<math>", "</math>", "<source lang=x>", "</source>", "{{", "}}", "{", "}", "[[", "]]", "[", "]", "|", "~~~", "~~", "subst:", "safesubst:", "SUBST:",
		"a", "B c", " ", "\n", ":", "Template:", "template", "Vorlage :", "é", "/", "#", "-",
	}), 0, 14).Draw(t, "text"), "")
}

func TestScannersFindWhatTheExpressionsSay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := drawWikitext(t)
		var marks [][2]int
		for _, m := range token.FindAllStringIndex(text, -1) {
			marks = append(marks, [2]int{m[0], m[1]})
		}
		if diff := cmp.Diff(marks, marksIn(text)); diff != "" {
			t.Errorf("marks of %q: %s", text, diff)
		}
		blank := literalParts.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat("\x00", len(s)) })
		if diff := cmp.Diff(blank, literal(text)); diff != "" {
			t.Errorf("literal parts of %q: %s", text, diff)
		}
		names := map[string]bool{}
		for _, m := range transclusion.FindAllStringSubmatchIndex(blank, -1) {
			if strings.Count(blank[m[0]:m[2]], "{") != 3 {
				names[templateName(blank[m[2]:m[3]])] = true
			}
		}
		if diff := cmp.Diff(slices.Sorted(maps.Keys(names)), slices.Sorted(maps.Keys(templates(text)))); diff != "" {
			t.Errorf("templates of %q: %s", text, diff)
		}
		tagged := taggedParts.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat("\x00", len(s)) })
		begin, sure := len(text), false
		for _, re := range rewritten {
			if at := re.FindStringIndex(tagged); at != nil {
				begin, sure = min(begin, at[0]), true
			}
		}
		if at := substituted.FindStringIndex(tagged); at != nil && !sure {
			begin = at[0]
		}
		r, found := Rewrites(text, provider.Site{ContentTags: []string{"math", "source"}})
		if found != (begin < len(text)) || found && (r.offset != begin || r.Sure != sure) {
			t.Errorf("rewrite in %q: %+v, want one at %d, sure: %v", text, r, begin, sure)
		}
	})
}

func TestTemplateName(t *testing.T) {
	t.Parallel()
	for call, want := range map[string]string{
		"Information": "Information", " information\n": "Information", "Template:other_Versions": "Other Versions", ": vorlage : x": "X", "éa": "Éa",
		"Information<!-- x -->": "", "Information\x00\x00": "Information", "": "", ":x": ":x", "a|b": "A", "a#b": "", "subst:x": "Subst:x", "\xdf": "\uFFFD", "\xdfa": "\uFFFDa",
	} {
		if got := TemplateName(call); got != want {
			t.Errorf("%q: %q, want %q", call, got, want)
		}
	}
}
