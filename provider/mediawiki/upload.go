package mediawiki

import (
	"context"
	"errors"
	"fmt"
	"time"

	"wikiform/internal/number"
	"wikiform/provider"
)

// Upload stores new content and gives the version that the wiki says it stored;
// the caller reads back what is there. Content that the wiki has under the title
// already is success. See [provider.Upload] for what is guarded.
//
// A file that is created goes in one request when it is small; everything else
// is staged, compared with the plan, and then published. What the wiki has lost
// of it meanwhile is sent again, a few times.
func (c *Client) Upload(ctx context.Context, u provider.Upload) (provider.Version, error) {
	end := c.run(ctx, c.transfer(u), c.upload)
	return end.version, end.err
}

// Stage brings content into the wiki's stash, where nobody sees it, and compares
// it with the plan. A stash without a key says that there is nothing to publish:
// the wiki has the content under the title already.
func (c *Client) Stage(ctx context.Context, u provider.Upload) (provider.Stash, error) {
	end := c.run(ctx, c.transfer(u), func(ctx context.Context, u transfer) ending {
		end := c.stage(ctx, u)
		if end.how == staged {
			_, end = c.verifyStash(ctx, u, end.stash)
		}
		return end
	})
	return end.stash, end.err
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
	end := c.awaitPublication(ctx, t, st)
	switch end.how {
	case unsure:
		return provider.Version{}, end.err
	case staged:
		end.err = &provider.Error{
			Kind: provider.Busy, Op: "publish", Info: "the wiki's job queue ended the publication and stored nothing", Advice: hintAgain,
		}
	}
	return end.version, errors.Join(end.err, forget(t))
}

// transfer is an upload under way, with the effort that all its requests share.
type transfer struct {
	provider.Upload
	effort *effort
	began  time.Time // by the wiki's clock; zero when not known
}

func (c *Client) transfer(u provider.Upload) transfer {
	t := transfer{u, c.newEffort(), c.wikiTime()}
	if u.Body != nil {
		t.effort = c.effortFor(u.Body.Size)
	}
	return t
}

// run attempts an upload. It begins with what an earlier run left of it, and begins
// again when the stash was lost, or when the content was too large for one request.
func (c *Client) run(ctx context.Context, u transfer, attempt func(context.Context, transfer) ending) ending {
	if err := c.precheck(u); err != nil {
		return endingOf(err)
	}
	next := resumable(u)
	u.Resume = nil
	for resent := 0; ; next = u {
		end := attempt(ctx, next)
		switch {
		case end.how == oversized && c.fitsInChunks(u, end.fault): // so that it goes in chunks now
		case end.how == stashLost && hasContent(u) && resent < end.resends && ctx.Err() == nil:
			resent++
			if err := forget(u); err != nil {
				return endingOf(err)
			}
			tell(u, provider.Progress{Phase: provider.Waiting, Why: "what is staged on the wiki is of no use any more; it is sent again"})
		default:
			return c.conclude(u, end)
		}
	}
}

// conclude ends an upload: it completes the error, and tells the owner if the wiki
// keeps nothing of use any more.
func (c *Client) conclude(u transfer, end ending) ending {
	if end.how == oversized {
		end.err = c.chunk.refused(end.fault)
	}
	if end.forget || end.how == stashLost && !hasContent(u) {
		end.err = errors.Join(end.err, forget(u))
	}
	return end
}

// upload is one attempt, from the content to the file.
func (c *Client) upload(ctx context.Context, u transfer) ending {
	var end ending
	if u.Resume == nil && u.Before == nil && c.direct(u) {
		end = c.create(ctx, u)
	} else {
		end = c.stage(ctx, u)
	}
	if end.how == staged {
		end = c.publish(ctx, u, end.stash)
	}
	return end
}

// precheck refuses what would fail, or do something else, before bytes are sent.
func (c *Client) precheck(u transfer) error {
	switch limit := c.site.MaxUpload; {
	case c.creds.anonymous():
		return notLoggedIn("upload")
	case !hasContent(u) && (u.Resume == nil || u.Resume.State != provider.Staged), u.Body != nil && u.URL != "", u.Body != nil && u.Body.Size != u.Digest.Size:
		return &provider.Error{Kind: provider.Bug, Op: "upload", Info: "an upload has a body of the planned size, or a URL", Advice: hintReport}
	case limit > 0 && u.Digest.Size > limit:
		// The wiki would cut the file off at the limit without an error (facts §6.5).
		return &provider.Error{
			Kind: provider.Rejected, Op: "upload", Code: "file-too-large", Advice: "the wiki's administrators set $wgMaxUploadSize",
			Info: fmt.Sprintf("the file has %s bytes, this wiki takes at most %s", number.Grouped(u.Digest.Size), number.Grouped(limit)),
		}
	}
	return nil
}

// direct reports whether u is small enough for one request.
func (c *Client) direct(u transfer) bool {
	return u.Body != nil && u.Body.Size <= c.chunk.direct()
}

// fitsInChunks reports whether content that was too large for one request is worth
// sending in chunks.
func (c *Client) fitsInChunks(u transfer, f *fault) bool {
	return u.Body != nil && f.sent == u.Body.Size && c.chunk.shrink(f.sent, f.limit)
}

// hasContent reports whether there is content to send. Without it only the publication
// of what was staged before can be asked for.
func hasContent(u transfer) bool { return u.Body != nil || u.URL != "" }

// clocks is by how much the wiki's clock may be off from what is known of it.
const clocks = 10 * time.Second

// found tells the owner that the wiki has the content, where that came before this upload
// began, or from another account. What is younger and of this account may be of this
// upload: an answer can be lost, and a request delivered twice.
func (c *Client) found(u transfer, v *provider.Version) {
	others := v.User != "" && c.account.Name != "" && v.User != c.account.Name
	if u.Found != nil && (others || v.Time.Before(u.began.Add(-clocks))) {
		u.Found()
	}
}

func size(u transfer) int64 { return u.Digest.Size }

func tell(u transfer, p provider.Progress) {
	if u.Progress != nil {
		u.Progress(p)
	}
}

// keep tells the owner of u what the wiki keeps for it.
func keep(u transfer, st provider.Stash) error {
	if u.Keep == nil {
		return nil
	}
	return u.Keep(st)
}

// forget tells the owner of u that the wiki keeps nothing for it any more.
func forget(u transfer) error { return keep(u, provider.Stash{Digest: u.Digest}) }

func notLoggedIn(op string) error {
	return &provider.Error{Kind: provider.Auth, Op: op, Info: "nobody is logged in", Advice: "writing needs a bot password or a token"}
}

func conflict(op, format string, args ...any) error {
	return &provider.Error{Kind: provider.Conflict, Op: op, Info: clip(fmt.Sprintf(format, args...)), Advice: hintReplan}
}
