package sandbox

import (
	"fmt"
	"strconv"
)

// oneSource refuses a query that says in two ways which pages it is about.
func oneSource(given map[string]bool) error {
	for _, pair := range [][2]string{{"revids", "titles"}, {"revids", "pageids"}, {"pageids", "titles"}} {
		if given[pair[0]] && given[pair[1]] {
			return refuse("multisource", "The %q parameter cannot be used with %q.", pair[0], pair[1])
		}
	}
	return nil
}

// addRevisions adds the pages of revisions, of each page those that were asked
// for in the order of their numbers (facts §13.6).
func (set *pageSet) addRevisions(w *Wiki, numbers []string, add func(title)) error {
	asked := map[int64]bool{}
	ids, err := integers("revids", numbers)
	if err != nil {
		return err
	}
	for _, n := range ids {
		asked[n] = true
		if p := w.state.byRev[n]; p != nil {
			add(p.title)
			continue
		}
		if set.bad == nil {
			set.bad = obj{}
		}
		set.bad[fmt.Sprint(n)] = obj{"revid": n, "missing": true}
	}
	if numbers == nil {
		return nil
	}
	set.revs = map[*page][]*revision{}
	for _, it := range set.items {
		for _, rev := range it.page.revs {
			if asked[rev.id] {
				set.revs[it.page] = append(set.revs[it.page], rev)
			}
		}
	}
	return nil
}

// numbers are the values of a parameter that takes several integers.
func (r *request) numbers(name string) ([]int64, error) { return integers(name, r.multi(name)) }

func integers(name string, values []string) ([]int64, error) {
	var ns []int64
	for _, text := range values {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, refuse("badinteger", "Invalid value %q for integer parameter %q.", text, name)
		}
		ns = append(ns, n)
	}
	return ns, nil
}
