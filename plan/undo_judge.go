package plan

import (
	"context"
	"slices"
	"time"
)

// judge finds what becomes of each page: what it is to have again, or why it stays.
func (u *undo) judge(ctx context.Context) error {
	var written []*undone
	for _, g := range u.pages {
		if g.now == "" || g.against != nil {
			continue
		}
		if p := u.strayed(g); p != nil {
			g.stop(p)
			continue
		}
		if len(g.line) > 0 {
			u.judgeMade(g)
		}
		if g.made || g.against != nil {
			continue
		}
		u.judgeContent(g)
		if u.judgeText(g) {
			written = append(written, g)
		}
	}
	if err := u.nameWriters(ctx, written); err != nil {
		return err
	}
	for _, g := range u.pages {
		u.judgeTitle(g)
	}
	return nil
}

// strayed is why a page is left that is neither where the run left it nor where it was
// before, or that was somewhere else in between: somebody has decided where it belongs.
func (u *undo) strayed(g *undone) *Problem {
	m, found := u.movedSince(g)
	who := "it is under " + g.now.Page() + " now"
	if found {
		who = orHidden(m.User) + " moved it" + at(m.Time)
	}
	switch {
	case g.now == g.before, g.now == g.last && (len(g.moves) == 0 || !found):
		return nil
	case g.now == g.last:
		who = orHidden(m.User) + " moved it away" + at(m.Time)
		return changed(g.last, who, "the file was not under "+g.last.Page()+" all the time: "+who+", and it came back")
	}
	return changed(g.last, who, "the file is not under "+g.last.Page()+" any more: "+who)
}

// judgeMade finds whether the run made the page. Then it is deleted, as long as nobody else
// has done anything to it: their work is in it.
func (u *undo) judgeMade(g *undone) {
	page, file := g.now.Page(), u.f.Have[g.now]
	if g.broken != "" {
		g.stop(u.unclear(g.now, "whether the run made %s is not known: %s", page, g.broken))
		return
	}
	ours, before, told := u.versionsOf(g)
	root := g.line[len(g.line)-1]
	named := map[int64]bool{}
	for _, w := range slices.Concat(g.versions, g.edits) {
		named[w.Revision] = true
	}
	for _, m := range g.moves {
		named[m.Revision] = true
	}
	untold := slices.ContainsFunc(g.versions, func(w *Written) bool { return w.Revision == 0 })
	switch first := u.firstOf(g); {
	case named[root.ID], untold && told && before == nil && u.f.mine(root.User) && near(root.Time, first):
		g.made = true
	case len(g.versions) > 0:
		g.stop(u.unclear(g.now, "the page of %s is older than all versions of its file: the file came to a page that was there, or an older version was deleted since", page))
		return
	default:
		return
	}
	if len(g.versions) == 0 && file.Version != nil || len(g.versions) > 0 && before != nil {
		v := file.Version
		if before != nil {
			v = before
		}
		who := by("uploaded", v.User, v.Time)
		g.made = false
		g.stop(changed(g.now, who, page+" has a version "+who+", and the wiki does not delete its page without it"))
		return
	}
	for i, v := range u.histories[g.now].Versions {
		if !ours[i] && len(g.versions) > 0 {
			who := by("uploaded", v.User, v.Time)
			g.stop(changed(g.now, who, page+", which the run made, has a version "+who))
			return
		}
	}
	for i, r := range g.line {
		text := i+1 < len(g.line) && r.TextSHA1 != g.line[i+1].TextSHA1
		if !u.f.mine(r.User) || text && !named[r.ID] {
			who := by("saved", r.User, r.Time)
			g.stop(changed(g.now, who, page+", which the run made, has a revision "+who))
			return
		}
	}
}

// firstOf is when the run made the first version of a file.
func (u *undo) firstOf(g *undone) (first time.Time) {
	for _, w := range g.versions {
		if i, _ := u.find(g, w); i >= 0 && (first.IsZero() || u.histories[g.now].Versions[i].Time.Before(first)) {
			first = u.histories[g.now].Versions[i].Time
		}
	}
	return first
}

