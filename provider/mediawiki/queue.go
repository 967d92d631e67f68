package mediawiki

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"wikiform/provider"
)

// The wiki's job queue (facts §6.4) puts chunks together, and publishes what takes
// longer than one request may. The wiki cannot be asked whether it has one and
// whether somebody runs its jobs; that shows.
const (
	// queuedIn is how long a job may stay in one stage. If nobody runs the jobs of
	// uploads, it stays there for ever.
	queuedIn = 10 * time.Minute
	// stages is how many a job can be in: queued, fetching, assembling, publish.
	stages = 4
	// longestPause is the longest pause between two questions about a job.
	longestPause = 15 * time.Second
)

// hasQueue reports whether a job may be left to the queue: none was seen yet that
// nobody runs.
func (c *Client) hasQueue() bool { return !c.idle.Load() }

// status asks how far the wiki is with a key. The wiki remembers that for a day,
// which is longer than it keeps the content (facts §6.3).
func (c *Client) status(ctx context.Context, u transfer, key string) (uploadAnswer, error) {
	var a uploadAnswer
	err := c.call(ctx, request{
		op: "status", title: u.Title, post: true, write: true, tell: u.Progress, sent: size(u), total: size(u), effort: u.effort,
		params: url.Values{"action": {"upload"}, "filekey": {key}, "checkstatus": {"1"}},
		ends:   (*fault).noJob,
	}, &a)
	return a, err
}

// noJob reports whether the wiki knows of no job about a key.
func (f *fault) noJob() bool { return f != nil && f.err.Code == codeNoStatus }

// jobOver reports whether there is no job any more, or was none.
func (f *fault) jobOver() bool {
	return f.noJob() || f != nil && (f.err.Code == codeStashFailed || f.rule.stashLost)
}

// poll asks until the job about key has come to an end. If the answer still says
// Poll, the job does not get out of its stage.
func (c *Client) poll(ctx context.Context, u transfer, op, key string, phase provider.Phase) (uploadAnswer, error) {
	seen, since := map[string]bool{}, time.Now()
	for n := 0; ; n++ {
		tell(u, provider.Progress{Phase: phase, Sent: size(u), Total: size(u)})
		if err := pauseBetween(ctx, u, op, n); err != nil {
			return uploadAnswer{}, err
		}
		a, err := c.status(ctx, u, key)
		if err != nil || !a.polls() {
			return a, err
		}
		if stage := a.Upload.Stage; !seen[stage] && len(seen) < stages {
			seen[stage], since = true, time.Now()
		}
		if time.Since(since) > queuedIn {
			return a, nil
		}
	}
}

// pauseBetween is the nth pause between two questions about something under way.
func pauseBetween(ctx context.Context, u transfer, op string, n int) error {
	if err := sleep(ctx, min(time.Second<<min(n, 6), longestPause), u.Stop); err != nil {
		return interrupted(op, err)
	}
	if closed(u.Stop) {
		return interrupted(op, provider.ErrStopped)
	}
	return nil
}

// awaitAssembly waits until the job queue has put the chunks under key together. A
// queue that stands still is not used any more: the file has to be sent again, and
// is then put together at once.
func (c *Client) awaitAssembly(ctx context.Context, u transfer, key string) ending {
	a, err := c.poll(ctx, u, "stash", key, provider.Joining)
	switch {
	case asFault(err).noJob():
		return c.findForgotten(ctx, u)
	case err != nil:
		return endingOf(err)
	case a.polls():
		c.idle.Store(true)
		return stashLostBecause(fmt.Sprintf("the wiki's job queue did not put the chunks together in %s", queuedIn))
	case a.Upload != nil && a.Upload.Result == "Success" && string(a.Upload.FileKey) == key:
		return endingOf(malformed("stash", "the wiki put the chunks together and does not say under which key"))
	}
	return a.staging("stash", u)
}

// findForgotten looks for a file of which the wiki has forgotten the job, as wikis
// do under load. The job may have been done.
func (c *Client) findForgotten(ctx context.Context, u transfer) ending {
	key, err := c.findStashed(ctx, u)
	switch {
	case err != nil:
		return endingOf(err)
	case key == "":
		return stashLostBecause("the wiki forgot that it should put the chunks together")
	}
	return ending{how: staged, stash: provider.Stash{Key: key, Offset: size(u), Digest: u.Digest, State: provider.Staged}}
}

