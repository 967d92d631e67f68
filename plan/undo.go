package plan

import (
	"regexp"
	"slices"

	"wikiform/internal/number"
	"wikiform/provider"
)

// A rollback is a plan whose claims come from no manifest. A receipt says which of our
// writes to look at, and is not believed: what a claim wants back is what the wiki shows
// to have been there before a write that it shows to be ours. From there on it is a plan
// like any other: the same comparison, the same checks, the same guards and brakes.

// Written is a write that a receipt speaks of, and where it does so.
type Written struct {
	provider.Write
	At Position
}

// Rollback is what is said of a plan that takes back what a run did.
type Rollback struct {
	Receipt string // the SHA-256 of its receipt, in hexadecimal digits
	Commit  string // that the run was of, in hexadecimal digits; "": not known
	Comment string // of all that is written, with the mark of a set at its end
	Again   bool   // the run took back what another one had done
	tags    int    // how many revisions got change tags, which are not taken back
}

var isCommit = regexp.MustCompile(`^[0-9a-f]{40}$`)

// notes say what is left to do in git: a plan for the manifest would do it all again.
func (r *Rollback) notes() []string {
	if r == nil {
		return nil
	}
	var notes []string
	if r.tags > 0 {
		notes = append(notes, "The change tags that the run added to "+number.Of(r.tags, "revision")+" stay: they are not taken back.")
	}
	if r.Again {
		return append(notes, "That run had taken back another one itself: where the commit of that one was reverted in git, take the revert back, too.")
	}
	how := "Take back in git what it says, too"
	if isCommit.MatchString(r.Commit) {
		how += ": git revert " + r.Commit
	}
	return append(notes, "Unless it has changed since, the manifest still wants what this run did, and the next apply would do it again. "+how+".")
}

// Undoing is what a claim wants back that no manifest can say.
type Undoing struct {
	// Version is the old version of the file that is to be current again; nil: its
	// content is not concerned. It is as the wiki has it under the title of today.
	Version *provider.Version
	// Deleted are the rows that are to come back: those that one deletion of ours took away,
	// and no others; nil: nothing is.
	Deleted *provider.Deleted
	// Against is why the file is left as it is: what others, or a later run, have changed
	// since, and what is not told. Not in a saved plan, in which the change is blocked.
	Against []Problem
}

// Revert makes an old version of the file the current one again, without sending it.
type Revert struct{ Version provider.Version }

// Aspect implements [Step].
func (Revert) Aspect() Aspect { return ContentAspect }
func (Revert) step()          {}

// Restore brings back what was deleted: these rows, and no others.
type Restore struct{ Deleted provider.Deleted }

// Aspect implements [Step].
func (Restore) Aspect() Aspect { return ExistenceAspect }
func (Restore) step()          {}

// Rows counts what comes back.
func (s Restore) Rows() string {
	versions, revisions := number.Of(len(s.Deleted.Versions), "version"), number.Of(len(s.Deleted.Revisions), "revision")
	switch {
	case len(s.Deleted.Versions) == 0:
		return revisions
	case len(s.Deleted.Revisions) == 0:
		return versions
	}
	return versions + " and " + revisions
}

// onlyOurs reports whether a change takes back nothing but what we brought ourselves. What a
// rollback restored may have been anybody's, and goes again.
func (c *Change) onlyOurs() bool { return c.Claim.Undoes != nil && !(c.Claim.Gone && c.Claim.Foreign) }

// Revert is the step that brings an old version back, nil when none comes back.
func (c *Change) Revert() *Revert {
	if r, found := stepOf[Revert](c); found {
		return &r
	}
	return nil
}

// Restore is the step that brings back what was deleted, nil when nothing comes back.
func (c *Change) Restore() *Restore {
	if r, found := stepOf[Restore](c); found {
		return &r
	}
	return nil
}

// How many requests the steps take: each is looked at before and after, and the tags of a
// revert come afterwards.
const (
	revertRequests  = 4
	restoreRequests = 4
)

// compareUndone holds the current version against the one that is to be so again. The
// same bytes are no difference, whoever brought them back.
func compareUndone(u *Undoing, have provider.File) difference {
	if u.Version == nil || have.Version == nil || have.Version.SHA1 == u.Version.SHA1 {
		return difference{}
	}
	return difference{step: Revert{*u.Version}, reason: ContentDiffers}
}

// compareDeleted asks for what was deleted as long as nothing else is under the title.
func compareDeleted(u *Undoing, have provider.File) difference {
	if have.Version != nil || have.Page != nil {
		return difference{}
	}
	return difference{step: Restore{*u.Deleted}, reason: Missing}
}

// sameUndoing compares what tells versions and rows from others: the names that old
// versions have change with the title.
func sameUndoing(a, b *Undoing) bool {
	if a == nil || b == nil {
		return a == b
	}
	v, w := a.Version, b.Version
	return (v == nil) == (w == nil) && (v == nil || v.SHA1 == w.SHA1 && v.Time.Equal(w.Time)) && sameRows(a.Deleted, b.Deleted)
}

func sameRows(a, b *provider.Deleted) bool {
	if a == nil || b == nil {
		return a == b
	}
	return slices.EqualFunc(a.Revisions, b.Revisions, func(r, s provider.Revision) bool { return r.ID == s.ID && r.Time.Equal(s.Time) }) &&
		slices.EqualFunc(a.Versions, b.Versions, func(v, w provider.DeletedVersion) bool {
			return v.ID == w.ID && v.SHA1 == w.SHA1 && v.Time.Equal(w.Time)
		})
}
