package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// revisions is prop=revisions: the latest of many pages, those that were asked for by
// number, or the history of one page.
func (w *Wiki) revisions(r *request, set *pageSet) error {
	ask := revisionsAsked{wiki: w, request: r}
	ask.props = r.someOf("rvprop", "ids|timestamp|flags|comment|user", "ids", "timestamp", "flags", "comment", "parsedcomment", "user",
		"userid", "size", "sha1", "contentmodel", "content", "tags", "roles", "slotsha1", "slotsize")
	r.someOf("rvslots", "", "main")
	start := r.num("rvstartid", 0, 1, unbounded)
	history := r.has("rvlimit") || start != 0
	ask.most = r.limit("rvlimit", 10, 500, 5000)
	if ask.props["content"] {
		ask.most = min(ask.most, 50)
	}
	from := r.str("rvcontinue")
	if err := r.err(); err != nil {
		return err
	}
	several := "titles, pageids or a generator was used to supply multiple pages, but the \"rvlimit\" and \"rvstartid\" parameters may only be used on a single page."
	switch {
	case history && set.revs != nil:
		return refuse("invalidparammix", "The \"revids=\" parameter may not be used with the list options.")
	case history && len(set.items) > 1:
		return refuse("invalidparammix", "%s", several)
	case history:
		return ask.history(set, start, from)
	}
	after, _ := place(from)
	ask.some(set, after)
	return nil
}

// some tells those that were asked for by number in their order, or of each page the
// latest, from a revision or a page on.
func (q *revisionsAsked) some(set *pageSet, after int64) {
	var all []telling
	for _, it := range set.good() {
		switch {
		case it.page == nil:
		case set.revs == nil:
			all = append(all, telling{it, it.page.latest(), it.page.id, fmt.Sprintf("%d|%d", it.page.id, it.page.latest().id)})
		default:
			for _, v := range set.revs[it.page] {
				all = append(all, telling{it, v, v.id, itoa(int(v.id))})
			}
		}
	}
	slices.SortFunc(all, func(a, b telling) int { return cmp.Compare(a.order, b.order) })
	for _, t := range all {
		if t.order >= after && !q.add(t.item, t.revision) {
			q.request.progress.stop("rvcontinue", t.place)
			return
		}
	}
}

// telling is a revision where its turn comes.
type telling struct {
	item     *item
	revision *revision
	order    int64
	place    string // as the continuation says it
}

// revisionsAsked is a question about revisions while it is answered.
type revisionsAsked struct {
	wiki    *Wiki
	request *request
	props   map[string]bool
	most    int   // of a history, in one answer
	size    int64 // of the texts that were told
}

// add tells a revision, unless the answer would become too long.
func (q *revisionsAsked) add(it *item, v *revision) bool {
	if q.props["content"] {
		if q.size += int64(len(v.text)); q.size > q.wiki.set.MaxResult && q.size > int64(len(v.text)) {
			return false
		}
	}
	told, _ := it.out["revisions"].(list)
	it.out["revisions"] = append(told, q.wiki.revision(q.request, v, q.props))
	return true
}

// history tells the revisions of one page, the newest first, from the time of one on,
// which may be of another page or deleted (facts §13.6).
func (q *revisionsAsked) history(set *pageSet, start int64, from string) error {
	newest, before := "9", int64(unbounded)
	if start != 0 {
		v := q.wiki.anyRevision(start)
		if v == nil {
			return refuse("badid_rvstartid", "No revision was found for parameter \"rvstartid\".")
		}
		newest, before = shortStamp(v.at), v.id
	}
	if at, id, ok := strings.Cut(from, "|"); ok {
		newest = at
		before, _ = strconv.ParseInt(id, 10, 64)
	}
	for _, it := range set.good() {
		if it.page == nil {
			continue
		}
		told := 0
		for _, v := range it.page.byTime() {
			if at := shortStamp(v.at); at > newest || at == newest && v.id > before {
				continue
			}
			if told == q.most || !q.add(it, v) {
				q.request.progress.stop("rvcontinue", fmt.Sprintf("%s|%d", shortStamp(v.at), v.id))
				break
			}
			told++
		}
	}
	return nil
}

// byTime are the revisions of a page, the newest first.
func (p *page) byTime() []*revision {
	revs := slices.Clone(p.revs)
	slices.SortFunc(revs, func(a, b *revision) int {
		return cmp.Or(strings.Compare(shortStamp(b.at), shortStamp(a.at)), cmp.Compare(b.id, a.id))
	})
	return revs
}

// anyRevision is a revision by its number, deleted or not; nil when there is none.
func (w *Wiki) anyRevision(id int64) *revision {
	if v := w.state.revisionOf(id); v != nil {
		return v
	}
	for _, revs := range w.state.deletedContents {
		if i := slices.IndexFunc(revs, func(v *revision) bool { return v.id == id }); i >= 0 {
			return revs[i]
		}
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
