package sandbox

import (
	"fmt"
	"slices"
	"strconv"
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

// revisions is prop=revisions: the latest of many pages, or the history of one.
func (w *Wiki) revisions(r *request, set *pageSet) error {
	props := r.someOf("rvprop", "ids|timestamp|flags|comment|user", "ids", "timestamp", "flags", "comment", "parsedcomment", "user",
		"userid", "size", "sha1", "contentmodel", "content", "tags", "roles", "slotsha1", "slotsize")
	r.someOf("rvslots", "", "main")
	history := r.has("rvlimit")
	count := 1
	if history {
		count = r.limit("rvlimit", 10, 500, 5000)
		if props["content"] {
			count = min(count, 50)
		}
	}
	from := r.str("rvcontinue")
	if err := r.err(); err != nil {
		return err
	}
	if history && len(set.items) > 1 {
		return refuse("invalidparammix", "titles, pageids or a generator was used to supply multiple pages, but the \"rvlimit\" parameter may only be used on a single page.")
	}
	page, rev := place(from)
	var size int64
	for _, it := range set.good() {
		if it.page == nil || it.page.id < page {
			continue
		}
		told := list{}
		if set.revs != nil {
			for _, v := range set.revs[it.page] {
				told = append(told, w.revision(r, v, props))
			}
			it.out["revisions"] = told
			continue
		}
		for _, v := range slices.Backward(it.page.revs) {
			if it.page.id == page && rev != 0 && v.id > rev {
				continue
			}
			if len(told) == count && !history {
				break
			}
			size += int64(len(v.text))
			if len(told) == count || props["content"] && size > w.set.MaxResult && size > int64(len(v.text)) {
				r.progress.stop("rvcontinue", fmt.Sprintf("%d|%d", it.page.id, v.id))
				if len(told) > 0 {
					it.out["revisions"] = told
				}
				return nil
			}
			told = append(told, w.revision(r, v, props))
		}
		it.out["revisions"] = told
	}
	return nil
}

// place reads two numbers that a continuation has.
func place(s string) (a, b int64) {
	first, second, _ := strings.Cut(s, "|")
	a, _ = strconv.ParseInt(first, 10, 64)
	b, _ = strconv.ParseInt(second, 10, 64)
	return a, b
}

func (w *Wiki) revision(r *request, v *revision, props map[string]bool) obj {
	o := obj{}
	put := func(prop, key string, value any) {
		if props[prop] {
			o[key] = value
		}
	}
	put("ids", "revid", v.id)
	put("ids", "parentid", v.parent)
	put("flags", "minor", v.minor)
	put("user", "user", v.user)
	put("userid", "userid", w.userID(v.user))
	put("timestamp", "timestamp", stamp(v.at))
	put("size", "size", len(v.text))
	put("sha1", "sha1", textSum(v.text).String())
	put("comment", "comment", v.comment)
	put("parsedcomment", "parsedcomment", v.comment)
	put("tags", "tags", w.tagsOf(v.tags, v.added, v.at))
	put("roles", "roles", list{"main"})
	if props["content"] || props["contentmodel"] || props["slotsha1"] {
		main := obj{}
		if props["content"] || props["contentmodel"] {
			main["contentmodel"] = v.contentModel()
		}
		if props["content"] {
			main["contentformat"], main["content"] = "text/x-wiki", v.text
		}
		if props["slotsha1"] {
			main["sha1"] = textSum(v.text).String()
		}
		o["slots"] = obj{"main": main}
	}
	return o
}

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
		for _, name := range w.state.holders[f.current().SHA1] {
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
