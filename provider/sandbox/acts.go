package sandbox

import (
	"time"

	"wikiform/provider"
)

// Act is a write of somebody's, for tests that ask who did what.
type Act struct {
	Kind      string // "upload", "edit", "move", "delete", "tag"
	Title, To string // with their namespaces; To of a move
	Page      int64  // id; 0 of an edit of a page that is gone
	Rev       int64  // the revision that it made, or tagged; 0: none
	Log       int64  // of a move and a deletion
	Time      time.Time
	SHA1      provider.SHA1 // of an upload
}

// Acts are those of a user, as histories and logs tell them. A redirect that a move leaves
// or takes away is the move's.
func (w *Wiki) Acts(user string) (all []Act, err error) {
	err = w.read(func() error {
		others, created := map[int64]bool{}, map[int64]bool{} // revisions: of other acts, the first of a page
		for i, e := range w.state.log.entries {
			if e.kind == "create" {
				created[e.rev] = true
			} else {
				others[e.rev] = true
			}
			a := Act{Kind: e.kind, Title: w.set.full(e.page), Page: e.pageID, Rev: e.rev, Time: e.at, SHA1: e.sum}
			switch {
			case e.user != user:
				continue
			case e.kind == "move":
				a.To, a.Log = w.set.full(e.other), int64(i+1)
			case e.kind == "tag" && e.tagged != 0:
				a.Rev = e.tagged
			case e.kind == "delete" && e.action == "delete":
				a.Log = int64(i + 1)
			case e.kind != "upload":
				continue
			}
			all = append(all, a)
		}
		edits := func(t title, page int64, revs []*revision) {
			for _, r := range revs {
				if r.user == user && !others[r.id] && (r.parent != 0 || created[r.id]) {
					all = append(all, Act{Kind: "edit", Title: w.set.full(t), Page: page, Rev: r.id, Time: r.at})
				}
			}
		}
		for t, p := range w.state.pages {
			edits(t, p.id, p.revs)
		}
		for t, revs := range w.state.deletedContents {
			edits(t, 0, revs)
		}
		return nil
	})
	return all, err
}
