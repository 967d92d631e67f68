package plan

import (
	"context"
	"slices"

	"wikiform/provider"
)

// A wiki asks before it lets a file be created that was deleted: under its title
// (was-deleted), or its bytes under any (duplicate-archive). Somebody decided that it
// should be gone, and a manifest that brings it back overrules them. It has to say that
// it means it, unless that somebody was us.

// gone are the titles whose deletions matter: those of titles that would be created,
// and those under which a content was deleted that would be uploaded.
func (f *Facts) gone(creates []provider.Title) []provider.Title {
	var ts []provider.Title
	for _, t := range creates {
		if f.Prospects[t].Deleted {
			ts = append(ts, t)
		}
	}
	for _, titles := range f.DeletedContents {
		for _, t := range titles {
			if t != "" {
				ts = append(ts, t)
			}
		}
	}
	slices.Sort(ts)
	return slices.Compact(ts)
}

// deletedTitles are where the deletions are told that a warning about the change would be
// about; none: there would be no such warning, as far as is known.
func (f *Facts) deletedTitles(c *Change, k provider.WarningKind) []provider.Title {
	switch {
	case k == provider.WarnDuplicateArchive:
		return f.DeletedContents[c.brings()]
	case f.Prospects[c.Claim.Title].Deleted:
		return []provider.Title{c.Claim.Title}
	}
	return nil
}

// deletionWarnings are the warnings of a wiki about what was deleted.
var deletionWarnings = []provider.WarningKind{provider.WarnWasDeleted, provider.WarnDuplicateArchive}

// ownDeletions are those that need no accepting.
func (f *Facts) ownDeletions(c *Change) []provider.WarningKind {
	var own []provider.WarningKind
	for _, k := range deletionWarnings {
		if ts := f.deletedTitles(c, k); len(ts) > 0 && !c.Claim.accepts(k) && ours(ts, f.DeletionLogs, f.marks()) {
			own = append(own, k)
		}
	}
	return own
}

// StillOurs asks the wiki whether what a warning about an upload is about was deleted
// by nobody but us.
func StillOurs(ctx context.Context, r DeletionReader, k provider.WarningKind, title provider.Title, content provider.SHA1, marks []string) (bool, error) {
	ts := []provider.Title{title}
	if k == provider.WarnDuplicateArchive {
		if !content.Known() {
			return false, nil
		}
		found, _, err := r.DeletedContents(ctx, []provider.SHA1{content})
		if err != nil {
			return false, err
		}
		ts = found[content]
	}
	if len(ts) == 0 || slices.Contains(ts, "") {
		return false, nil
	}
	logs, err := r.Deletions(ctx, ts)
	return err == nil && ours(ts, logs, marks), err
}

// ours reports whether nobody else has deleted anything under these titles.
func ours(ts []provider.Title, logs map[provider.Title]provider.DeletionLog, marks []string) bool {
	return !slices.ContainsFunc(ts, func(t provider.Title) bool {
		p := logs[t]
		return p.Cut || len(p.Deletions) == 0 || slices.ContainsFunc(p.Deletions, func(d provider.Deletion) bool { return !isOurs(d, marks) })
	})
}

// isOurs reports whether a deletion is none of somebody else's: its reason ends with
// a mark of ours, which only who may delete can have written, or it was the redirect that a
// page moved over. One whose reason is hidden is not.
func isOurs(d provider.Deletion, marks []string) bool {
	return d.Redirect || !d.Hidden && slices.Contains(marks, markOf(d.Reason))
}
