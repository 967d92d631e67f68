package sandbox

import (
	"cmp"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// made is a revision of a page by one of those who were asked about.
type made struct {
	rank int // of the user: the highest is told first
	page *page
	rev  *revision
}

// place is where a list of revisions is continued.
func (m made) place() string {
	return fmt.Sprintf("actor|%d|%s|%d", m.rank, shortStamp(m.rev.at), m.rev.id)
}

// userContribs is list=usercontribs (facts §13.5): one user after the other, the newest
// revision of each first. What was deleted is not there.
func (w *Wiki) userContribs(r *request) (any, error) {
	props := r.someOf("ucprop", "ids|title|timestamp|comment|size|flags", "ids", "title", "timestamp", "comment", "parsedcomment", "size", "sizediff", "flags", "patrolled", "tags")
	most, after := r.limit("uclimit", 10, 500, 5000), r.str("uccontinue")
	namespaces, start, end := r.multi("ucnamespace"), r.str("ucstart"), r.str("ucend")
	users, err := w.ranked(r)
	if err != nil {
		return nil, err
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	all := list{}
	for rank, user := range slices.Backward(users) {
		if at, found := strings.CutPrefix(after, "actor|"); found && !strings.HasPrefix(at, itoa(rank)+"|") {
			continue
		}
		for rev := range w.state.written.by(user, after) {
			m := made{rank, w.state.byRev[rev.id], rev}
			if namespaces != nil && !slices.Contains(namespaces, itoa(m.page.title.ns)) || !rev.visible(r.actor, hiddenUser) || !within(stamp(rev.at), start, end, true) {
				continue
			}
			if after == m.place() {
				after = ""
			}
			if after != "" {
				continue
			}
			if len(all) == most {
				r.progress.stop("uccontinue", m.place())
				return all, nil
			}
			all = append(all, w.contribution(r.actor, m, props))
		}
	}
	return all, nil
}

// noUser is what no name of a user has, but for one from another wiki.
var noUser = regexp.MustCompile(`[/#<>\[\]|{}]`)

// ranked are those who were asked about, in the order of their numbers.
func (w *Wiki) ranked(r *request) ([]string, error) {
	var users []string
	for _, name := range r.multi("ucuser") {
		if noUser.MatchString(strings.Replace(name, ">", "", 1)) {
			return nil, refuse("baduser", "Invalid value %q for user parameter \"ucuser\".", name)
		}
		users = append(users, w.set.capitalize(2, squeeze(name)))
	}
	if !r.has("ucuser") || len(users) == 0 && r.err() == nil {
		return nil, refuse("paramempty_ucuser", "The parameter \"ucuser\" may not be empty.")
	}
	slices.SortFunc(users, func(a, b string) int { return cmp.Or(cmp.Compare(w.userID(a), w.userID(b)), strings.Compare(a, b)) })
	return slices.Compact(users), nil
}

func (w *Wiki) contribution(a actor, m made, props map[string]bool) obj {
	o := obj{"userid": w.userID(m.rev.user), "user": m.rev.user}
	if props["ids"] {
		o["pageid"], o["revid"], o["parentid"] = m.page.id, m.rev.id, m.rev.parent
	}
	if props["title"] {
		o["ns"], o["title"] = m.page.title.ns, w.set.full(m.page.title)
	}
	if props["timestamp"] {
		o["timestamp"] = stamp(m.rev.at)
	}
	for part, mark := range map[hiding]string{hiddenText: "texthidden", hiddenUser: "userhidden", hiddenComment: "commenthidden"} {
		if m.rev.hidden&part != 0 && (part != hiddenComment || props["comment"]) {
			o[mark] = true
		}
	}
	if props["comment"] && m.rev.visible(a, hiddenComment) {
		o["comment"] = m.rev.comment
	}
	if props["flags"] {
		o["new"], o["minor"], o["top"] = m.rev.parent == 0, m.rev.minor, m.rev == m.page.latest()
	}
	if props["tags"] {
		o["tags"] = w.tagsOf(m.rev.tags, m.rev.added, m.rev.at)
	}
	if props["size"] {
		o["size"] = len(m.rev.text)
	}
	return o
}

// contributors is prop=contributors (facts §13.5): who has written to each page, in the
// order of their numbers, and how many more who have none. The limit is one for all
// pages.
func (w *Wiki) contributors(r *request, set *pageSet) error {
	most := r.limit("pclimit", 10, 500, 5000)
	fromPage, fromUser := place(r.str("pccontinue"))
	if err := r.err(); err != nil {
		return err
	}
	told := 0
	for _, it := range set.good() {
		if it.page == nil || it.page.id < fromPage {
			continue
		}
		users, nameless := w.writers(it.page)
		if nameless > 0 {
			it.out["anoncontributors"] = nameless
		}
		if r.progress.next["pccontinue"] != nil {
			continue // the others have only this
		}
		var all list
		for i, name := range users {
			if it.page.id == fromPage && int64(i) < fromUser {
				continue
			}
			if told == most {
				r.progress.stop("pccontinue", fmt.Sprintf("%d|%d", it.page.id, i))
				break
			}
			told++
			all = append(all, obj{"userid": w.userID(name), "name": name})
		}
		if all != nil {
			it.out["contributors"] = all
		}
	}
	return nil
}

// writers are who has written to a page, and how many more who are no users of this
// wiki: they have an address, or a name from elsewhere.
func (w *Wiki) writers(p *page) (users []string, nameless int) {
	for _, rev := range p.revs {
		if rev.hidden&hiddenUser == 0 && !slices.Contains(users, rev.user) {
			users = append(users, rev.user)
		}
	}
	all := len(users)
	users = slices.DeleteFunc(users, func(name string) bool {
		_, err := netip.ParseAddr(name)
		return err == nil || strings.Contains(name, ">")
	})
	slices.SortFunc(users, func(a, b string) int { return cmp.Or(cmp.Compare(w.userID(a), w.userID(b)), strings.Compare(a, b)) })
	return users, all - len(users)
}
