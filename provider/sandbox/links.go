package sandbox

import (
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
)

var (
	unparsed   = regexp.MustCompile(`(?is)<!--.*?(?:-->|\z)|<(nowiki|pre)(?:\s[^>]*)?>.*?</(?:nowiki|pre)\s*>`)
	linkStart  = regexp.MustCompile(`\[\[\s*([^\[\]|{}<>\n]+?)\s*(?:\||\]\])`)
	galleries  = regexp.MustCompile(`(?is)<gallery(?:\s[^>]*)?>(.*?)</gallery\s*>`)
	templateIn = regexp.MustCompile(`\{\{\s*([^\[\]|{}<>#\n]+?)\s*(?:\||\}\})`)
)

// shown are the files that a text shows or links the content of: as pictures, in
// galleries, as [[Media:…]], and through templates. More of wikitext the sandbox does
// not know (facts §13.9).
func (w *Wiki) shown(text string) map[string]bool {
	names := map[string]bool{}
	w.addShown(names, text, map[title]bool{})
	return names
}

func (w *Wiki) addShown(names map[string]bool, text string, templates map[title]bool) {
	if _, redirects := w.set.redirectOf(text); redirects { // its link is none
		_, text, _ = strings.Cut(text, "]]")
	}
	text = unparsed.ReplaceAllString(text, "")
	for _, gallery := range galleries.FindAllStringSubmatch(text, -1) {
		for line := range strings.Lines(gallery[1]) {
			name, _, _ := strings.Cut(strings.TrimSpace(line), "|")
			if t, bad := w.set.makeTitle(fileNS, html.UnescapeString(name)); bad == nil && t.ns == fileNS {
				names[t.key()] = true
			}
		}
	}
	for _, link := range linkStart.FindAllStringSubmatch(text, -1) {
		t, bad := w.set.parseTitle(link[1])
		if bad == nil && !strings.HasPrefix(link[1], ":") && (t.ns == fileNS || t.ns == mediaNS) {
			names[t.key()] = true
		}
	}
	for _, t := range w.templatesIn(text, templates) {
		w.addShown(names, w.state.pages[t].latest().text, templates)
	}
}

// shownBy are the files that a page shows. What is shown through a redirect counts for the
// redirect and for the file. MediaWiki learns the latter from its job queue only where the
// redirect came later; here there is no delay.
func (w *Wiki) shownBy(p *page) map[string]bool {
	names := w.shown(p.latest().text)
	for name := range maps.Clone(names) {
		t := fileTitle(name)
		if aim, redirects := w.redirect(w.state.pages[t]); redirects && w.state.fileOf(t) == nil && w.state.fileOf(aim.to) != nil {
			names[aim.to.key()] = true
		}
	}
	return names
}

// linked is which pages lead where, as all texts tell together. It is found out when it
// is asked for, and holds until somebody writes or settings change.
type linked struct {
	of              *state
	writes, changes int

	users     map[string][]*page
	redirects map[title][]*page
	members   map[title][]title
}

func (w *Wiki) linked() *linked {
	if l := w.links; l == nil || l.of != w.state || l.writes != w.state.writes || l.changes != w.changes {
		w.links = &linked{of: w.state, writes: w.state.writes, changes: w.changes}
	}
	return w.links
}

// users are the pages that show files, by the files' names, in the order of their
// numbers.
func (w *Wiki) users() map[string][]*page {
	l := w.linked()
	if l.users == nil {
		l.users = w.findUsers()
	}
	return l.users
}

func (w *Wiki) findUsers() map[string][]*page {
	users := map[string][]*page{}
	for _, id := range slices.Sorted(maps.Keys(w.state.byID)) {
		p := w.state.byID[id]
		for name := range w.shownBy(p) {
			users[name] = append(users[name], p)
		}
	}
	return users
}

// redirects are the redirects to each title, in the order of their numbers.
func (w *Wiki) redirects() map[title][]*page {
	l := w.linked()
	if l.redirects == nil {
		l.redirects = w.findRedirects()
	}
	return l.redirects
}

func (w *Wiki) findRedirects() map[title][]*page {
	all := map[title][]*page{}
	for _, id := range slices.Sorted(maps.Keys(w.state.byID)) {
		p := w.state.byID[id]
		if aim, redirects := w.redirect(p); redirects {
			all[aim.to] = append(all[aim.to], p)
		}
	}
	return all
}
