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

// The wiki's job queue (facts §6.4) puts chunks together and publishes what
// takes longer than one request may. Whether it has one, and whether anybody
// runs its jobs, cannot be asked: it shows.
const (
	// queuedIn is how long a job may stay in one stage. Where nobody runs the
	// jobs of uploads it would be for ever.
	queuedIn = 10 * time.Minute
	// stages is how many a job can be in: queued, fetching, assembling, publish.
	stages = 4
	// restCap is the longest pause between two questions about a job.
	restCap = 15 * time.Second
	// noStatus is the code for a key of which no progress is known.
	noStatus = "missingresult"
)

// queues reports whether jobs were not yet seen to stay where they are.
func (c *Client) queues() bool { return !c.idle.Load() }

// status asks how far the wiki is with a key. It remembers for a day, longer
// than it keeps what the key is for (facts §6.3).
func (c *Client) status(ctx context.Context, u transfer, key string) (uploadAnswer, error) {
	var a uploadAnswer
	err := c.call(ctx, request{
		op: "status", title: u.Title, post: true, write: true, tell: u.Progress, sent: size(u), total: size(u), effort: u.effort,
		params: url.Values{"action": {"upload"}, "filekey": {key}, "checkstatus": {"1"}},
		ends:   func(f *fault) bool { return f.err.Code == noStatus },
	}, &a)
	return a, err
}

// over reports whether a status says that there is no job any more.
func (f *fault) over() bool {
	return f != nil && (f.err.Code == noStatus || f.err.Code == "stashfailed" || f.rule.stash)
}

