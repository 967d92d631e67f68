package spec

import (
	"regexp"
	"strings"
)

// token finds what the wiki's preprocessor reacts to within an argument of a
// template. What it takes as it stands (comments, and some tags) is one token.
var token = regexp.MustCompile(`(?is)<!--.*?-->|` + opaqueTag("nowiki") + `|` + opaqueTag("pre") + `|` + opaqueTag("gallery") +
	`|` + opaqueTag("math") + `|` + opaqueTag("syntaxhighlight") + `|` + opaqueTag("source") +
	`|<!--|\{\{|\}\}|\[\[|\]\]|\|`)

func opaqueTag(name string) string {
	return `<` + name + `(?:\s[^>]*[^>/]|\s*)>.*?</` + name + `\s*>`
}

// entities write characters so that a wiki shows them and does nothing else.
var entities = strings.NewReplacer("{", "&#123;", "}", "&#125;", "[", "&#91;", "]", "&#93;", "<", "&lt;")

// argument gives a text that stands for itself as the named argument of a
// template: a | outside of links and templates would begin the next argument,
// and brackets without a partner would end the template, or never let it end.
// An equals sign needs nothing, since the argument has a name.
func argument(text string) string {
	marks := token.FindAllStringIndex(text, -1)
	partner := partners(text, marks)
	var b strings.Builder
	last, depth := 0, 0
	for i, m := range marks {
		b.WriteString(text[last:m[0]])
		t := text[m[0]:m[1]]
		last = m[1]
		switch {
		case t == "|" && depth == 0:
			t = "{{!}}"
		case t == "<!--", bracket(t) && !partner[i]:
			t = entities.Replace(t)
		case bracket(t) && (t[0] == '{' || t[0] == '['):
			depth++
		case bracket(t):
			depth--
		}
		b.WriteString(t)
	}
	return b.String() + text[last:]
}

func bracket(t string) bool { return t == "{{" || t == "}}" || t == "[[" || t == "]]" }

// partners tells which brackets close another or are closed by one.
func partners(text string, marks [][]int) map[int]bool {
	paired := map[int]bool{}
	var open []int
	for i, m := range marks {
		t := text[m[0]:m[1]]
		switch {
		case !bracket(t):
		case t[0] == '{' || t[0] == '[':
			open = append(open, i)
		case len(open) > 0 && text[marks[open[len(open)-1]][0]]+2 == t[0]: // in ASCII, [ and { have their partners two further on
			paired[i], paired[open[len(open)-1]] = true, true
			open = open[:len(open)-1]
		}
	}
	return paired
}

// transcluded finds what follows the brackets of a template, or of anything
// else that the wiki writes in them.
var transcluded = regexp.MustCompile(`\{\{+\s*(?::?\s*(?i:template|vorlage)\s*:)?\s*([^{}\[\]|<>#\n]*[^{}\[\]|<>#\s])\s*(?:\||\}\}|\n|\x00)`)

// templates are the names of the templates that a wikitext transcludes, outside
// of comments and of nowiki, as they are written: see templateName.
func templates(text string) map[string]bool {
	blank := literal.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat("\x00", len(s)) })
	names := map[string]bool{}
	for _, m := range transcluded.FindAllStringSubmatchIndex(blank, -1) {
		if open := blank[m[0]:m[2]]; strings.Count(open, "{") == 3 {
			continue // the parameter of a template page
		}
		names[templateName(blank[m[2]:m[3]])] = true
	}
	return names
}

// templateName writes a name as wikis do: the case of the first letter does not
// matter, nor whether _ or a blank stands between words.
func templateName(name string) string {
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '_' || r == '\t' || r == '\x00' }), " ")
	for i, r := range name {
		return strings.ToUpper(name[:i]+string(r)) + name[i+len(string(r)):]
	}
	return name
}
