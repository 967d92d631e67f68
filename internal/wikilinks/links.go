// Package wikilinks finds the links of a wikitext that put its page into a category or name
// its subject in another language, takes them out, and puts them below another text.
//
// Only links that stand for themselves are found, each in one line: what is an argument of a
// template is the template's affair, and what stands between the tags of an extension that
// one's. Nothing is expanded: what comes out of a template is not in the text.
package wikilinks

import (
	"strings"

	"wikiform/provider"
	"wikiform/spec"
)

// Link is one link.
type Link struct {
	Sort spec.Keep
	// Key is the same for two links of a sort that do the same: the name of the category,
	// or the language and the name there.
	Key  string
	Text string // as it is written
	// Language is that of a link to another language; a page has one link to each.
	Language string

	begin, end int
}

// In gives the links of a wikitext in their order.
func In(text string, site provider.Site) []Link {
	if !strings.Contains(text, "[[") {
		return nil
	}
	blank := spec.Blanked(text, site)
	calls := callsIn(blank)
	var found []Link
	for at := 0; ; {
		i := strings.Index(blank[at:], "[[")
		if i < 0 {
			return found
		}
		begin := at + i
		if call, within := calls.around(begin); within {
			at = call.end
			continue
		}
		if at = begin + len("[["); strings.HasPrefix(blank[at:], "[") {
			continue // the wiki reads brackets from the left, two at a time
		}
		target, end, ok := whole(blank, at, calls)
		if !ok {
			continue
		}
		if l, ok := linkTo(target, site); ok {
			l.Text, l.begin, l.end = text[begin:end], begin, end
			found = append(found, l)
			at = end
		}
	}
}

func linkTo(target string, site provider.Site) (Link, bool) {
	if name, ok := site.CategoryOf(target); ok {
		return Link{Sort: spec.KeepCategories, Key: name}, true
	}
	if language, page, ok := site.LanguageOf(target); ok {
		return Link{Sort: spec.KeepInterwiki, Key: language + ":" + page, Language: language}, true
	}
	return Link{}, false
}

// whole reads a link behind its first brackets: its target, and where it ends. One with a
// line break, with another link or with a tag in it is none.
func whole(blank string, at int, calls calls) (target string, end int, ok bool) {
	n := strings.IndexAny(blank[at:], "\x00\n<>[]{}|")
	if n < 0 {
		return "", 0, false
	}
	target = blank[at : at+n]
	i := at + n
	if blank[i] == '|' {
		for i++; i < len(blank); i++ {
			if call, within := calls.around(i); within {
				i = call.end - 1
			} else if strings.IndexByte("\x00\n<[]", blank[i]) >= 0 {
				break
			}
		}
	}
	return target, i + len("]]"), strings.HasPrefix(blank[min(i, len(blank)):], "]]")
}
