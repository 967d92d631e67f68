package sandbox

import (
	"cmp"
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"
)

// categories is prop=categories: those that a page's text puts it in (facts §13.8). The
// limit is one for all pages.
func (w *Wiki) categories(r *request, set *pageSet) error {
	r.someOf("clprop", "", "sortkey", "timestamp", "hidden")
	most, after := r.limit("cllimit", 10, 500, 5000), r.str("clcontinue")
	only, asked := map[title]bool{}, r.has("clcategories")
	for _, name := range r.multi("clcategories") {
		t, bad := w.set.parseTitle(name)
		if bad != nil || t.ns != categoryNS {
			r.warn(r.module, refuse("invalidcategory", "\"%s\" is not a category.", name))
			continue
		}
		only[t] = true
	}
	if err := r.err(); err != nil {
		return err
	}
	told := 0
	for _, it := range set.good() {
		if it.page == nil {
			continue
		}
		var all list
		in := map[title]bool{}
		w.addCategories(in, it.page.latest().text, map[title]bool{})
		for _, t := range slices.SortedFunc(maps.Keys(in), func(a, b title) int { return cmp.Compare(a.text, b.text) }) {
			place := fmt.Sprintf("%d|%s", it.page.id, t.key())
			if after == place {
				after = ""
			}
			if after != "" || asked && !only[t] {
				continue
			}
			if told == most {
				r.progress.stop("clcontinue", place)
				break
			}
			told++
			all = append(all, obj{"ns": t.ns, "title": w.set.full(t)})
		}
		if all != nil {
			it.out["categories"] = all
		}
		if r.progress.next["clcontinue"] != nil {
			break
		}
	}
	return nil
}

// addCategories adds the categories that a text names, also through templates. More of
// wikitext the sandbox does not know.
func (w *Wiki) addCategories(in map[title]bool, text string, templates map[title]bool) {
	text = unparsed.ReplaceAllString(text, "")
	for _, link := range linkStart.FindAllStringSubmatch(text, -1) {
		t, bad := w.set.parseTitle(html.UnescapeString(link[1]))
		if bad == nil && !strings.HasPrefix(link[1], ":") && t.ns == categoryNS {
			in[t] = true
		}
	}
	for _, t := range w.templatesIn(text, templates) {
		w.addCategories(in, w.state.pages[t].latest().text, templates)
	}
}

// templatesIn are the templates that a text calls, those that are there and were not
// met before.
func (w *Wiki) templatesIn(text string, met map[title]bool) []title {
	var found []title
	for _, call := range templateIn.FindAllStringSubmatch(text, -1) {
		t, bad := w.set.makeTitle(templateNS, call[1])
		if bad == nil && w.state.pages[t] != nil && !met[t] {
			met[t] = true
			found = append(found, t)
		}
	}
	return found
}
