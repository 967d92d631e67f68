package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// allRevisions is list=allrevisions (facts §13.7): the revisions of all pages by their
// times, those of one page together within an answer. What was deleted is not there, and
// what came back is there with its old time.
func (w *Wiki) allRevisions(r *request) (any, error) {
	props := r.someOf("arvprop", "ids|timestamp|flags|comment|user", "ids", "timestamp", "flags", "comment", "parsedcomment", "user",
		"userid", "size", "sha1", "contentmodel", "content", "tags", "roles", "slotsha1", "slotsize")
	r.someOf("arvslots", "", "main")
	most := r.limit("arvlimit", 10, 500, 5000)
	if props["content"] {
		most = min(most, 50)
	}
	newer := r.oneOf("arvdir", "older", "newer") == "newer"
	namespaces, user, start, end := r.multi("arvnamespace"), r.str("arvuser"), r.str("arvstart"), r.str("arvend")
	_, after := place(r.str("arvcontinue"))
	from, _, _ := strings.Cut(r.str("arvcontinue"), "|")
	if err := r.err(); err != nil {
		return nil, err
	}
	var found []made
	for _, p := range w.state.byID {
		if namespaces != nil && !slices.Contains(namespaces, itoa(p.title.ns)) {
			continue
		}
		for _, v := range p.revs {
			if user != "" && (v.user != user || !v.visible(r.actor, hiddenUser)) || !within(stamp(v.at), start, end, !newer) {
				continue
			}
			at := cmp.Or(strings.Compare(shortStamp(v.at), from), cmp.Compare(v.id, after))
			if from == "" || at == 0 || (at > 0) == newer {
				found = append(found, made{page: p, rev: v})
			}
		}
	}
	slices.SortFunc(found, func(a, b made) int {
		if !newer {
			a, b = b, a
		}
		return cmp.Or(strings.Compare(shortStamp(a.rev.at), shortStamp(b.rev.at)), cmp.Compare(a.rev.id, b.rev.id))
	})
	all, at := list{}, map[*page]obj{}
	for i, m := range found {
		if i == most {
			r.progress.stop("arvcontinue", fmt.Sprintf("%s|%d", shortStamp(m.rev.at), m.rev.id))
			break
		}
		o := at[m.page]
		if o == nil {
			o = obj{"pageid": m.page.id, "ns": m.page.title.ns, "title": w.set.full(m.page.title), "revisions": list{}}
			at[m.page], all = o, append(all, o)
		}
		o["revisions"] = append(o["revisions"].(list), w.revision(r, m.rev, props))
	}
	return all, nil
}
