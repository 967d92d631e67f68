package mediawiki

import (
	"cmp"
	"context"
	"errors"
	"net/url"

	"wikiform/provider"
)

// restarts is how often one file is staged anew after its stash was lost.
const restarts = 2

// Stage brings content into the wiki's stash, where nobody sees it, and compares
// it with the plan. A stash without a key says that there is nothing to publish:
// the wiki has the content under the title already.
func (c *Client) Stage(ctx context.Context, u provider.Upload) (provider.Stash, error) {
	t := c.transfer(u)
	st, err := anew(ctx, c, t, func(ctx context.Context, u transfer) (provider.Stash, error) {
		st, err := c.stage(ctx, u)
		if err != nil {
			return st, err
		}
		st, _, err = c.examine(ctx, u, st)
		return st, err
	})
	if _, ok := errors.AsType[*already](err); ok {
		return provider.Stash{}, forget(t)
	}
	return st, err
}

// Publish makes the file of what [Client.Stage] gave; see [Client.Upload]. What
// the wiki has lost of it is sent again, where u has the content.
//
// Of a stash that was queued it only asks what became: an error of another kind
// than Lost then says that nothing came of it, and nothing will.
func (c *Client) Publish(ctx context.Context, u provider.Upload, st provider.Stash) (provider.Version, error) {
	if u.Resume = &st; st.Key == "" {
		u.Resume = nil
	}
	if st.State != provider.Queued {
		return c.Upload(ctx, u)
	}
	t := c.transfer(u)
	tell(t, provider.Progress{Phase: provider.Resuming, Sent: st.Digest.Size, Total: st.Digest.Size})
	v, _, err := c.outcome(ctx, t, st)
	if provider.KindOf(err) == provider.Lost {
		return provider.Version{}, err
	}
	if v == nil && err == nil {
		err = &provider.Error{
			Kind: provider.Busy, Op: "publish", Info: "the wiki's job queue ended the publication and stored nothing", Hint: hintAgain,
		}
	}
	return deref(v), errors.Join(err, forget(t))
}

// anew does something with an upload, and does it again from the beginning when
// what it relied on was lost, or was too large for one request.
func anew[T any](ctx context.Context, c *Client, u transfer, do func(context.Context, transfer) (T, error)) (T, error) {
	if err := c.precheck(u); err != nil {
		var none T
		return none, err
	}
	first := u
	resume(&first)
	u.Resume = nil
	for try, lost := first, 0; ; try = u {
		result, err := do(ctx, try)
		f := asFault(err)
		switch {
		case f == nil:
			return result, err
		case f.tooLarge && u.Body != nil && f.tried == u.Body.Size && c.chunk.shrink(f.tried, f.limit):
			// It went in one request; now it goes in chunks.
		case f.tooLarge:
			c.chunk.refused(f.err)
			return result, err
		case f.rule.stash && !sends(u):
			f.err.Hint = hintAgain
			return result, errors.Join(err, forget(u))
		case f.rule.stash && lost < cmp.Or(f.rule.tries, restarts) && ctx.Err() == nil:
			lost++
			if err := forget(u); err != nil {
				return result, err
			}
			tell(u, provider.Progress{Phase: provider.Waiting, Why: "what is staged on the wiki is of no use any more; it is sent again"})
		case f.rule.bytes:
			// Under whatever title, nothing can be made of what is staged.
			return result, errors.Join(err, forget(u))
		default:
			return result, err
		}
	}
}

// resume drops what u cannot go on with, and takes from the rest what only an
// earlier run knew.
func resume(u *transfer) {
	from := u.Resume
	begun := from != nil && from.State != provider.Staged && from.State != provider.Queued
	switch {
	case from == nil:
	case from.Key == "", begun && u.Body == nil, u.Digest.SHA1.Known() && from.Digest.SHA1 != u.Digest.SHA1:
		u.Resume = nil
	case !u.Digest.Known():
		u.Digest = from.Digest
	}
}

// keep tells u's owner what the wiki keeps for it.
func keep(u transfer, st provider.Stash) error {
	if u.Keep == nil {
		return nil
	}
	return u.Keep(st)
}

// forget says that the wiki keeps nothing of u any more.
func forget(u transfer) error { return keep(u, provider.Stash{Digest: u.Digest}) }

// stage brings the content into the stash in one of the ways that there are. It
// is not compared with the plan yet.
func (c *Client) stage(ctx context.Context, u transfer) (provider.Stash, error) {
	switch from := u.Resume; {
	case from != nil && from.State == provider.Queued:
		return c.requeued(ctx, u, *from)
	case from != nil && from.State == provider.Staged:
		tell(u, provider.Progress{Phase: provider.Resuming, Sent: size(u), Total: size(u)})
		return *from, nil
	case u.Body == nil:
		return c.fetch(ctx, u)
	case from != nil, !c.direct(u):
		return c.sendChunks(ctx, u)
	}
	return c.stash(ctx, u)
}

// stash stages a small file that replaces another: were it sent directly and
// the other gone by now, it would create the file again.
func (c *Client) stash(ctx context.Context, u transfer) (provider.Stash, error) {
	var a uploadAnswer
	r := uploadRequest(u, url.Values{"stash": {"1"}})
	r.op, r.file = "stash", whole(u)
	if err := c.call(ctx, r, &a); err != nil {
		return provider.Stash{}, err
	}
	return a.staged(r.op, u)
}

// requeued goes on with what an earlier run told the job queue to publish.
func (c *Client) requeued(ctx context.Context, u transfer, from provider.Stash) (provider.Stash, error) {
	tell(u, provider.Progress{Phase: provider.Resuming, Sent: size(u), Total: size(u)})
	v, st, err := c.outcome(ctx, u, from)
	if v != nil && err == nil {
		err = &already{*v}
	}
	return st, err
}
