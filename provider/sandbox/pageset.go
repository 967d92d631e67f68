package sandbox

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// pageSet is the pages that a query is about.
type pageSet struct {
	items      []*item
	normalized list
	redirects  list
	revs       map[*page][]*revision // those that were asked for by number; nil when none were
	bad        obj                   // numbers of revisions that are not there
}

// item is one page of the answer.
type item struct {
	title title
	bad   *badTitle // not nil: there is no such title
	page  *page     // nil: there is no such page
	out   obj
}

// pageSet reads the parameters titles and pageids (facts §3).
func (w *Wiki) pageSet(r *request) (*pageSet, error) {
	set := &pageSet{}
	follow := r.flag("redirects")
	raw, ids, revs := r.rawMulti("titles"), r.multi("pageids"), r.multi("revids")
	if err := r.err(); err != nil {
		return nil, err
	}
	if err := oneSource(map[string]bool{"titles": raw != nil, "pageids": ids != nil, "revids": revs != nil}); err != nil {
		return nil, err
	}
	seen := map[title]bool{}
	add := func(t title) {
		if !seen[t] {
			seen[t] = true
			set.items = append(set.items, w.item(t))
		}
	}
	unclean := false
	for _, asked := range raw {
		text := clean(asked)
		encoded := text != asked
		unclean = unclean || encoded
		t, bad := w.set.parseTitle(text)
		full := text
		if bad == nil {
			full = w.set.full(t)
		}
		if encoded {
			set.normalized = append(set.normalized, obj{"fromencoded": true, "from": rawEncode(asked), "to": full})
		} else if full != asked {
			set.normalized = append(set.normalized, obj{"fromencoded": false, "from": asked, "to": full})
		}
		if bad != nil {
			set.items = append(set.items, &item{bad: bad, out: obj{"title": text, "invalid": true, "invalidreason": bad.reason(r)}})
			continue
		}
		add(t)
	}
	if unclean {
		r.warnUTF8("titles")
	}
	for _, text := range ids {
		id, _ := strconv.ParseInt(text, 10, 64)
		if p := w.state.byID[id]; p != nil {
			add(p.title)
		} else {
			set.items = append(set.items, &item{bad: &badTitle{}, out: obj{"pageid": id, "missing": true}})
		}
	}
	if follow && revs == nil {
		set.follow(w, seen)
	}
	if err := set.addRevisions(w, revs, add); err != nil {
		return nil, err
	}
	if err := w.generated(r, set, follow); err != nil {
		return nil, err
	}
	for _, it := range set.items {
		switch {
		case it.page != nil:
			it.out["pageid"] = it.page.id
		case it.bad == nil:
			it.out["missing"] = true
			if it.title.ns < 0 {
				it.out["special"] = true
			}
		}
	}
	// What is not there comes first, and then by number: never in the order
	// asked for.
	slices.SortStableFunc(set.items, func(a, b *item) int { return cmp.Compare(a.id(), b.id()) })
	return set, nil
}

func (w *Wiki) item(t title) *item {
	return &item{title: t, page: w.state.pages[t], out: obj{"ns": t.ns, "title": w.set.full(t)}}
}

// follow replaces redirects by where they lead, step by step until nothing is left
// that redirects: of pages that lead round in a circle nothing is (facts §13.2).
func (set *pageSet) follow(w *Wiki, seen map[title]bool) {
	for pending := set.items; len(pending) > 0; {
		slices.SortStableFunc(pending, func(a, b *item) int { return cmp.Compare(a.id(), b.id()) })
		var next []*item
		for _, it := range pending {
			aim, redirects := w.redirect(it.page)
			if !redirects {
				continue
			}
			step := obj{"from": w.set.full(it.title), "to": w.set.full(aim.to)}
			if aim.fragment != "" {
				step["tofragment"] = aim.fragment
			}
			set.redirects = append(set.redirects, step)
			if !seen[aim.to] {
				seen[aim.to] = true
				next = append(next, w.item(aim.to))
			}
		}
		set.items = append(set.items, next...)
		pending = slices.Clone(next)
	}
	set.items = slices.DeleteFunc(set.items, func(it *item) bool { _, redirects := w.redirect(it.page); return redirects })
}

func (it *item) id() int64 {
	if it.page == nil {
		return 0
	}
	return it.page.id
}

func (b *badTitle) reason(r *request) any {
	if r.plain() {
		return obj{"code": b.code, "text": b.text}
	}
	return b.text
}

// rawEncode is PHP's rawurlencode.
func rawEncode(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// good are the pages whose titles are valid and not special.
func (set *pageSet) good() []*item {
	return slices.DeleteFunc(slices.Clone(set.items), func(it *item) bool { return it.bad != nil || it.title.ns < 0 })
}

func (set *pageSet) write(out obj) {
	if set.normalized != nil {
		out["normalized"] = set.normalized
	}
	if set.redirects != nil {
		out["redirects"] = set.redirects
	}
	if set.bad != nil {
		out["badrevids"] = set.bad
	}
	if len(set.items) > 0 {
		pages := make(list, len(set.items))
		for i, it := range set.items {
			pages[i] = it.out
		}
		out["pages"] = pages
	}
}
