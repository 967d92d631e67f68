package apply

import (
	"context"
	"slices"
	"strings"

	"wikiform/plan"
	"wikiform/provider"
)

// restore is a page with its file that was deleted, of which certain rows come back.
type restore struct{ *step }

func (restore) aspect() plan.Aspect { return plan.ExistenceAspect }
func (restore) written() bool       { return true }
func (restore) onText() bool        { return false }
func (r restore) rest() plan.Step   { return r.step.change.Restore() }

// shown: what is current then is the newest of what comes back.
func (r restore) shown() bool {
	want, now := r.change.Restore().Deleted, r.now
	if len(want.Versions)+len(want.Revisions) == 0 {
		return true
	}
	if len(want.Versions) > 0 && !sameVersion(&want.Versions[0].Version, now.Version) {
		return false
	}
	return len(want.Revisions) == 0 || now.Page != nil && now.Page.Rev == want.Revisions[0].ID
}

// due: what comes back is joined with nothing.
func (r restore) due() bool {
	return r.now.Version == nil && r.now.Page == nil && r.change.Before.Shared == r.now.Shared
}

func (r restore) do(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := r.stillOurs(ctx); err != nil {
		return err
	}
	q := provider.Undelete{
		Title: r.change.Claim.Title, Rows: r.change.Restore().Deleted, Reason: r.change.Claim.Comment, Tags: r.change.Claim.Tags,
		Stop: r.halted, Progress: r.doing(Restoring),
	}
	r.progress(provider.Progress{Phase: Restoring})
	err := r.Wiki.Undelete(ctx, q)
	if err == nil {
		r.note(plan.ExistenceAspect)
	}
	made := err == nil
	if err = r.readBack(ctx, err, r.look, r.shown); made || err == nil && r.shown() {
		r.wroteRestore(ctx, q)
	}
	if err != nil {
		return err
	}
	r.note(plan.ExistenceAspect)
	return nil
}

// stillOurs asks the wiki whether it was us who deleted something under the title last:
// somebody may have restored and deleted it since, and what they took away is not ours to
// bring back.
func (r restore) stillOurs(ctx context.Context) error {
	title := r.change.Claim.Title
	logs, err := r.Wiki.Deletions(ctx, []provider.Title{title})
	if err != nil {
		return err
	}
	stale := r.stale()
	restored := logs[title].Restorations
	switch log := logs[title].Deletions; {
	case len(log) == 0:
		stale.Deleted = "the log tells of no deletion"
	case !r.deletedByUs(log[0]):
		stale.Deleted = "it was deleted again" + by(log[0].User, log[0].Time)
	case len(restored) > 0 && restored[0].ID > log[0].ID:
		stale.Deleted = "it was restored" + by(restored[0].User, restored[0].Time)
	default:
		return nil
	}
	return stale
}

// deletedByUs reports whether a deletion was made by one of our accounts and, where our comments
// are marked, bears a mark of ours.
func (s *session) deletedByUs(d provider.Deletion) bool {
	return slices.Contains(s.Accounts, d.User) && !d.Redirect &&
		(len(s.Marks) == 0 || !d.Hidden && slices.ContainsFunc(s.Marks, func(mark string) bool { return strings.HasSuffix(d.Reason, mark) }))
}

func (r restore) mismatch() error {
	return &MismatchError{Aspect: plan.ExistenceAspect, Title: r.change.Claim.Title, Now: r.now, Back: true}
}