// poll asks until the job about key has come to an end. An answer that still
// says Poll is one that stays in its stage, or goes back to one.
func (c *Client) poll(ctx context.Context, u transfer, op, key string, phase provider.Phase) (uploadAnswer, error) {
	seen, since := map[string]bool{}, time.Now()
	for n := 0; ; n++ {
		tell(u, provider.Progress{Phase: phase, Sent: size(u), Total: size(u)})
		if err := rest(ctx, u, op, n); err != nil {
			return uploadAnswer{}, err
		}
		a, err := c.status(ctx, u, key)
		if err != nil || a.Upload == nil || a.Upload.Result != "Poll" {
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

// rest is the nth pause between two questions about something under way.
func rest(ctx context.Context, u transfer, op string, n int) error {
	if err := sleep(ctx, min(time.Second<<min(n, 6), restCap), u.Stop); err != nil {
		return interrupted(op, err)
	}
	if closed(u.Stop) {
		return interrupted(op, provider.ErrStopped)
	}
	return nil
}

// assembled waits until the job queue has put the chunks under key together. A
// queue that stands still is not asked again: the file is sent anew, to be put
// together at once.
func (c *Client) assembled(ctx context.Context, u transfer, key string) (uploadAnswer, error) {
	a, err := c.poll(ctx, u, "stash", key, provider.Joining)
	switch f := asFault(err); {
	case f != nil && f.err.Code == noStatus:
		// Forgotten, as a wiki does under load; the file may be there.
		found, err := c.findStashed(ctx, u)
		if err == nil && found == "" {
			err = lostStash("the wiki forgot that it should put the chunks together")
		}
		return uploadAnswer{Upload: &uploadResult{Result: "Success", FileKey: fileKey(found)}}, err
	case err != nil || a.Upload == nil:
		return a, err
	case a.Upload.Result == "Poll":
		c.idle.Store(true)
		return a, lostStash(fmt.Sprintf("the wiki's job queue did not put the chunks together in %s", queuedIn))
	case a.Upload.Result == "Success" && string(a.Upload.FileKey) == key:
		return a, malformed("stash", "the wiki put the chunks together and does not say under which key")
	}
	return a, nil
}

// gatewayTimeout reports whether somebody before the wiki, or we, did not want
// to wait any longer for a request that the wiki may still be busy with.
func (f *fault) gatewayTimeout() bool {
	const cloudflare = 524
	return f.err.Status == http.StatusGatewayTimeout || f.err.Status == cloudflare || errors.Is(f.err.Err, errSilent)
}

// enqueue has the job queue publish what did not get done within a request. From
// then on the stash may be published at any time, so that is kept first. A wiki
// without a queue publishes at once.
func (c *Client) enqueue(ctx context.Context, u transfer, st provider.Stash) (*provider.Version, provider.Stash, error) {
	st.State = provider.Queued
	if err := keep(u, st); err != nil {
		return nil, st, err
	}
	var (
		a      uploadAnswer
		seen   *provider.Version
		queued bool
	)
	r := publishRequest(u, st)
	r.params.Set("async", "1")
	r.settled = c.queuedOrStored(u, st.Key, &seen, &queued)
	err := c.usedUp(ctx, r, c.call(ctx, r, &a))
	switch {
	case queued, err == nil && a.Upload != nil && a.Upload.Result == "Poll":
		return c.outcome(ctx, u, st)
	case provider.KindOf(err) == provider.Lost || seen != nil:
		return seen, st, err
	}
	// It answered: there is no job.
	st.State = provider.Staged
	if keepErr := keep(u, st); keepErr != nil || err != nil {
		return nil, st, errors.Join(err, keepErr)
	}
	return c.read(u, a)
}

// queuedOrStored looks whether a request to the job queue arrived although its
// answer was lost. While there is a job it alone decides.
func (c *Client) queuedOrStored(u transfer, key string, seen **provider.Version, queued *bool) func(context.Context) (bool, error) {
	stored := c.stored(u, seen)
	return func(ctx context.Context) (bool, error) {
		_, err := c.status(ctx, u, key)
		f := asFault(err)
		switch {
		case err == nil, f.over() && f.err.Code != noStatus:
			*queued = true
			return true, nil
		case !f.over():
			return false, fmt.Errorf("%w: %w", errCannotLook, err)
		}
		return stored(ctx)
	}
}

// outcome waits for a publication that was queued. The version is what it
// stored; a stash is what it left, when it is over and stored nothing. Every
// other end is Lost: it may happen yet.
func (c *Client) outcome(ctx context.Context, u transfer, st provider.Stash) (*provider.Version, provider.Stash, error) {
	a, err := c.poll(ctx, u, "publish", st.Key, provider.Publishing)
	f := asFault(err)
	switch {
	case f.over():
		// It failed, or nobody knows of it. Only the file tells.
		return c.aftermath(ctx, u, st, f)
	case errors.Is(err, provider.ErrStopped):
		return nil, st, pending("had not done so when this run was stopped", nil)
	case err != nil:
		return nil, st, pending("could not be asked what became of it", bareFault(err))
	case a.Upload == nil || a.Upload.Result == "Poll":
		c.idle.Store(true)
		return nil, st, pending(fmt.Sprintf("has not done so in %s", queuedIn), nil)
	}
	st.State, st.Warnings = provider.Staged, a.Upload.Warnings
	switch a.Upload.Result {
	case "Success":
		v, _, err := c.read(u, a)
		return v, st, errors.Join(err, forget(u))
	case "Warning":
		return nil, st, keep(u, st)
	}
	if err := keep(u, st); err != nil {
		return nil, st, err
	}
	return nil, st, &provider.Error{
		Kind: provider.Denied, Op: "publish", Info: "the wiki's job queue may not publish under this title", Hint: hintRights,
	}
}

// aftermath is outcome for a job that is over, or was never there: its status is
// remembered longer than the stash that it needs.
func (c *Client) aftermath(ctx context.Context, u transfer, st provider.Stash, f *fault) (*provider.Version, provider.Stash, error) {
	now, err := c.file(ctx, u)
	if err != nil {
		return nil, st, pending("then the wiki could not be read", bareFault(err))
	}
	if has(now, u.Digest) {
		return now.Version, st, nil
	}
	st.State, st.Warnings = provider.Staged, nil
	if err := keep(u, st); err != nil || f.err.Code == noStatus {
		return nil, st, err
	}
	return nil, st, f
}

// pending is the error of a publication that may happen yet.
func pending(info string, err error) error {
	return &provider.Error{
		Kind: provider.Lost, Op: "publish", Info: "the wiki's job queue was told to publish the file and " + info, Err: err,
		Hint: "run it again: it asks after that publication first, and starts no other",
	}
}

// bareFault drops what would make the flow of an upload act on err.
func bareFault(err error) error {
	if f := asFault(err); f != nil {
		return f.err
	}
	return err
}
