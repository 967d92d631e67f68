package plan

import (
	"context"
	"maps"
	"slices"

	"wikiform/internal/number"
	"wikiform/provider"
)

// mostUndoneTexts is how much text of the past is kept for a rollback, in bytes.
const mostUndoneTexts = 256 << 20

// askBefore asks for the revisions before those of the receipt, and of pages that the run
// may have made for all of them.
func (u *undo) askBefore(ctx context.Context) error {
	var before []int64
	var made []*undone
	for _, g := range u.pages {
		if g.now == "" || g.against != nil {
			continue
		}
		for _, w := range g.edits {
			before = append(before, u.revs[w.Revision].Parent)
		}
		if page := u.f.Have[g.now].Page; page != nil && u.mayBeMade(g) {
			g.line = []provider.Revision{{ID: page.Rev, Page: page.ID, Parent: page.Parent, TextSHA1: page.TextSHA1, User: page.User, Time: page.Time}}
			made = append(made, g)
		}
	}
	if err := u.readRevisions(ctx, before); err != nil {
		return err
	}
	return u.walkBack(ctx, made)
}

// mayBeMade reports whether a page may be the run's own: a revision of the run is its first,
// or there was no version of the file before.
func (u *undo) mayBeMade(g *undone) bool {
	if slices.ContainsFunc(slices.Concat(g.versions, g.edits), func(w *Written) bool {
		r, shown := u.revs[w.Revision]
		return shown && r.Parent == 0
	}) {
		return true
	}
	_, before, told := u.versionsOf(g)
	return len(g.versions) > 0 && told && before == nil
}

// walkBack walks the revisions of pages from the latest to the first, all together.
func (u *undo) walkBack(ctx context.Context, pages []*undone) error {
	for range trailSteps {
		var open []*undone
		var ids []int64
		for _, g := range pages {
			if next := g.line[len(g.line)-1].Parent; next != 0 && g.broken == "" {
				open, ids = append(open, g), append(ids, next)
			}
		}
		if err := u.readRevisions(ctx, ids); err != nil || len(open) == 0 {
			return err
		}
		for _, g := range open {
			r, shown := u.revs[g.line[len(g.line)-1].Parent]
			if !shown {
				g.broken = "an older revision is not shown"
				continue
			}
			g.line = append(g.line, r)
		}
	}
	for _, g := range pages {
		if g.line[len(g.line)-1].Parent != 0 && g.broken == "" {
			g.broken = "its history goes further back than is looked"
		}
	}
	return nil
}

// versionsOf are those of the run among a file's versions, by their places there, and the
// one before them; told is false where the history does not go back so far.
func (u *undo) versionsOf(g *undone) (ours map[int]bool, before *provider.Version, told bool) {
	h, oldest := u.histories[g.now], -1
	ours = map[int]bool{}
	for _, w := range g.versions {
		i, _ := u.find(g, w)
		ours[i], oldest = true, max(oldest, i)
	}
	switch {
	case oldest < 0:
		return ours, nil, false
	case oldest+1 < len(h.Versions):
		return ours, &h.Versions[oldest+1], true
	}
	return ours, nil, !h.Cut
}

// askTexts asks for the texts that pages are to have again.
func (u *undo) askTexts(ctx context.Context) error {
	var ids []int64
	for _, g := range u.pages {
		if g.text != 0 && g.against == nil {
			ids = append(ids, g.text)
		}
	}
	left := mostUndoneTexts
	for batch := range slices.Chunk(once(ids), historiesAtOnce) {
		if left <= 0 {
			break
		}
		texts, err := u.r.RevisionTexts(ctx, batch)
		if err != nil {
			return err
		}
		for _, text := range texts {
			left -= len(text)
		}
		maps.Copy(u.texts, texts)
	}
	for _, g := range u.pages {
		if _, known := u.texts[g.text]; g.text != 0 && g.against == nil && !known {
			why := "the wiki does not show the text that it had before"
			if left <= 0 {
				why = "more than " + number.Bytes(mostUndoneTexts) + " of texts are not brought back at once"
			}
			g.stop(&Problem{Reason: UndoUnclear, Text: why, Hint: "apply what this plan does, and make a rollback of the same receipt again; or " + byHand})
		}
	}
	return nil
}
