package mediawiki

import (
	"context"
	"fmt"
	"net/url"

	"wikiform/internal/number"
	"wikiform/provider"
)

// verifyStash compares what was staged with the plan, and reads what is under the
// title now.
func (c *Client) verifyStash(ctx context.Context, u transfer, st provider.Stash) (now provider.File, end ending) {
	tell(u, provider.Progress{Phase: provider.Verifying, Sent: size(u), Total: size(u)})
	got, now, err := c.readStash(ctx, u, st.Key)
	if err != nil {
		return now, endingOf(err)
	}
	if err := contentAsPlanned(u, got); err != nil {
		if u.Resume != nil {
			return now, stashLostBecause("what an earlier run left is other content")
		}
		return now, ending{how: failed, err: err, forget: true}
	}
	st.Digest, st.Offset, st.State = got, got.Size, provider.Staged
	if err := keep(u, st); err != nil {
		return now, endingOf(err)
	}
	return now, ending{how: staged, stash: st}
}

// readStash reads a stash and what is under the title, in one request.
func (c *Client) readStash(ctx context.Context, u transfer, key string) (provider.Digest, provider.File, error) {
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

// contentAsPlanned is an error when something else was staged than was planned.
func contentAsPlanned(u transfer, got provider.Digest) error {
	want := u.Digest
	if !got.Known() {
		return malformed("stash", "the wiki does not say what it staged")
	}
	if !want.Known() || got.SHA1 == want.SHA1 && (want.Size == 0 || got.Size == want.Size) {
		return nil
	}
	e := &provider.Error{
		Op:   "stash",
		Info: fmt.Sprintf("the wiki received %s, planned was %s; nothing was published", inFull(got), inFull(want)),
	}
	if u.Body == nil {
		e.Kind, e.Advice = provider.Source, "the URL has other content than its pin; update the pin if that is meant"
	} else {
		e.Kind, e.Advice = provider.Busy, "the bytes were damaged on the way; run it again"
	}
	return e
}

// inFull tells a digest with what is known of it: a pin may come without a size.
func inFull(d provider.Digest) string {
	if d.Size == 0 {
		return "SHA-1 " + d.SHA1.String()
	}
	return fmt.Sprintf("SHA-1 %s (%s bytes)", d.SHA1, number.Grouped(d.Size))
}

// mayPublish is an error when the wiki warned of something that the upload does not
// expect, or when the title is not as the plan saw it.
func mayPublish(u transfer, warnings uploadWarnings, now provider.File) error {
	if err := judge(u, warnings); err != nil {
		return err
	}
	return titleAsPlanned(u, now)
}

// titleAsPlanned is a conflict when the title is not as the plan saw it. The wiki has
// no compare-and-set for files, so this is asked just before publishing.
func titleAsPlanned(u transfer, now provider.File) error {
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

// lookResult is what a look has shown of an upload whose answer was lost.
type lookResult struct {
	version *provider.Version // the wiki has the planned content
	queued  bool              // the wiki's job queue was told to publish it
}

// ending is how a request for u ended: as a look has shown if the answer was lost,
// otherwise as its error or its answer says.
func (s lookResult) ending(u transfer, a uploadAnswer, err error) ending {
	switch {
	case s.version != nil:
		return ending{how: published, version: *s.version}
	case err != nil:
		return endingOf(err)
	}
	return a.ending(u)
}

// lookForUpload looks whether an upload whose answer was lost was stored after all.
// If the planned content is there, it was. If what the plan saw is there, nothing has
// happened yet. Anything else is a conflict.
func (c *Client) lookForUpload(u transfer, seen *lookResult) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		now, err := c.file(ctx, u)
		if err != nil {
			return false, fmt.Errorf("%w: %w", errCannotLook, err)
		}
		if has(now, u.Digest) {
			c.found(u, now.Version)
			seen.version = now.Version
			return true, nil
		}
		return false, titleAsPlanned(u, now)
	}
}

func has(f provider.File, d provider.Digest) bool {
	return f.Version != nil && d.Known() && f.Version.SHA1 == d.SHA1
}
