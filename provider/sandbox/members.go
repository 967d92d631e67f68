package sandbox

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// categoryMembers is generator=categorymembers: the pages in a category, kind by kind and
// in the order of their names (facts §13.8).
func (w *Wiki) categoryMembers(r *request, _ *pageSet) ([]title, error) {
	t, bad := w.set.parseTitle(r.str("gcmtitle"))
	if bad != nil || t.ns != categoryNS {
		return nil, refuse("invalidcategory", "The category name you entered is not valid.")
	}
	kinds := r.someOf("gcmtype", "page|subcat|file", "page", "subcat", "file")
	most := r.limit("gcmlimit", 10, 500, 5000)
	all := slices.DeleteFunc(slices.Clone(w.membersOf(t)), func(m title) bool { return !kinds[m.kind()] })
	return r.pageOf(all, "gcmcontinue", most, func(m title) string {
		return fmt.Sprintf("%s|%s|%d", m.kind(), hex.EncodeToString([]byte(strings.ToUpper(m.text))), w.state.pages[m].id)
	}), nil
}

// kind is what a page is in a category.
func (t title) kind() string {
	switch t.ns {
	case fileNS:
		return "file"
	case categoryNS:
		return "subcat"
	}
	return "page"
}

// membersOf are the pages in a category.
func (w *Wiki) membersOf(category title) []title {
	l := w.linked()
	if l.members == nil {
		l.members = w.findMembers()
	}
	return l.members[category]
}

// findMembers are the pages in all categories.
func (w *Wiki) findMembers() map[title][]title {
	members := map[title][]title{}
	for t, p := range w.state.pages {
		in := map[title]bool{}
		w.addCategories(in, p.latest().text, map[title]bool{})
		for category := range in {
			members[category] = append(members[category], t)
		}
	}
	for _, of := range members {
		slices.SortFunc(of, func(a, b title) int {
			return cmp.Or(strings.Compare(a.kind(), b.kind()), strings.Compare(strings.ToUpper(a.text), strings.ToUpper(b.text)),
				strings.Compare(a.text, b.text), cmp.Compare(a.ns, b.ns))
		})
	}
	return members
}

// categoryInfo is prop=categoryinfo: how many pages are in a category, which need have no
// page itself.
func (w *Wiki) categoryInfo(r *request, set *pageSet) error {
	for _, it := range set.good() {
		if it.title.ns != categoryNS {
			continue
		}
		members := w.membersOf(it.title)
		count := map[string]int{}
		for _, m := range members {
			count[m.kind()]++
		}
		if len(members) > 0 || it.page != nil {
			it.out["categoryinfo"] = obj{"size": len(members), "pages": count["page"], "files": count["file"], "subcats": count["subcat"], "hidden": false}
		}
	}
	return nil
}
