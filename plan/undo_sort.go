package plan

import (
	"cmp"
	"context"
	"slices"

	"wikiform/provider"
)

// sort puts the writes to those pages that they were of.
func (u *undo) sort(context.Context) error {
	type key struct {
		id int64
		t  provider.Title
	}
	by := map[key]*undone{}
	for i := range u.ws {
		w := &u.ws[i]
		switch w.Kind {
		case provider.WroteTags: // only somebody's revision is told from ours
			if r, shown := u.revs[w.Revision]; shown && (w.Page != 0 && r.Page != w.Page || r.User != "" && !u.f.mine(r.User)) {
				return w.refuse("the wiki has its revision %d, which is not ours", w.Revision)
			}
			u.f.Rollback.tags++
			continue
		case provider.WroteDeletion, provider.WroteRestore:
			u.removals = append(u.removals, &removal{Written: w})
			continue
		}
		k, err := u.pageOf(w)
		if err != nil {
			return err
		}
		at := key{id: k}
		if k == 0 {
			at.t = w.Title
		}
		g := by[at]
		if g == nil {
			g = &undone{id: k, first: w}
			by[at], u.pages = g, append(u.pages, g)
		}
		switch w.Kind {
		case provider.WroteText:
			g.edits = append(g.edits, w)
		case provider.WroteTitle:
			m, _ := u.entryOf(w)
			g.moves = append(g.moves, moved{w, m})
		case provider.WroteVersion, provider.WroteRevert:
			g.versions = append(g.versions, w)
		default:
			return w.refuse("this wikiform does not know what that is")
		}
	}
	u.byID = make(map[int64]*undone, len(u.pages))
	for _, g := range u.pages {
		if g.id != 0 {
			u.byID[g.id] = g
		}
		if err := u.place(g); err != nil {
			return err
		}
	}
	return nil
}

// of is what the run did to a page, nil for nothing.
func (u *undo) of(id int64) *undone { return u.byID[id] }

// pageOf is the id of the page that a write was of, 0 where nothing tells it.
func (u *undo) pageOf(w *Written) (int64, error) {
	id := w.Page
	if r, shown := u.revs[w.Revision]; shown && w.Revision != 0 {
		switch other := id != 0 && r.Page != id; {
		case other && (u.at[id] != "" || !u.isOurs(w, r)):
			return 0, w.refuse("on the wiki its revision %d is of another page", w.Revision)
		case other: // since somebody deleted the page, and brought it back into another one
			return id, nil
		}
		id = r.Page
	}
	if w.Kind == provider.WroteTitle {
		m, err := u.entryOf(w)
		if err != nil {
			return 0, err
		}
		if id != 0 && m.Page != 0 && m.Page != id {
			return 0, w.refuse("the wiki's log has the move of another page")
		}
		id = cmp.Or(id, m.Page)
	}
	if page := u.f.Have[w.Title].Page; id == 0 && page != nil {
		id = page.ID
	}
	return id, nil
}

// isOurs reports whether a revision is the one of ours that the receipt speaks of.
func (u *undo) isOurs(w *Written, r provider.Revision) bool {
	return u.f.mine(r.User) && (w.Time.IsZero() || near(r.Time, w.Time))
}

// place finds where a page was, and where it is.
func (u *undo) place(g *undone) error {
	slices.SortStableFunc(g.moves, func(a, b moved) int { return cmp.Compare(a.entry.ID, b.entry.ID) })
	titles := map[provider.Title]bool{}
	for i, m := range g.moves {
		titles[m.From], titles[m.Title] = true, true
		if i > 0 && g.moves[i-1].Title != m.From {
			g.stop(u.unclear(m.Title, "between %s and %s somebody else has moved it", g.moves[i-1].Written, m.Written))
		}
	}
	g.before, g.last = g.first.Title, g.first.Title
	if n := len(g.moves); n > 0 {
		g.before, g.last = g.moves[0].From, g.moves[n-1].Title
	}
	for _, w := range slices.Concat(g.versions, g.edits) {
		if w.Title != g.last && !titles[w.Title] {
			return w.refuse("the wiki has that page under %s", cmp.Or(u.at[g.id], g.last).Page())
		}
	}
	switch {
	case g.id != 0:
		g.now = u.at[g.id]
	case u.f.Have[g.last].Version != nil && u.f.Have[g.last].Page == nil: // a file without a page
		g.now = g.last
	}
	return nil
}
