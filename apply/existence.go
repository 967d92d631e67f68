package apply

import (
	"context"
	"errors"
	"fmt"
	"time"

	"wikiform/plan"
	"wikiform/provider"
)

// existence is a page with its file, which are deleted.
type existence struct{ *step }

func (existence) aspect() plan.Aspect { return plan.ExistenceAspect }
func (existence) written() bool       { return true }
func (existence) onText() bool        { return true }
func (existence) rest() plan.Step     { return plan.Deletion{} }

// shown: what a shared repository has under the title stays there.
func (e existence) shown() bool { return e.now.Version == nil && e.now.Page == nil }

// due: what a rollback deletes nobody may have touched, be it without a change of the text.
func (e existence) due() bool {
	before, now := e.change.Before, e.now
	if e.change.Claim.Undoes != nil && revision(before) != revision(now) {
		return false
	}
	return sameVersion(before.Version, now.Version) && before.Redirect == now.Redirect
}

const (
	// queuePause is the first pause before the wiki is asked again whether a deletion
	// is done that it has queued; the next ones are twice as long.
	queuePause = time.Second
	// queueWait is how long that is asked.
	queueWait = 2 * time.Minute
)

func (e existence) do(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	d := provider.Delete{
		Title: e.change.Claim.Title, Page: pageID(e.now), Reason: e.change.Claim.Comment, Tags: e.change.Claim.Tags,
		Stop: e.halted, Progress: e.doing(Deleting),
	}
	if e.change.Claim.Undoes != nil {
		d.Revision = revision(e.now)
	}
	e.progress(provider.Progress{Phase: Deleting})
	did, err := e.Wiki.Delete(ctx, d)
	if err == nil && !did.Queued {
		e.note(plan.ExistenceAspect)
	}
	if err = e.readBack(ctx, err, e.look, e.shown); err == nil && did.Queued {
		err = e.awaitQueue(ctx)
	}
	if err == nil && e.shown() {
		e.note(plan.ExistenceAspect)
	}
	e.wroteDeletion(ctx, d, did.Log)
	return err
}

// errQueued is what became of a deletion that the wiki's job queue has not reached.
var errQueued = errors.New("the wiki has queued the deletion")

// awaitQueue waits for a deletion that the wiki has queued.
func (e existence) awaitQueue(ctx context.Context) error {
	end := time.Now().Add(queueWait)
	for pause := queuePause; !e.shown(); pause *= 2 {
		left := time.Until(end)
		if left <= 0 {
			return &UnsureError{Write: fmt.Errorf("%w, and %s later its page is still there", errQueued, queueWait)}
		}
		pause = min(pause, left)
		e.progress(provider.Progress{Phase: provider.Waiting, Wait: pause, Left: left, Why: errQueued.Error()})
		select {
		case <-ctx.Done():
			return &UnsureError{Write: errQueued}
		case <-time.After(pause):
		}
		if err := e.look(ctx); err != nil {
			return &UnsureError{Write: errQueued, Read: err}
		}
	}
	return nil
}

func (e existence) mismatch() error {
	return &MismatchError{Aspect: plan.ExistenceAspect, Title: e.change.Claim.Title, Now: e.now}
}
