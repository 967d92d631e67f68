package mediawiki

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"wikiform/provider"
)

// secondLook is how long after a gateway timeout the file is looked at once more
// before another way is tried.
const secondLook = 5 * time.Second

// publish makes the file of what was staged, after a last look at both: the
// stash must be what was planned and the title as the plan saw it.
func (c *Client) publish(ctx context.Context, u transfer, st provider.Stash) (provider.Version, error) {
	st, now, err := c.examine(ctx, u, st)
	switch f := asFault(err); {
	case f != nil && f.rule.stash:
		// The stash is gone, perhaps because it was published.
		if now, lookErr := c.file(ctx, u); lookErr == nil && has(now, u.Digest) {
			return *now.Version, forget(u)
		}
		return provider.Version{}, err
	case err != nil:
		return provider.Version{}, err
	}
	u.Digest = st.Digest // from here on known even of a URL without a pin
	if has(now, u.Digest) {
		return *now.Version, forget(u)
	}
	if err := judge(u, st.Warnings); err != nil {
		return provider.Version{}, err
	}
	if err := unmoved(u, now); err != nil {
		return provider.Version{}, err
	}
	tell(u, provider.Progress{Phase: provider.Publishing, Sent: size(u), Total: size(u)})
	v, again, err := c.release(ctx, u, st)
	if v == nil && err == nil {
		// Warnings that staging did not give. The key that they came with is a
		// second one; the first stays good (facts §4.4), and was verified.
		if err := judge(u, again.Warnings); err != nil {
			return provider.Version{}, err
		}
		// From here on the wiki guards nothing, so it is looked once more.
		if now, err = c.file(ctx, u); err != nil {
			return provider.Version{}, err
		}
		if err := unmoved(u, now); err != nil {
			return provider.Version{}, err
		}
		st.Warnings = again.Warnings
		if v, _, err = c.release(ctx, u, st); v == nil && err == nil {
			err = malformed("publish", "the wiki warns although it was told to ignore what it warned of")
		}
	}
	if v == nil || err != nil {
		return deref(v), err
	}
	return *v, forget(u)
}

// release publishes, within one request if that can be done.
func (c *Client) release(ctx context.Context, u transfer, st provider.Stash) (*provider.Version, provider.Stash, error) {
	var (
		a    uploadAnswer
		seen *provider.Version
	)
	r := publishRequest(u, st)
	r.settled = c.stored(u, &seen)
	if c.queues() {
		r.ends = (*fault).gatewayTimeout
	}
	err := c.usedUp(ctx, r, c.call(ctx, r, &a))
	f := asFault(err)
	if f != nil && r.ends != nil && f.gatewayTimeout() && !errors.Is(err, errCannotLook) &&
		sleep(ctx, secondLook, u.Stop) == nil && !closed(u.Stop) {
		// The wiki may be at it still.
		done, lookErr := c.look(ctx, r, f)
		if !done && lookErr == nil {
			return c.enqueue(ctx, u, st)
		}
		err = lookErr
	}
	if err != nil || seen != nil {
		return seen, provider.Stash{}, err
	}
	return c.read(u, a)
}

// usedUp looks what became of a key that the wiki no longer has: a try of which
// no answer came, or a request that was delivered twice, may have published it.
func (c *Client) usedUp(ctx context.Context, r request, err error) error {
	f := asFault(err)
	if f == nil || !f.rule.stash {
		return err
	}
	if done, lookErr := c.look(ctx, r, f); done || lookErr != nil {
		return lookErr
	}
	return err
}

// publishRequest ignores warnings only when there were some and all of them were
// judged; otherwise the wiki is left to say what it finds.
func publishRequest(u transfer, st provider.Stash) request {
	r := uploadRequest(u, url.Values{"filekey": {st.Key}, "text": {u.Text}, "comment": {u.Comment}})
	if len(st.Warnings) > 0 {
		r.params.Set("ignorewarnings", "1")
	}
	r.op, r.counts, r.patience, r.sent = "publish", "upload", publishIn, size(u)
	return r
}

