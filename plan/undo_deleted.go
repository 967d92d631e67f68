package plan

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"wikiform/provider"
)

// mostRestored is of how many titles a rollback looks at what was deleted: a wiki tells that
// of one title in a request. Once these are back the next rollback looks at others.
const mostRestored = 500

// removal is a deletion of the run, or a restoration, and what becomes of it.
type removal struct {
	*Written
	id      int64     // of the page
	entry   int64     // of the log
	since   time.Time // when it was
	against []Problem
	back    bool // it is as it was before
	rows    *provider.Deleted
	goes    bool // what was restored is deleted again
}

func (d *removal) stop(p *Problem) {
	if p != nil {
		d.against = append(d.against, *p)
	}
}

func (d *removal) claim(u *undo) Claim {
	return Claim{
		At: d.At, Title: d.Title, Comment: u.f.Rollback.Comment, Gone: d.goes && d.against == nil, Foreign: d.goes && d.against == nil,
		Undoes: &Undoing{Deleted: d.rows, Against: d.against},
	}
}

// verifyDeletions holds deletions and restorations against the wiki's log.
func (u *undo) verifyDeletions() error {
	for _, d := range u.removals {
		log := u.deletions[d.Title]
		var user, reason string
		var hidden bool
		switch d.Kind {
		case provider.WroteDeletion:
			i := oursFirst(log.Deletions, func(e provider.Deletion) (fits, ours bool) {
				return !e.Redirect && d.is(e.ID, e.Page, e.Time), u.f.mine(e.User)
			})
			if i < 0 {
				return d.refuse("the wiki's log shows no such deletion%s", asFar(log.Cut))
			}
			e := log.Deletions[i]
			d.id, d.entry, d.since, user, reason, hidden = max(d.Page, e.Page), e.ID, e.Time, e.User, e.Reason, e.Hidden
		default:
			i := oursFirst(log.Restorations, func(e provider.Restoration) (fits, ours bool) {
				return d.is(e.ID, e.Page, e.Time), u.f.mine(e.User)
			})
			if i < 0 {
				return d.refuse("the wiki's log shows no such restoration%s", asFar(log.Cut))
			}
			e := log.Restorations[i]
			d.id, d.entry, d.since, user, reason, hidden = max(d.Page, e.Page), e.ID, e.Time, e.User, e.Reason, e.Reason == ""
		}
		p, err := u.owned(d.Written, user, reason, hidden)
		if err != nil {
			return err
		}
		d.stop(p)
	}
	return nil
}

// oursFirst finds the first entry of those that fit, one of ours before others; -1 for none.
func oursFirst[E any](entries []E, look func(E) (fits, ours bool)) int {
	best := -1
	for i, e := range entries {
		fits, ours := look(e)
		if fits && ours {
			return i
		}
		if fits && best < 0 {
			best = i
		}
	}
	return best
}

// is reports whether an entry of the log is what the receipt says, as far as it does.
func (d *removal) is(entry, page int64, when time.Time) bool {
	return (d.Log == 0 || d.Log == entry) && (d.Page == 0 || page == 0 || d.Page == page) && (d.Time.IsZero() || d.Time.Equal(when)) && (d.Log != 0 || !d.Time.IsZero() || d.Page != 0)
}

// askRows asks for the rows of what is to come back.
func (u *undo) askRows(ctx context.Context) error {
	var ts []provider.Title
	twice := map[provider.Title]int{}
	for _, d := range u.removals {
		twice[d.Title]++
	}
	for _, d := range u.removals {
		if twice[d.Title] > 1 {
			d.stop(u.unclear(d.Title, "the receipt speaks of several deletions and restorations of %s", d.Title.Page()))
		}
		u.judgeNow(d)
		if d.Kind == provider.WroteDeletion && !d.back && d.against == nil {
			ts = append(ts, d.Title)
		}
	}
	more := len(ts) > mostRestored
	rows, err := ask(ctx, u.r.DeletedRows, ts[:min(len(ts), mostRestored)])
	if err != nil {
		return err
	}
	for _, t := range ts {
		delete(u.rows, t)
	}
	maps.Copy(u.rows, rows)
	for _, d := range u.removals {
		if _, asked := u.rows[d.Title]; more && !asked && d.Kind == provider.WroteDeletion && !d.back && d.against == nil {
			d.stop(&Problem{
				Reason: UndoLater, Text: fmt.Sprintf("what was deleted is looked at for %d titles at once", mostRestored),
				Hint: "apply what this plan does, and then make a rollback of the same receipt again",
			})
		}
	}
	return nil
}

// judgeNow looks at what is under the title now.
func (u *undo) judgeNow(d *removal) {
	have := u.f.Have[d.Title]
	page, v := have.Page, have.Version
	there := page != nil || v != nil
	same := page != nil && d.id != 0 && page.ID == d.id
	who := ""
	switch {
	case v != nil:
		who = by("uploaded", v.User, v.Time)
	case page != nil:
		who = by("saved", page.User, page.Time)
	}
	switch {
	case d.against != nil:
	case d.Kind == provider.WroteRestore && !there, d.Kind == provider.WroteDeletion && same:
		d.back = true
	case d.Kind == provider.WroteDeletion && there:
		d.stop(changed(d.Title, who, d.Title.Page()+" has something "+who+" by now"))
	case d.Kind == provider.WroteDeletion:
		d.stop(u.deletedSince(d))
	case !same && !(page == nil && d.id == 0):
		d.stop(changed(d.Title, who, d.Title.Page()+" has another page by now, with something "+who))
	default:
		d.stop(u.restoredSince(d, have))
		d.goes = d.against == nil
	}
}

// deletedSince is why what the run deleted stays away although nothing is under the title:
// others have restored or deleted something there since, and what they took away is not ours
// to bring back.
func (u *undo) deletedSince(d *removal) *Problem {
	log := u.deletions[d.Title]
	last := log.Deletions[0] // that of the run is among them
	if last.ID != d.entry && (last.Redirect || !u.f.mine(last.User)) {
		who := by("deleted", last.User, last.Time)
		return changed(d.Title, who, "of "+d.Title.Page()+" there is something "+who)
	}
	if len(log.Restorations) > 0 && log.Restorations[0].ID > last.ID {
		who := by("restored", log.Restorations[0].User, log.Restorations[0].Time)
		return changed(d.Title, who, "of "+d.Title.Page()+" there was something "+who)
	}
	return nil
}

// restoredSince is why what a rollback brought back stays: there is something else with it.
// All that it brought back is older than the deletion before it.
func (u *undo) restoredSince(d *removal, have provider.File) *Problem {
	log := u.deletions[d.Title]
	if i := slices.IndexFunc(log.Restorations, func(r provider.Restoration) bool { return r.ID > d.entry }); i >= 0 {
		who := by("restored", log.Restorations[i].User, log.Restorations[i].Time)
		return changed(d.Title, who, d.Title.Page()+" has something "+who)
	}
	i := slices.IndexFunc(log.Deletions, func(e provider.Deletion) bool { return e.ID < d.entry && !e.Redirect && e.Version == "" })
	if i < 0 {
		return u.unclear(d.Title, "when %s was deleted before is not known", d.Title.Page())
	}
	before := log.Deletions[i].Time
	if v := have.Version; v != nil && v.Time.After(before) {
		who := by("uploaded", v.User, v.Time)
		return changed(d.Title, who, d.Title.Page()+" has a version "+who)
	}
	if page := have.Page; page != nil && page.Time.After(before) {
		who := by("saved", page.User, page.Time)
		return changed(d.Title, who, d.Title.Page()+" has a revision "+who)
	}
	return nil
}
