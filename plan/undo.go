package plan

import "wikiform/provider"

// A rollback is a plan whose claims come from no manifest. A receipt says which of our
// writes to look at, and is not believed: what a claim wants back is what the wiki shows
// to have been there before a write that it shows to be ours. From there on it is a plan
// like any other: the same comparison, the same checks, the same guards and brakes.

// Written is a write that a receipt speaks of, and where it does so.
type Written struct {
	provider.Write
	At Position
}

// Undoing is what a claim wants back that no manifest can say.
type Undoing struct {
	// Version is the old version of the file that is to be current again; nil: its
	// content is not concerned. It is as the wiki has it under the title of today.
	Version *provider.Version
	// Deleted are the rows that are to come back: those that one deletion of ours took away,
	// and no others; nil: nothing is.
	Deleted *provider.Deleted
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
