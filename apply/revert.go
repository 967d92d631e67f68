package apply

import (
	"context"

	"wikiform/plan"
	"wikiform/provider"
)

// revert is the content of a file that gets an old version of it back, which the wiki has:
// nothing is sent.
type revert struct{ *step }

func (revert) aspect() plan.Aspect { return plan.ContentAspect }
func (revert) written() bool       { return true }
func (revert) onText() bool        { return false }
func (r revert) rest() plan.Step   { return *r.change.Revert() }

// shown: whose version has the content is nothing to who wants it.
func (r revert) shown() bool { return upload(r).shown() }

// due: the version is the one that the plan saw. Whether the old one is among the file's
// is known to the wiki, which refuses what is not.
func (r revert) due() bool {
	was, now := r.change.Was(), r.now
	return now.Version != nil && sameVersion(was.Version, now.Version) && was.Redirect == now.Redirect
}

func (r revert) do(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	q := provider.Revert{
		Title: r.change.Claim.Title, Old: r.change.Revert().Version, Before: r.change.Was().Version,
		Comment: r.change.Claim.Comment, Tags: r.change.Claim.Tags, Progress: r.doing(Reverting),
	}
	if r.untouched() { // no file is left half done for a stop
		q.Stop = r.halted
	}
	r.progress(provider.Progress{Phase: Reverting})
	v, err := r.Wiki.Revert(ctx, q)
	if err == nil || v.Known() {
		r.note(plan.ContentAspect)
	}
	before := r.now
	err = r.readBack(ctx, err, r.lookBack, r.shown)
	r.wroteVersion(provider.WroteRevert, v, before)
	if err != nil {
		return err
	}
	if !r.shown() {
		return r.mismatch()
	}
	r.note(plan.ContentAspect)
	return nil
}

func (r revert) mismatch() error {
	return &MismatchError{Aspect: plan.ContentAspect, Want: r.want, Now: r.now, Back: true}
}
