package mediawiki

import (
	"context"
	"errors"
	"net/url"
	"time"

	"wikiform/provider"
)

// secondLook is how long after a gateway timeout we look once more whether the file
// was published, before the job queue is told to do it.
const secondLook = 5 * time.Second

// publish makes the file of what was staged, after a last look at both: the
// stash must be what was planned and the title as the plan saw it.
func (c *Client) publish(ctx context.Context, u transfer, st provider.Stash) ending {
	now, end := c.verifyStash(ctx, u, st)
	switch end.how {
	case staged:
		st = end.stash
	case stashLost:
		// Perhaps it is gone because it was published.
		if now, err := c.file(ctx, u); err == nil && has(now, u.Digest) {
			return onWiki(*now.Version)
		}
		return end
	default:
		return end
	}
	u.Digest = st.Digest // the stash has told that of a URL without a pin
	if has(now, u.Digest) {
		c.found(u, now.Version)
		return onWiki(*now.Version)
	}
	if err := mayPublish(u, st.Warnings, now); err != nil {
		return endingOf(err)
	}
	tell(u, provider.Progress{Phase: provider.Publishing, Sent: size(u), Total: size(u)})
	end = c.publishStash(ctx, u, st)
	if end.how == staged {
		// Publishing met warnings that staging did not. The key that they came with
		// is a second one; the first stays good (facts §4.4), and was verified.
		st.Warnings = end.stash.Warnings
		end = c.publishWarned(ctx, u, st)
	}
	end.forget = end.forget || end.how == published && end.err == nil
	return end
}

// publishWarned is for warnings that only publishing met. If they are ignored, the
// wiki guards nothing any more, so the title is looked at once more.
func (c *Client) publishWarned(ctx context.Context, u transfer, st provider.Stash) ending {
	if err := judge(u, st.Warnings); err != nil {
		return endingOf(err)
	}
	now, err := c.file(ctx, u)
	if err != nil {
		return endingOf(err)
	}
	if err := titleAsPlanned(u, now); err != nil {
		return endingOf(err)
	}
	end := c.publishStash(ctx, u, st)
	if end.how == staged {
		return endingOf(malformed("publish", "the wiki warns although it was told to ignore what it warned of"))
	}
	return end
}

// publishStash publishes within one request, or by the job queue if that takes too
// long. It ends with staged when the wiki has warned and published nothing.
func (c *Client) publishStash(ctx context.Context, u transfer, st provider.Stash) ending {
	var (
		a    uploadAnswer
		seen lookResult
	)
	r := publishRequest(u, st)
	r.tookEffect = c.lookForUpload(u, &seen)
	if c.hasQueue() {
		r.ends = (*fault).gatewayTimeout
	}
	err := c.lookIfGone(ctx, r, c.call(ctx, r, &a))
	f := asFault(err)
	timedOut := f != nil && r.ends != nil && r.ends(f) && !errors.Is(err, errCannotLook)
	if timedOut && pauseFor(ctx, u, secondLook) {
		// The wiki may have been busy with it until now.
		var happened bool
		if happened, err = c.checkEffect(ctx, r, f); !happened && err == nil {
			return c.publishByQueue(ctx, u, st)
		}
	}
	return seen.ending(u, a, err)
}

// pauseFor waits for d, and reports whether the upload may go on then.
func pauseFor(ctx context.Context, u transfer, d time.Duration) bool {
	return sleep(ctx, d, u.Stop) == nil && !closed(u.Stop)
}

// lookIfGone takes the error of a request to publish. If the error says that the
// wiki has no such key, an earlier try whose answer was lost, or a request that was
// delivered twice, may have published it; the error is nil then.
func (c *Client) lookIfGone(ctx context.Context, r request, err error) error {
	f := asFault(err)
	if f == nil || !f.rule.stashLost {
		return err
	}
	if happened, lookErr := c.checkEffect(ctx, r, f); happened || lookErr != nil {
		return lookErr
	}
	return err
}

// publishRequest has the wiki ignore warnings only if there were some, all of which
// were judged. Otherwise the wiki is to say what it finds.
func publishRequest(u transfer, st provider.Stash) request {
	r := uploadRequest(u, url.Values{"filekey": {st.Key}, "text": {u.Text}, "comment": {u.Comment}})
	if len(st.Warnings) > 0 {
		r.params.Set("ignorewarnings", "1")
		r.unguarded = true
	}
	r.op, r.counts, r.patience, r.sent = "publish", "upload", publishIn, size(u)
	return r
}
