package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// pageInfo is prop=info. With intestactions it says what the account may not
// do; that is counted, and continued when it is too much (facts §2).
func (w *Wiki) pageInfo(r *request, set *pageSet) error {
	props := r.someOf("inprop", "", "protection", "url", "displaytitle")
	tests := r.multi("intestactions")
	detail := r.oneOf("intestactionsdetail", "boolean", "full", "quick")
	from := r.str("incontinue")
	if err := r.err(); err != nil {
		return err
	}
	most := 50
	if r.actor.may("apihighlimits") {
		most = 500
	}
	place := func(it *item) string { return fmt.Sprintf("%d|%s", it.title.ns, it.title.text) }
	items := set.good()
	slices.SortFunc(items, func(a, b *item) int { return strings.Compare(place(a), place(b)) })
	tested := 0
	for _, it := range items {
		if place(it) < from {
			continue
		}
		if tests != nil && tested >= most {
			r.progress.stop("incontinue", place(it))
			return nil
		}
		w.describe(it)
		if props["protection"] {
			it.out["protection"] = w.protections(it.title)
		}
		if tests == nil {
			continue
		}
		answers := obj{}
		for _, action := range tests {
			tested++
			refused := w.mayNot(r.actor, action, it.title)
			if detail == "boolean" {
				answers[action] = len(refused) == 0
				continue
			}
			reasons := list{}
			for _, refusal := range refused {
				reasons = append(reasons, refusal.plaintext())
			}
			answers[action] = reasons
		}
		it.out["actions"] = answers
	}
	return nil
}

func (w *Wiki) describe(it *item) {
	it.out["contentmodel"], it.out["pagelanguage"] = wikitext, "en"
	it.out["pagelanguagehtmlcode"], it.out["pagelanguagedir"] = "en", "ltr"
	if it.page == nil {
		return
	}
	last := it.page.latest()
	it.out["contentmodel"] = last.contentModel()
	it.out["touched"], it.out["lastrevid"], it.out["length"] = stamp(last.at), last.id, len(last.text)
	if _, redirects := w.redirect(it.page); redirects {
		it.out["redirect"] = true
	}
	if len(it.page.revs) == 1 {
		it.out["new"] = true
	}
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// tagsOf are tags that were written at a time, which the wiki may show late, and those
// that were added since (facts §3).
func (w *Wiki) tagsOf(tags, added []string, at time.Time) []string {
	if w.clock().Sub(at) < w.set.TagDelay {
		tags = nil
	}
	return append(append([]string{}, tags...), added...)
}

// duplicateFiles is prop=duplicatefiles.
func (w *Wiki) duplicateFiles(r *request, set *pageSet) error {
	r.flag("dflocalonly")
	r.limit("dflimit", 10, 500, 5000)
	for _, it := range set.good() {
		f := w.state.files[it.title.key()]
		if it.title.ns != fileNS || f == nil {
			continue
		}
		var same list
		for _, name := range w.state.holders(f.current().SHA1) {
			if name != f.name {
				v := w.state.files[name].current()
				same = append(same, obj{"name": name, "timestamp": stamp(v.at), "user": v.user, "shared": false})
			}
		}
		if same != nil {
			it.out["duplicatefiles"] = same
		}
	}
	return r.err()
}
