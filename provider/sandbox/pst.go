package sandbox

import (
	"fmt"
	"regexp"
	"strings"
)

// contentTags are those of whose content saving changes nothing.
func (w *Wiki) contentTags() []string {
	return append([]string{"pre", "nowiki", "gallery", "indicator", "langconvert"}, w.set.ContentTags...)
}

// saved is the text that is stored when somebody saves this one now (facts §7.1,
// §12.2). Templates with parameters are not substituted, and of variables and functions
// there are none.
//
// As in MediaWiki, templates are substituted first, and the rest is done to what comes
// of that; what is not to be touched is taken out before each of the two.
func (w *Wiki) saved(text, user string) string {
	text = strings.TrimRight(lineEnds.Replace(text), " \t\n")
	who := fmt.Sprintf("[[User:%s|%s]] ([[User talk:%s|talk]])", user, user, user)
	when := w.now().Format("15:04, 2 January 2006 (UTC)")
	signed := strings.NewReplacer("~~~~~", when, "~~~~", who+" "+when, "~~~", who)

	subst := w.substitution()
	text = between(text, w.untouched(true), func(part string) string {
		return subst.ReplaceAllStringFunc(part, func(call string) string { return w.substitute(call, subst.FindStringSubmatch(call)[1]) })
	})
	return between(text, w.untouched(false), func(part string) string {
		return signed.Replace(pipeEnd.ReplaceAllString(part, "[[$1$2$3|$2]]"))
	})
}

// between changes what is before, between and behind the places of an expression.
func between(text string, of *regexp.Regexp, change func(string) string) string {
	var b strings.Builder
	last := 0
	for _, m := range of.FindAllStringIndex(text, -1) {
		b.WriteString(change(text[last:m[0]]) + text[m[0]:m[1]])
		last = m[1]
	}
	return b.String() + change(text[last:])
}

// untouched are comments and the pairs of tags of whose content saving changes nothing.
// Where templates are substituted, those that are there for other pages only count too.
func (w *Wiki) untouched(templates bool) *regexp.Regexp {
	parts := []string{`<!--.*?(?:-->|\z)`}
	for _, tag := range w.contentTags() {
		tag = regexp.QuoteMeta(tag)
		parts = append(parts, `<`+tag+`(?:\s[^>]*[^>/]|\s*)>.*?</`+tag+`\s*>`)
	}
	if templates {
		parts = append(parts, `<includeonly(?:\s[^>]*[^>/]|\s*)>.*?(?:</includeonly\s*>|\z)`)
	}
	return w.expression(`(?is)` + strings.Join(parts, "|"))
}

// expression is regexp.MustCompile for one that the settings make: it would cost more than
// all else of a write.
func (w *Wiki) expression(text string) *regexp.Regexp {
	e, compiled := w.expressions.Load(text)
	if !compiled {
		e, _ = w.expressions.LoadOrStore(text, regexp.MustCompile(text))
	}
	return e.(*regexp.Regexp)
}

// substitution is a call of a template that is to be substituted.
func (w *Wiki) substitution() *regexp.Regexp {
	words := []string{"(?:safe)?subst:"}
	for _, word := range w.set.SubstWords {
		words = append(words, regexp.QuoteMeta(word))
	}
	return w.expression(`(?i)\{\{\s*(?:` + strings.Join(words, "|") + `)\s*([^{}|]+?)\s*\}\}`)
}

// substitute gives the text of the template with a name; a call of one that is not there
// stays as it is.
func (w *Wiki) substitute(call, name string) string {
	t, bad := w.set.makeTitle(templateNS, name)
	if p := w.state.pages[t]; bad == nil && p != nil {
		return p.latest().text
	}
	return call
}
