package sandbox

import (
	"fmt"
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// parse is action=parse of a text that is sent: with onlypst what saving would make of it
// (facts §7.1), else how it would be shown (facts §7.2).
func (w *Wiki) parse(r *request) (obj, error) {
	text := r.str("text")
	onlypst := r.flag("onlypst")
	for _, name := range []string{"title", "contentmodel", "contentformat", "disablelimitreport", "disableeditsection", "disabletoc"} {
		r.str(name)
	}
	if onlypst {
		r.flag("pst")
		r.str("prop")
		return obj{"parse": obj{"text": strings.TrimRight(w.saved(text, r.actor.name()), "\n")}}, r.err()
	}
	props := r.someOf("prop", "text|templates|categories", "text", "templates", "categories")
	if r.flag("pst") {
		text = w.saved(text, r.actor.name())
	}
	name := r.values["title"]
	if name == "" {
		name = "API"
	}
	t, bad := w.set.parseTitle(name)
	if bad != nil {
		return nil, refuse("invalidtitle", "Bad title %q.", name)
	}
	out := obj{"title": w.set.full(t), "pageid": 0}
	if p := w.state.pages[t]; p != nil {
		out["pageid"] = p.id
	}
	if props["text"] {
		shown := w.shownAs(text)
		if class := "mw-parser-output"; !r.has("wrapoutputclass") || r.values["wrapoutputclass"] != "" {
			shown = `<div class="mw-content-ltr ` + class + `" lang="en" dir="ltr">` + shown + "</div>"
		}
		r.str("wrapoutputclass")
		out["text"] = shown
	}
	if props["templates"] {
		out["templates"] = w.broughtIn(text)
	}
	if props["categories"] {
		out["categories"] = w.parsedCategories(text)
	}
	return obj{"parse": out}, r.err()
}

// broughtIn are the pages that a text brings in, those that are not there too.
func (w *Wiki) broughtIn(text string) list {
	met := map[title]bool{}
	var visit func(text string)
	visit = func(text string) {
		for _, call := range templateIn.FindAllStringSubmatch(unparsed.ReplaceAllString(text, ""), -1) {
			t, called := w.called(call[1])
			if !called || met[t] {
				continue
			}
			met[t] = true
			if p := w.state.pages[t]; p != nil {
				visit(p.latest().text)
			}
		}
	}
	visit(text)
	out := list{}
	for _, t := range inOrder(met) {
		out = append(out, obj{"ns": t.ns, "title": w.set.full(t), "exists": w.state.pages[t] != nil})
	}
	return out
}

// parsedCategories are the categories that a text names, also through templates.
func (w *Wiki) parsedCategories(text string) list {
	in := map[title]bool{}
	w.addCategories(in, text, map[title]bool{})
	out := list{}
	for _, t := range inOrder(in) {
		c := obj{"sortkey": "", "category": t.key()}
		if w.state.pages[t] == nil {
			c["missing"] = true
		}
		out = append(out, c)
	}
	return out
}

func inOrder(set map[title]bool) []title {
	return slices.SortedFunc(maps.Keys(set), func(a, b title) int { return strings.Compare(canonical(a), canonical(b)) })
}

var (
	heading  = regexp.MustCompile(`(?m)^(={2,6})\s*(.+?)\s*={2,6}\s*$`)
	bold     = regexp.MustCompile(`&#39;&#39;&#39;(.+?)&#39;&#39;&#39;`)
	italic   = regexp.MustCompile(`&#39;&#39;(.+?)&#39;&#39;`)
	external = regexp.MustCompile(`\[(https?://[^\s\]]+)\s+([^\]]+)\]`)
	inner    = regexp.MustCompile(`\[\[\s*(:?)([^\[\]|{}\n]+?)\s*(?:\|([^\[\]\n]+))?\]\]`)
)

// mostExpanded is how much text templates bring into a page.
const mostExpanded = 2 << 20

// shownAs is the HTML of a text: headings, paragraphs, lists, links, bold and italic
// text, and what templates bring in. Everything else is shown as it is written: no tag of
// a text is one of the page.
func (w *Wiki) shownAs(text string) string {
	text = w.expand(unparsed.ReplaceAllStringFunc(text, plainly))
	text = html.EscapeString(text)
	text = inner.ReplaceAllStringFunc(text, func(link string) string { return w.linkShown(inner.FindStringSubmatch(link)) })
	text = external.ReplaceAllString(text, `<a rel="nofollow" class="external text" href="$1">$2</a>`)
	text = bold.ReplaceAllString(text, "<b>$1</b>")
	text = italic.ReplaceAllString(text, "<i>$1</i>")
	text = heading.ReplaceAllStringFunc(text, func(line string) string {
		m := heading.FindStringSubmatch(line)
		return fmt.Sprintf("\n\n<h%d>%s</h%[1]d>\n\n", len(m[1]), m[2])
	})
	var b strings.Builder
	for part := range strings.SplitSeq(text, "\n\n") {
		switch part = strings.TrimSpace(part); {
		case part == "":
		case strings.HasPrefix(part, "<h"):
			b.WriteString(part + "\n")
		case strings.HasPrefix(part, "*"):
			b.WriteString("<ul>")
			for line := range strings.Lines(part) {
				b.WriteString("<li>" + strings.TrimLeft(strings.TrimSpace(line), "* ") + "</li>\n")
			}
			b.WriteString("</ul>\n")
		default:
			b.WriteString("<p>" + part + "\n</p>")
		}
	}
	return unmasking.Replace(b.String())
}

// plainly keeps what stands between <nowiki> or <pre> from being read as wikitext; of a
// comment nothing is left.
func plainly(part string) string {
	if strings.HasPrefix(part, "<!--") {
		return ""
	}
	_, rest, _ := strings.Cut(part, ">")
	return masking.Replace(rest[:strings.LastIndex(rest, "</")])
}

// What means something to wikitext, behind characters that mean nothing to anybody, and
// back as HTML.
var (
	masking   = strings.NewReplacer("{", "\ue000", "[", "\ue001", "'", "\ue002", "=", "\ue003", "*", "\ue004")
	unmasking = strings.NewReplacer("\ue000", "{", "\ue001", "[", "\ue002", "&#39;", "\ue003", "=", "\ue004", "*")
)

// expand puts the texts of templates in the place of their calls, from the innermost on,
// whose parameters it does not know. A call of what is not there becomes a link to it, as
// in MediaWiki.
func (w *Wiki) expand(text string) string {
	const mostDeep = 40
	room := mostExpanded
	for range mostDeep {
		before := text
		text = templateCall.ReplaceAllStringFunc(text, func(call string) string {
			t, called := w.called(templateCall.FindStringSubmatch(call)[1])
			if !called {
				return call
			}
			p := w.state.pages[t]
			if p == nil {
				return "[[:" + w.set.full(t) + "]]"
			}
			brought := unparsed.ReplaceAllStringFunc(p.latest().text, plainly)
			if room -= len(brought); room < 0 {
				return call
			}
			return brought
		})
		if text == before {
			break
		}
	}
	return text
}

// magicWord is a word or a function of MediaWiki's own that descriptions have, which brings no page
// in. The sandbox shows them as they are written.
var magicWord = regexp.MustCompile(`^(?:!|=|(?:FULL|BASE|SUB|ROOT)?PAGENAMEE?|NAMESPACEE?|SITENAME|SERVER|CURRENT[A-Z]+[0-9]?|LOCAL[A-Z]+[0-9]?` +
	`|(?i:int|lc|uc|lcfirst|ucfirst|urlencode|fullurl|localurl|formatnum|ns|nse|plural|gender|grammar|padleft|padright|filepath)\s*:.*` +
	`|(?:DEFAULTSORT|DISPLAYTITLE|PAGELANGUAGE)\s*:.*)$`)

// called is the page that a call brings in; none where it is to be substituted, which is
// for saving.
func (w *Wiki) called(name string) (title, bool) {
	if magicWord.MatchString(name) {
		return title{}, false
	}
	t, bad := w.set.makeTitle(templateNS, name)
	return t, bad == nil && !w.substitution().MatchString("{{"+name+"}}")
}

var templateCall = regexp.MustCompile(`\{\{\s*([^\[\]|{}<>#\n]+?)\s*(?:\|[^{}]*)?\}\}`)

// linkShown is a link within the wiki. A category's is shown nowhere in the text.
func (w *Wiki) linkShown(m []string) string {
	t, bad := w.set.parseTitle(html.UnescapeString(m[2]))
	switch {
	case bad != nil:
		return m[0]
	case t.ns == categoryNS && m[1] == "":
		return ""
	}
	label, name := m[3], html.EscapeString(w.set.full(t))
	if label == "" {
		label = m[2]
	}
	there := w.state.pages[t] != nil
	if !there {
		return fmt.Sprintf(`<a href="/w/index.php?title=%s&amp;action=edit&amp;redlink=1" class="new" title="%[1]s (page does not exist)">%s</a>`, name, label)
	}
	return fmt.Sprintf(`<a href="/wiki/%s" title="%[1]s">%s</a>`, name, label)
}
