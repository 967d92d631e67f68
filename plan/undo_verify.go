package plan

import (
	"context"
	"slices"
	"time"

	"wikiform/provider"
)

// logLate is by how much the log of a wiki may tell another time of a move than the
// revision that the move leaves: both are told in whole seconds, and are made one after the
// other.
const logLate = 10 * time.Second

// entryOf is the entry of a move in the wiki's log: of those that fit what the receipt says
// the one of ours whose time is nearest. Where there is none of ours, the last one: whose it
// is, is looked at later.
func (u *undo) entryOf(w *Written) (provider.LoggedMove, error) {
	log := u.moves[w.From]
	best := -1
	for i, m := range log.Moves {
		switch fits := m.To == w.Title && (w.Page == 0 || m.Page == 0 || m.Page == w.Page) && (w.Time.IsZero() || near(m.Time, w.Time)); {
		case !fits:
		case best < 0, u.f.mine(m.User) && !u.f.mine(log.Moves[best].User),
			u.f.mine(m.User) && !w.Time.IsZero() && m.Time.Sub(w.Time).Abs() < log.Moves[best].Time.Sub(w.Time).Abs():
			best = i
		}
	}
	if best >= 0 {
		return log.Moves[best], nil
	}
	return provider.LoggedMove{}, w.refuse("the wiki's move log shows no such move%s", asFar(log.Cut))
}

func near(a, b time.Time) bool { return a.Sub(b).Abs() <= logLate }

func asFar(cut bool) string {
	if cut {
		return ", as far as it is read"
	}
	return ""
}

// askVersions asks for the versions of files.
func (u *undo) askVersions(ctx context.Context) error {
	var ts []provider.Title
	for _, g := range u.pages {
		if len(g.versions) > 0 && g.now != "" {
			ts = append(ts, g.now)
		}
	}
	for batch := range slices.Chunk(once(ts), historiesAtOnce) {
		histories, err := u.r.Histories(ctx, batch)
		if err != nil {
			return err
		}
		for _, t := range batch {
			u.histories[t] = histories[t]
		}
	}
	return nil
}

// askLost asks what became of what is not where the run left it.
func (u *undo) askLost(ctx context.Context) error {
	var gone, away []provider.Title
	for _, g := range u.pages {
		switch {
		case g.now == "":
			gone, away = append(gone, g.last), append(away, g.last)
		case g.now != g.before && len(g.moves) > 0: // also where it is there: it may have come back
			away = append(away, g.last)
			if u.lacks(g) {
				gone = append(gone, g.now)
			}
		case u.lacks(g):
			gone = append(gone, g.now)
		}
	}
	if err := u.readMoves(ctx, away); err != nil {
		return err
	}
	if err := u.readDeletions(ctx, gone); err != nil {
		return err
	}
	rows, err := ask(ctx, u.r.DeletedRevisions, once(gone))
	if err != nil {
		return err
	}
	for t, d := range rows {
		u.rows[t] = d
	}
	return nil
}

// lacks reports whether the wiki does not show all that the receipt says of a page.
func (u *undo) lacks(g *undone) bool {
	for _, w := range g.versions {
		if i, _ := u.find(g, w); i < 0 && !u.histories[g.now].Cut {
			return true
		}
	}
	return slices.ContainsFunc(slices.Concat(g.versions, g.edits), func(w *Written) bool {
		_, shown := u.revs[w.Revision]
		return w.Revision != 0 && !shown
	})
}

// find is the version of a file's history that a write made, -1 for none. Where the receipt
// does not tell its time there may be several.
func (u *undo) find(g *undone, w *Written) (at int, several bool) {
	at = -1
	for i, v := range u.histories[g.now].Versions {
		switch same := v.SHA1 == w.SHA1; {
		case w.Time.IsZero() && (!same || !u.f.mine(v.User)), !w.Time.IsZero() && !v.Time.Equal(w.Time):
		case at < 0 || same && u.histories[g.now].Versions[at].SHA1 != w.SHA1: // two can be of one second
			at = i
		case same:
			return at, true
		}
	}
	return at, false
}

