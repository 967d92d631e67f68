package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// fileUsage is prop=fileusage: the pages that show a file (facts §13.9).
func (w *Wiki) fileUsage(r *request, set *pageSet) error {
	users := w.users()
	return w.backlinks(r, set, backlinks{name: "fileusage", prefix: "fu", props: []string{"pageid", "title", "redirect"}, preset: "pageid|title|redirect",
		of: func(t title) []*page {
			if t.ns != fileNS {
				return nil
			}
			return users[t.key()]
		}})
}

// redirectsTo is prop=redirects: the redirects that name a title, whatever is there.
func (w *Wiki) redirectsTo(r *request, set *pageSet) error {
	all := w.redirects()
	return w.backlinks(r, set, backlinks{name: "redirects", prefix: "rd", props: []string{"pageid", "title", "fragment"}, preset: "pageid|title",
		of: func(t title) []*page { return all[t] }})
}

// backlinks is a module that tells which pages lead to the titles asked for. Its
// limit is one for all of them.
type backlinks struct {
	name, prefix string
	props        []string
	preset       string
	of           func(title) []*page
}

func (w *Wiki) backlinks(r *request, set *pageSet, b backlinks) error {
	props := r.someOf(b.prefix+"prop", b.preset, b.props...)
	most, after := r.limit(b.prefix+"limit", 10, 500, 5000), r.str(b.prefix+"continue")
	only := r.multi(b.prefix + "namespace")
	show := r.multi(b.prefix + "show")
	if err := r.err(); err != nil {
		return err
	}
	items := set.good()
	slices.SortFunc(items, func(a, b *item) int {
		return cmp.Or(cmp.Compare(a.title.ns, b.title.ns), strings.Compare(a.title.key(), b.title.key()))
	})
	told := 0
	for _, it := range items {
		var pages list
		for _, p := range b.of(it.title) {
			place := fmt.Sprintf("%d|%s|%d", it.title.ns, it.title.key(), p.id)
			if after == place {
				after = ""
			}
			aim, redirects := w.redirect(p)
			if after != "" || only != nil && !slices.Contains(only, itoa(p.title.ns)) || hidden(show, "fragment", aim.fragment != "") ||
				hidden(show, "redirect", redirects) {
				continue
			}
			if told == most {
				r.progress.stop(b.prefix+"continue", place)
				break
			}
			told++
			pages = append(pages, w.backlink(p, aim, redirects, props))
		}
		if pages != nil {
			it.out[b.name] = pages
		}
		if r.progress.next[b.prefix+"continue"] != nil {
			break
		}
	}
	return nil
}

// hidden reports whether a filter leaves out what has a property, or has not.
func hidden(show []string, property string, has bool) bool {
	return slices.Contains(show, property) && !has || slices.Contains(show, "!"+property) && has
}

func (w *Wiki) backlink(p *page, aim redirect, redirects bool, props map[string]bool) obj {
	o := obj{}
	if props["pageid"] {
		o["pageid"] = p.id
	}
	if props["title"] {
		o["ns"], o["title"] = p.title.ns, w.set.full(p.title)
	}
	if props["redirect"] {
		o["redirect"] = redirects
	}
	if props["fragment"] && aim.fragment != "" {
		o["fragment"] = aim.fragment
	}
	return o
}