// gatewayTimeout reports whether a proxy before the wiki, or we, did not want to wait
// any longer. The wiki may still be busy with the request.
func (f *fault) gatewayTimeout() bool {
	const cloudflare = 524
	return f.err.Status == http.StatusGatewayTimeout || f.err.Status == cloudflare || errors.Is(f.err.Err, errSilent)
}

// publishByQueue has the job queue publish what took too long for a request. The
// owner is told so first, since from then on the stash may be published at any time.
// A wiki without a queue publishes at once.
func (c *Client) publishByQueue(ctx context.Context, u transfer, st provider.Stash) ending {
	st.State = provider.Queued
	if err := keep(u, st); err != nil {
		return endingOf(err)
	}
	var (
		a    uploadAnswer
		seen lookResult
	)
	r := publishRequest(u, st)
	r.params.Set("async", "1")
	r.tookEffect = c.lookForJob(u, st.Key, &seen)
	err := c.lookIfGone(ctx, r, c.call(ctx, r, &a))
	if seen.queued || err == nil && a.polls() {
		return c.awaitPublication(ctx, u, st)
	}
	end := seen.ending(u, a, err)
	if end.how == unsure || seen.version != nil {
		return end
	}
	// The wiki answered, and has queued nothing.
	st.State = provider.Staged
	if keepErr := keep(u, st); keepErr != nil {
		return endingOf(errors.Join(err, keepErr))
	}
	return end
}

// lookForJob looks whether a request to the job queue arrived although its answer
// was lost. If there is a job, whatever becomes of the upload is up to the job.
func (c *Client) lookForJob(u transfer, key string, seen *lookResult) func(context.Context) (bool, error) {
	lookForUpload := c.lookForUpload(u, seen)
	return func(ctx context.Context) (bool, error) {
		_, err := c.status(ctx, u, key)
		switch f := asFault(err); {
		case f.noJob():
			return lookForUpload(ctx)
		case err == nil, f.jobOver():
			seen.queued = true
			return true, nil
		}
		return false, fmt.Errorf("%w: %w", errCannotLook, err)
	}
}

// awaitPublication waits for a publication that was queued. It ends with staged
// when the job is over and has stored nothing.
func (c *Client) awaitPublication(ctx context.Context, u transfer, st provider.Stash) ending {
	a, err := c.poll(ctx, u, "publish", st.Key, provider.Publishing)
	switch f := asFault(err); {
	case f.jobOver():
		return c.afterJob(ctx, u, st, f)
	case errors.Is(err, provider.ErrStopped):
		return pending("had not done so when this run was stopped", nil)
	case err != nil:
		return pending("could not be asked what became of it", err)
	case a.Upload == nil || a.polls():
		c.idle.Store(true)
		return pending(fmt.Sprintf("has not done so in %s", queuedIn), nil)
	}
	end := a.ending(u)
	if a.Upload.Result == "Success" && end.how != staged {
		end.forget = true
		return end
	}
	st.State, st.Warnings = provider.Staged, a.Upload.Warnings
	if err := keep(u, st); err != nil {
		return endingOf(err)
	}
	switch a.Upload.Result {
	case "Success", "Warning":
		return ending{how: staged, stash: st}
	}
	return endingOf(&provider.Error{
		Kind: provider.Denied, Op: "publish", Info: "the wiki's job queue may not publish under this title", Advice: hintRights,
	})
}

// afterJob looks at the file to see what a job has done that is over or was never
// there. The job's status does not tell: the wiki remembers it longer than the stash.
func (c *Client) afterJob(ctx context.Context, u transfer, st provider.Stash, f *fault) ending {
	now, err := c.file(ctx, u)
	if err != nil {
		return pending("then the wiki could not be read", err)
	}
	if has(now, u.Digest) {
		return onWiki(*now.Version)
	}
	st.State, st.Warnings = provider.Staged, nil
	if err := keep(u, st); err != nil {
		return endingOf(err)
	}
	if f.noJob() {
		return ending{how: staged, stash: st}
	}
	return endingOf(f)
}

// pending is for a queued publication that may still happen.
func pending(info string, err error) ending {
	return ending{how: unsure, err: &provider.Error{
		Kind: provider.Lost, Op: "publish", Info: "the wiki's job queue was told to publish the file and " + info, Err: err,
		Advice: "run it again: it asks after that publication first, and starts no other",
	}}
}