// examine compares what was staged with the plan, and reads what is under the
// title now.
func (c *Client) examine(ctx context.Context, u transfer, st provider.Stash) (provider.Stash, provider.File, error) {
	tell(u, provider.Progress{Phase: provider.Verifying, Sent: size(u), Total: size(u)})
	got, now, err := c.inspect(ctx, u, st.Key)
	if err != nil {
		return st, now, err
	}
	if err := verify(u, got); err != nil {
		if u.Resume != nil {
			err = lostStash("what an earlier run left is other content")
		}
		return st, now, errors.Join(err, forget(u))
	}
	st.Digest, st.Offset, st.State = got, got.Size, provider.Staged
	return st, now, keep(u, st)
}

// inspect reads a stash and what is under the title, in one request.
func (c *Client) inspect(ctx context.Context, u transfer, key string) (provider.Digest, provider.File, error) {
	var (
		got  provider.Digest
		seen sighting
	)
	err := c.query(ctx, request{op: "stash", title: u.Title, tell: u.Progress, effort: u.effort, params: url.Values{
		"prop": {"stashimageinfo|" + fileProps}, "siifilekey": {key}, "siiprop": {"size|sha1"},
		"titles": {u.Title.Page()}, "iiprop": {iiProps}, "rvprop": {rvProps}, "rvslots": {"main"},
	}}, func(a queryAnswer) error {
		for _, i := range a.Query.StashImageInfo {
			got = i.digest()
		}
		for _, p := range a.Query.Pages {
			seen.add(p)
		}
		return nil
	})
	now := seen.file(u.Title)
	if err == nil {
		err = sameTitle(u.Title, now)
	}
	return got, now, err
}

// verify compares the stash with the plan. A difference publishes nothing.
func verify(u transfer, got provider.Digest) error {
	want := u.Digest
	if !got.Known() {
		return malformed("stash", "the wiki does not say what it staged")
	}
	if !want.Known() || got.SHA1 == want.SHA1 && (want.Size == 0 || got.Size == want.Size) {
		return nil
	}
	e := &provider.Error{
		Op:   "stash",
		Info: fmt.Sprintf("the wiki received SHA-1 %s (%d bytes), planned was %s (%d bytes); nothing was published", got.SHA1, got.Size, want.SHA1, want.Size),
	}
	if u.Body == nil {
		e.Kind, e.Hint = provider.Source, "the URL has other content than its pin; update the pin if that is meant"
	} else {
		e.Kind, e.Hint = provider.Busy, "the bytes were damaged on the way; run it again"
	}
	return e
}

// unmoved is a conflict when the title is not as the plan saw it. The wiki has
// no compare-and-set for files, so this is asked just before publishing.
func unmoved(u transfer, now provider.File) error {
	switch v := now.Version; {
	case now.Redirect:
		return conflict("upload", "File:%s is a redirect by now", u.Title)
	case u.Before == nil && v != nil:
		return conflict("upload", "File:%s was uploaded by %s at %s; the plan saw none", u.Title, v.User, v.Time.Format("2006-01-02 15:04:05Z"))
	case u.Before != nil && v == nil:
		return conflict("upload", "File:%s is gone; the plan saw one", u.Title)
	case u.Before != nil && v.SHA1 != u.Before.SHA1:
		return conflict("upload", "File:%s was replaced by %s at %s, after the plan", u.Title, v.User, v.Time.Format("2006-01-02 15:04:05Z"))
	}
	return nil
}

// stored looks whether an upload whose answer was lost was stored after all.
// What is there tells it: the planned content is success, the content that the
// plan saw means that nothing happened yet, and anything else is a conflict.
func (c *Client) stored(u transfer, seen **provider.Version) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		now, err := c.file(ctx, u)
		if err != nil {
			return false, fmt.Errorf("%w: %w", errCannotLook, err)
		}
		if has(now, u.Digest) {
			*seen = now.Version
			return true, nil
		}
		return false, unmoved(u, now)
	}
}

func has(f provider.File, d provider.Digest) bool {
	return f.Version != nil && d.Known() && f.Version.SHA1 == d.SHA1
}

func size(u transfer) int64 { return u.Digest.Size }

func deref(v *provider.Version) provider.Version {
	if v == nil {
		return provider.Version{}
	}
	return *v
}
