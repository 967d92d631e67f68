package sandbox

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// contribution is a revision as one of its author's.
type contribution struct {
	*revision
	page *page
}

// userContribs is list=usercontribs: what accounts have written to pages that are
// there, the newest first, all of one account before those of the next (facts §13.5).
func (w *Wiki) userContribs(r *request) (any, error) {
	props := r.someOf("ucprop", "ids|title|timestamp|comment|size|flags", "ids", "title", "timestamp", "comment", "parsedcomment", "size",
		"sizediff", "flags", "patrolled", "tags")
	most := r.limit("uclimit", 10, 500, 5000)
	newer := r.oneOf("ucdir", "older", "newer") == "newer"
	tag, start, end, after := r.str("uctag"), r.str("ucstart"), r.str("ucend"), r.str("uccontinue")
	spaces, err := r.numbers("ucnamespace")
	switch users := r.multi("ucuser"); {
	case err != nil:
		return nil, err
	case !r.has("ucuser"):
		return nil, refuse("missingparam", "One of the parameters \"ucuserprefix\", \"ucuserids\", \"uciprange\" and \"ucuser\" is required.")
	case len(users) == 0:
		return nil, refuse("paramempty_ucuser", "The parameter \"ucuser\" may not be empty.")
	default:
		all := list{}
		for _, c := range w.contributions(users, newer) {
			tags := w.tagsOf(c.tags, c.added, c.at)
			if tag != "" && !slices.Contains(tags, tag) || spaces != nil && !slices.Contains(spaces, int64(c.page.title.ns)) || !within(stamp(c.at), start, end, !newer) {
				continue
			}
			if here := w.contribPlace(c, len(users) > 1); after != "" {
				if here != after {
					continue
				}
				after = ""
			} else if len(all) == most {
				r.progress.stop("uccontinue", here)
				break
			}
			all = append(all, w.contribution(c, props, tags))
		}
		return all, r.err()
	}
}

// contributions are those of some users, in the order of the answer.
func (w *Wiki) contributions(users []string, newer bool) []contribution {
	for i, user := range users {
		first, n := utf8.DecodeRuneInString(user)
		users[i] = strings.ReplaceAll(string(unicode.ToUpper(first))+user[n:], "_", " ")
	}
	var all []contribution
	for _, p := range w.state.pages {
		for _, rev := range p.revs {
			if slices.Contains(users, rev.user) {
				all = append(all, contribution{rev, p})
			}
		}
	}
	slices.SortFunc(all, func(a, b contribution) int {
		order := cmp.Or(cmp.Compare(w.userID(b.user), w.userID(a.user)), strings.Compare(b.user, a.user), b.at.Compare(a.at), cmp.Compare(b.id, a.id))
		if newer {
			return -order
		}
		return order
	})
	return all
}

// contribPlace is where a query goes on.
func (w *Wiki) contribPlace(c contribution, several bool) string {
	here := c.at.UTC().Format("20060102150405") + "|" + strconv.FormatInt(c.id, 10)
	if several {
		return "actor|" + itoa(w.userID(c.user)) + "|" + here
	}
	return here
}

func (w *Wiki) contribution(c contribution, props map[string]bool, tags []string) obj {
	o := obj{"userid": w.userID(c.user), "user": c.user}
	put := func(prop string, values obj) {
		if props[prop] {
			for key, value := range values {
				o[key] = value
			}
		}
	}
	put("ids", obj{"pageid": c.page.id, "revid": c.id, "parentid": c.parent})
	put("title", obj{"ns": c.page.title.ns, "title": w.set.full(c.page.title)})
	put("timestamp", obj{"timestamp": stamp(c.at)})
	put("comment", obj{"comment": c.comment})
	put("parsedcomment", obj{"parsedcomment": c.comment})
	put("size", obj{"size": len(c.text)})
	put("flags", obj{"new": c.parent == 0, "minor": c.minor, "top": c.page.latest() == c.revision})
	put("tags", obj{"tags": tags})
	return o
}
