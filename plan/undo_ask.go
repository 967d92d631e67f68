package plan

import (
	"context"
	"maps"
	"slices"

	"wikiform/provider"
)

// How far a log is read for a receipt: titles of which a log that was read for all was not
// told to its end are asked about again, so many at a time, which is one by one.
const (
	againAtOnce = 50
	mostAgain   = 500
)

// askTitles asks what there is under all titles of the receipt.
func (u *undo) askTitles(ctx context.Context) error {
	var ts []provider.Title
	for i := range u.ws {
		w := &u.ws[i]
		if ts = append(ts, w.Title); w.Kind == provider.WroteTitle {
			ts = append(ts, w.From)
		}
	}
	ts = once(ts)
	if err := u.f.ask(ctx, u.r, ts); err != nil {
		return err
	}
	for i := range u.ws {
		w := &u.ws[i]
		for _, t := range []provider.Title{w.Title, w.From} {
			if have := u.f.Have[t]; t != "" && (have.Invalid != "" || have.Title != t) {
				return w.refuse("the wiki has no such title: it would store %q", have.Title)
			}
		}
	}
	for _, t := range ts {
		if page := u.f.Have[t].Page; page != nil && page.ID != 0 {
			u.at[page.ID] = t
		}
	}
	return nil
}

// askRevisions asks for the revisions that the receipt names.
func (u *undo) askRevisions(ctx context.Context) error {
	var ids []int64
	for i := range u.ws {
		switch u.ws[i].Kind {
		case provider.WroteText, provider.WroteVersion, provider.WroteRevert, provider.WroteTitle, provider.WroteTags:
			ids = append(ids, u.ws[i].Revision)
		}
	}
	return u.readRevisions(ctx, ids)
}

// readRevisions asks for revisions that were not asked for yet. One that the wiki does not
// show stays unknown.
func (u *undo) readRevisions(ctx context.Context, ids []int64) error {
	ids = slices.DeleteFunc(once(ids), func(id int64) bool { _, known := u.revs[id]; return known || id == 0 })
	for batch := range slices.Chunk(ids, revisionsAtOnce) {
		revisions, err := u.r.Revisions(ctx, batch)
		if err != nil {
			return err
		}
		maps.Copy(u.revs, revisions)
	}
	return nil
}

// askLogs asks for the moves and the deletions of the receipt.
func (u *undo) askLogs(ctx context.Context) error {
	var from, gone []provider.Title
	for i := range u.ws {
		switch w := &u.ws[i]; w.Kind {
		case provider.WroteTitle:
			from = append(from, w.From)
		case provider.WroteDeletion, provider.WroteRestore:
			gone = append(gone, w.Title)
		}
	}
	if err := u.readMoves(ctx, from); err != nil {
		return err
	}
	return u.readDeletions(ctx, gone)
}

func (u *undo) readMoves(ctx context.Context, ts []provider.Title) error {
	return readLogs(ctx, u.r.Moves, ts, u.moves, func(l provider.MoveLog) bool { return l.Cut })
}

func (u *undo) readDeletions(ctx context.Context, ts []provider.Title) error {
	return readLogs(ctx, u.r.Deletions, ts, u.deletions, func(l provider.DeletionLog) bool { return l.Cut })
}

// readLogs asks what a log tells of titles, as far as that was not asked. Of many titles
// together a wiki may not tell all.
func readLogs[L any](ctx context.Context, about func(context.Context, []provider.Title) (map[provider.Title]L, error), ts []provider.Title, into map[provider.Title]L, cut func(L) bool) error {
	ts = slices.DeleteFunc(once(ts), func(t provider.Title) bool { _, known := into[t]; return known })
	logs, err := ask(ctx, about, ts)
	if err != nil {
		return err
	}
	var again []provider.Title
	for _, t := range ts {
		if into[t] = logs[t]; cut(logs[t]) && len(ts) > againAtOnce && len(again) < mostAgain {
			again = append(again, t)
		}
	}
	for batch := range slices.Chunk(again, againAtOnce) {
		logs, err := about(ctx, batch)
		if err != nil {
			return err
		}
		maps.Copy(into, logs)
	}
	return nil
}

// askPassing looks for files that an earlier rollback has left under the titles through
// which they pass: from there they go on.
func (u *undo) askPassing(ctx context.Context) error {
	var away []provider.Title
	for _, g := range u.pages {
		if g.away() {
			away = append(away, g.last)
		}
	}
	if err := u.readMoves(ctx, away); err != nil {
		return err
	}
	at := map[*undone]provider.Title{}
	var ts []provider.Title
	for _, g := range u.pages {
		if !g.away() {
			continue
		}
		m, found := u.movedSince(g)
		if found && isPassing(m.To) && u.f.mine(m.User) && (u.f.Mark == "" || u.f.marked(m.Reason)) {
			at[g], ts = m.To, append(ts, m.To)
		}
	}
	if err := u.f.ask(ctx, u.r, ts); err != nil {
		return err
	}
	for g, t := range at {
		if page := u.f.Have[t].Page; page != nil && page.ID == g.id {
			u.at[g.id], g.last, g.now, g.passing = t, t, t, true
		}
	}
	return nil
}

// away reports whether a file that the run moved is neither where that left it nor where it
// was before.
func (g *undone) away() bool {
	return len(g.moves) > 0 && g.id != 0 && g.now != g.last && g.now != g.before
}
