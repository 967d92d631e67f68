package mediawiki

import (
	"context"
	"net/url"

	"wikiform/provider"
)

// resumable is u with only what is of use of an earlier run, and with the digest if
// only that run knew it.
func resumable(u transfer) transfer {
	from := u.Resume
	begun := from != nil && from.State != provider.Staged && from.State != provider.Queued
	switch {
	case from == nil:
	case from.Key == "", begun && u.Body == nil, u.Digest.SHA1.Known() && from.Digest.SHA1 != u.Digest.SHA1:
		u.Resume = nil
	case !u.Digest.Known():
		u.Digest = from.Digest
	}
	return u
}

// stage brings the content into the stash in one of the ways that there are. It
// is not compared with the plan yet.
func (c *Client) stage(ctx context.Context, u transfer) ending {
	switch from := u.Resume; {
	case from != nil && from.State == provider.Queued:
		tell(u, provider.Progress{Phase: provider.Resuming, Sent: size(u), Total: size(u)})
		return c.awaitPublication(ctx, u, *from)
	case from != nil && from.State == provider.Staged:
		tell(u, provider.Progress{Phase: provider.Resuming, Sent: size(u), Total: size(u)})
		return ending{how: staged, stash: *from}
	case u.Body == nil:
		return c.fetch(ctx, u)
	case from != nil, !c.direct(u):
		return c.sendChunks(ctx, u)
	}
	return c.stageWhole(ctx, u)
}

// stageWhole stages a small file that replaces another. Sent directly, it would
// create the file again if somebody has deleted the other by now.
func (c *Client) stageWhole(ctx context.Context, u transfer) ending {
	var a uploadAnswer
	r := uploadRequest(u, url.Values{"stash": {"1"}})
	r.op, r.file = "stash", wholeFile(u)
	if err := c.call(ctx, r, &a); err != nil {
		return endingOf(err)
	}
	return a.staging(r.op, u)
}

// create makes a file in one request if the wiki warns of nothing; otherwise it ends
// with staged.
func (c *Client) create(ctx context.Context, u transfer) ending {
	var (
		a    uploadAnswer
		seen lookResult
	)
	r := uploadRequest(u, url.Values{"text": {u.Text}, "comment": {u.Comment}})
	r.file, r.counts = wholeFile(u), "upload"
	r.tookEffect = c.lookForUpload(u, &seen)
	err := c.call(ctx, r, &a)
	return seen.ending(u, a, err)
}

// uploadRequest is what all requests of one upload share. The tags go along
// from the first on, because the wiki checks them even when it only stages.
func uploadRequest(u transfer, more url.Values) request {
	more.Set("action", "upload")
	more.Set("filename", string(u.Title))
	if len(u.Tags) > 0 {
		more.Set("tags", multi(u.Tags))
	}
	return request{op: "upload", title: u.Title, params: more, post: true, write: true, tell: u.Progress, total: size(u), accept: u.Accept, stop: u.Stop, effort: u.effort}
}

func wholeFile(u transfer) *part {
	return &part{field: "file", body: *u.Body, size: u.Body.Size, want: u.Digest.SHA1}
}
