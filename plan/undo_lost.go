package plan

import (
	"slices"

	"wikiform/provider"
)

// verifyLost tells what became of a page that is under none of the titles that the run knew.
// What the run made and nobody has any more is as it was before.
func (u *undo) verifyLost(g *undone) error {
	if m, found := u.movedSince(g); found {
		who := orHidden(m.User) + " moved it" + at(m.Time)
		g.stop(changed(g.last, who, "the file is not under "+g.last.Page()+" any more: "+who))
		return nil
	}
	log, rows := u.deletions[g.last], u.rows[g.last]
	if g.made = u.madeLost(g, rows); g.made {
		g.back = true
		return nil
	}
	for _, d := range log.Deletions {
		if g.id == 0 || d.Page == 0 || d.Page == g.id {
			who := by("deleted", d.User, d.Time)
			g.stop(changed(g.last, who, g.last.Page()+" is a page "+who))
			return nil
		}
	}
	if g.first.unseen() {
		g.stop(u.unclear(g.last, "the wiki does not show %s, of which the run had only its answer", g.first))
		return nil
	}
	return g.first.refuse("the wiki has no such page, neither moved nor deleted%s", asFar(log.Cut))
}

// movedSince is the last move of a page away from where the run left it.
func (u *undo) movedSince(g *undone) (provider.LoggedMove, bool) {
	after := int64(0)
	if n := len(g.moves); n > 0 {
		after = g.moves[n-1].entry.ID
	}
	log := u.moves[g.last].Moves
	i := slices.IndexFunc(log, func(m provider.LoggedMove) bool { return g.id != 0 && m.Page == g.id && m.ID > after })
	if i < 0 {
		return provider.LoggedMove{}, false
	}
	return log[i], true
}

// madeLost reports whether the run made a page that is gone: among what was deleted is a
// write of the receipt that was the page's first revision.
func (u *undo) madeLost(g *undone, rows provider.Deleted) bool {
	return slices.ContainsFunc(slices.Concat(g.versions, g.edits), func(w *Written) bool {
		return slices.ContainsFunc(rows.Revisions, func(r provider.Revision) bool {
			first := r.Parent == 0 && u.f.mine(r.User)
			return first && (r.ID == w.Revision || w.Revision == 0 && w.Kind == provider.WroteVersion && near(r.Time, w.Time))
		})
	})
}