// verify holds each write against what the wiki shows of it.
func (u *undo) verify(context.Context) error {
	for _, g := range u.pages {
		if err := u.verifyMoves(g); err != nil {
			return err
		}
		if g.now == "" {
			if err := u.verifyLost(g); err != nil {
				return err
			}
			continue
		}
		for _, w := range g.versions {
			if err := u.verifyVersion(g, w); err != nil {
				return err
			}
		}
		for _, w := range g.edits {
			if err := u.verifyText(g, w); err != nil {
				return err
			}
		}
	}
	return u.verifyDeletions()
}

func (u *undo) verifyMoves(g *undone) error {
	for _, m := range g.moves {
		p, err := u.owned(m.Written, m.entry.User, m.entry.Reason, m.entry.Reason == "")
		if err != nil {
			return err
		}
		g.stop(p)
		r, shown := u.revs[m.Revision]
		switch {
		case m.Revision == 0 || !shown && g.now == "":
		case !shown:
			g.stop(u.unclear(g.last, "the wiki does not show the revision %d that %s left", m.Revision, m.Written))
		case r.User != "" && !u.f.mine(r.User):
			return m.refuse("the wiki shows that %s made its revision %d, who is none of us", r.User, m.Revision)
		case !m.Time.IsZero() && !r.Time.Equal(m.Time):
			return m.refuse("the wiki has its revision %d of %s", m.Revision, stamp(r.Time))
		}
	}
	return nil
}

func (u *undo) verifyVersion(g *undone, w *Written) error {
	h := u.histories[g.now]
	i, several := u.find(g, w)
	switch {
	case several:
		return w.refuse("the wiki has several versions of ours with that content: the receipt does not tell which")
	case i < 0 && h.Cut:
		g.stop(u.unclear(g.now, "%s has had more versions than are looked at", g.now.Page()))
		return nil
	case i < 0:
		return u.verifyGone(g, w, "such version")
	}
	v := h.Versions[i]
	switch {
	case !v.SHA1.Known():
		g.stop(u.unclear(g.now, "%s is hidden", w))
		return nil
	case v.SHA1 != w.SHA1:
		return w.refuse("the wiki has one of that time with sha1 %s", v.SHA1.Short())
	}
	p, err := u.owned(w, v.User, v.Comment, v.Hidden)
	g.stop(p)
	if err != nil || w.Revision == 0 {
		return err
	}
	switch r, shown := u.revs[w.Revision]; {
	case !shown:
		return u.verifyGone(g, w, "revision of it")
	case r.User != "" && !u.f.mine(r.User):
		return w.refuse("the wiki shows that %s made its revision %d, who is none of us", r.User, w.Revision)
	}
	return nil
}

func (u *undo) verifyText(g *undone, w *Written) error {
	r, shown := u.revs[w.Revision]
	switch {
	case !shown:
		return u.verifyGone(g, w, "such revision")
	case !w.Time.IsZero() && !r.Time.Equal(w.Time):
		return w.refuse("the wiki has that revision of %s", stamp(r.Time))
	case !r.TextSHA1.Known():
		g.stop(u.unclear(g.now, "the text of %s is hidden", w))
	}
	p, err := u.owned(w, r.User, r.Comment, r.Hidden)
	g.stop(p)
	return err
}

// verifyGone is for what a page that is there does not show: it was deleted alone, or not
// all of the page came back.
func (u *undo) verifyGone(g *undone, w *Written, what string) error {
	log := u.deletions[g.now]
	i := slices.IndexFunc(log.Deletions, func(d provider.Deletion) bool { return w.Time.IsZero() || !d.Time.Before(w.Time) })
	switch {
	case i < 0 && w.unseen():
		g.stop(u.unclear(g.now, "the wiki does not show %s, of which the run had only its answer", w))
		return nil
	case i < 0:
		return w.refuse("the wiki shows no %s", what)
	}
	d := log.Deletions[i]
	who := by("deleted", d.User, d.Time)
	g.stop(changed(g.now, who, "of "+g.now.Page()+" there is something "+who))
	return nil
}