// judgeContent finds which version is to be the current one again.
func (u *undo) judgeContent(g *undone) {
	if len(g.versions) == 0 {
		return
	}
	h := u.histories[g.now].Versions
	ours, before, told := u.versionsOf(g)
	switch {
	case !told:
		g.stop(u.unclear(g.now, "%s has had more versions than are looked at", g.now.Page()))
		return
	case before == nil: // a file without a page, or one whose first revision is gone
		g.stop(u.unclear(g.now, "what %s was before its file is not known", g.now.Page()))
		return
	case !before.SHA1.Known():
		g.stop(u.unclear(g.now, "the version before is hidden"))
		return
	case h[0].SHA1 == before.SHA1:
		return
	}
	for i := range h {
		if h[i] == *before {
			break
		}
		if !ours[i] {
			who := by("uploaded", h[i].User, h[i].Time)
			g.stop(changed(g.now, who, g.now.Page()+" has a version "+who))
			return
		}
	}
	g.version = before
}

// judgeText finds which text the page is to have again. It reports whether the page has
// another one than the run left.
func (u *undo) judgeText(g *undone) (other bool) {
	if len(g.edits) == 0 {
		return false
	}
	slices.SortStableFunc(g.edits, func(a, b *Written) int { return int(min(max(a.Revision-b.Revision, -1), 1)) })
	page := u.f.Have[g.now].Page
	if page == nil {
		g.stop(u.unclear(g.now, "%s has no page any more", g.now.Page()))
		return false
	}
	first, last := u.revs[g.edits[0].Revision], u.revs[g.edits[len(g.edits)-1].Revision]
	before, shown := u.revs[first.Parent]
	switch {
	case !shown || !before.TextSHA1.Known():
		g.stop(u.unclear(g.now, "the wiki does not show the text that %s had before", g.now.Page()))
		return false
	case page.TextSHA1 == before.TextSHA1:
		return false
	case page.TextSHA1 != last.TextSHA1:
		return true
	}
	for i, w := range g.edits[1:] {
		under := u.revs[u.revs[w.Revision].Parent]
		if under.TextSHA1 != u.revs[g.edits[i].Revision].TextSHA1 {
			who := by("saved", under.User, under.Time)
			g.stop(changed(g.now, who, g.now.Page()+" had a text "+who+", between two of the run"))
			return false
		}
	}
	g.text = before.ID
	return false
}

// nameWriters says who wrote what pages say now.
func (u *undo) nameWriters(ctx context.Context, pages []*undone) error {
	var trails []*trail
	for _, g := range pages {
		trails = append(trails, newTrail(g.now, *u.f.Have[g.now].Page))
	}
	if err := walk(ctx, u.r, trails); err != nil {
		return err
	}
	for i, t := range trails {
		g, a := pages[i], t.author()
		who := by("saved", a.User, a.Time)
		if a.Unknown != "" {
			who = "of somebody who is not known: " + a.Unknown
		}
		g.stop(changed(g.now, who, g.now.Page()+" has a text "+who))
	}
	return nil
}

// judgeTitle looks at what is now where a file is moved back to.
func (u *undo) judgeTitle(g *undone) {
	if !g.returns() {
		return
	}
	have := u.f.Have[g.before]
	switch page := have.Page; {
	case have.Version == nil && page == nil:
		return
	case page != nil && u.of(page.ID) != nil: // what the run did to that one is taken back, too
	case have.Version != nil:
		who := by("uploaded", have.Version.User, have.Version.Time)
		g.stop(changed(g.now, who, g.before.Page()+", from where it was moved, has a file "+who))
	case have.Redirect && page.Parent == 0 && u.f.mine(page.User): // that the move left
	default:
		who := by("saved", page.User, page.Time)
		g.stop(changed(g.now, who, g.before.Page()+", from where it was moved, has a page "+who))
	}
}

// returns reports whether a page is to be moved back.
func (g *undone) returns() bool {
	return len(g.moves) > 0 && g.now != "" && g.now == g.last && g.before != g.now && !g.made
}
