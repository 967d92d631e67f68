package plan

import (
	"context"
	"slices"
	"time"

	"wikiform/provider"
)

// judgeDeletions finds the rows that each deletion of ours took away. Whose they are no wiki
// says: a row is that of the first deletion in the log after the time of the row, and the
// revisions of a page follow one another down to its first. Where the two do not say the
// same, or anything else may have been at those rows, none comes back.
func (u *undo) judgeDeletions(context.Context) error {
	for _, d := range u.removals {
		if d.Kind != provider.WroteDeletion || d.back || d.against != nil {
			continue
		}
		rows, why := u.rowsOf(d)
		if why != "" {
			d.stop(u.unclear(d.Title, "which rows of %s we deleted is not known: %s", d.Title.Page(), why))
			continue
		}
		d.rows = rows
	}
	return nil
}

// rowsOf are the rows of a deletion, or why they are not known.
func (u *undo) rowsOf(d *removal) (*provider.Deleted, string) {
	log, all := u.deletions[d.Title], u.rows[d.Title]
	switch {
	case log.Cut:
		return nil, "its deletion log is longer than is read"
	case all.Cut:
		return nil, "more was deleted there than is read"
	case slices.ContainsFunc(log.Restorations, func(r provider.Restoration) bool { return r.ID > d.entry }):
		return nil, "something of it was restored since"
	case slices.ContainsFunc(log.Deletions, func(e provider.Deletion) bool { return e.Version != "" }):
		return nil, "single versions of it were deleted"
	}
	for _, r := range log.Restorations {
		if !u.undid(r, all) {
			return nil, "something of it was restored before"
		}
		log.Deletions = slices.DeleteFunc(slices.Clone(log.Deletions), func(e provider.Deletion) bool { return e.ID < r.ID })
	}
	rows := provider.Deleted{}
	for _, r := range all.Revisions {
		mine, why := d.took(log, r.Time)
		if why != "" {
			return nil, why
		}
		if mine {
			rows.Revisions = append(rows.Revisions, r)
		}
	}
	for _, v := range all.Versions {
		mine, why := d.took(log, v.Time)
		switch {
		case why != "":
			return nil, why
		case mine && !v.SHA1.Known():
			return nil, "a version of it is hidden"
		case mine:
			rows.Versions = append(rows.Versions, v)
		}
	}
	if why := notOnePage(rows, all); why != "" {
		return nil, why
	}
	return &rows, ""
}

// undid reports whether a restoration of ours brought back all that was deleted before, as
// far as the wiki has it now. What was deleted then is as if it had not been.
func (u *undo) undid(r provider.Restoration, all provider.Deleted) bool {
	revisions, versions := 0, 0
	for _, row := range all.Revisions {
		if !row.Time.After(r.Time) {
			revisions++
		}
	}
	for _, row := range all.Versions {
		if !row.Time.After(r.Time) {
			versions++
		}
	}
	return u.f.mine(r.User) && (u.f.Mark == "" || u.f.marked(r.Reason)) && r.Revisions == revisions && r.Versions == versions
}

// took reports whether a row of some time is one that this deletion took away: the first
// in the log after it. Within a second there is no first and no last.
func (d *removal) took(log provider.DeletionLog, row time.Time) (bool, string) {
	var first *provider.Deletion
	n := 0                         // in the second of the row
	for i := range log.Deletions { // the newest first
		switch e := &log.Deletions[i]; {
		case e.Time.Before(row):
		case !e.Time.Equal(row):
			first = e
		case n == 0 && first == nil:
			first, n = e, 1
		default:
			return false, "a row of it is of the second of a deletion, and there are later ones"
		}
	}
	return first != nil && first.ID == d.entry, ""
}

// notOnePage is why rows are not those of one page from its first revision to its last, with
// the file that it had; "" where they are.
func notOnePage(rows, all provider.Deleted) string {
	if len(rows.Revisions)+len(rows.Versions) == 0 {
		return "the wiki has nothing of it any more"
	}
	if len(rows.Revisions) == 0 {
		if len(all.Revisions) > 0 || len(rows.Versions) < len(all.Versions) {
			return "its page is not among them"
		}
		return ""
	}
	parents, ids := map[int64]bool{}, map[int64]provider.Revision{}
	for _, r := range rows.Revisions {
		ids[r.ID], parents[r.Parent] = r, true
	}
	var last []provider.Revision
	for _, r := range rows.Revisions {
		if !parents[r.ID] {
			last = append(last, r)
		}
	}
	if len(last) != 1 || len(ids) != len(rows.Revisions) {
		return "they are of several pages"
	}
	n, root := 1, last[0]
	for ; root.Parent != 0 && n <= len(rows.Revisions); n++ {
		next, found := ids[root.Parent]
		if !found {
			return "the page came from another title, or a part of it is left there"
		}
		root = next
	}
	if n != len(rows.Revisions) {
		return "they are of several pages"
	}
	for _, v := range rows.Versions {
		if v.Time.Before(root.Time.Add(-logLate)) {
			return "a version is older than its page"
		}
	}
	for _, r := range all.Revisions {
		if _, ours := ids[r.ID]; !ours && slices.ContainsFunc(rows.Revisions, func(s provider.Revision) bool { return s.Time.Equal(r.Time) }) {
			return "a row of another page is of the same second as one of it"
		}
	}
	return ""
}
