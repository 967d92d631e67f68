package mediawiki

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"

	"wikiform/provider"
)

// restarts is how often one file is staged anew after its stash was lost.
const restarts = 2

// uploadAnswer is what action=upload says, whatever was asked of it.
type uploadAnswer struct {
	Warnings apiWarnings // of the API, about the request
	Upload   *uploadResult
}

type uploadResult struct {
	Result    string
	Filename  string // in database form
	FileKey   string
	Offset    int64 // of Continue: bytes the wiki has
	Warnings  uploadWarnings
	ImageInfo *imageInfo
}

// staged is content in the wiki's stash, which nobody sees yet.
type staged struct {
	key      string
	warnings uploadWarnings // that publishing it would meet, as far as known
}

// Upload stores new content and gives the version that the wiki says it stored;
// the caller reads back what is there. Content that the wiki has under the title
// already is success. See [provider.Upload] for what is guarded.
//
// A file that is created goes in one request when it is small; everything else
// is staged, compared with the plan, and then published.
func (c *Client) Upload(ctx context.Context, u provider.Upload) (provider.Version, error) {
	if err := c.precheck(u); err != nil {
		return provider.Version{}, err
	}
	for lost := 0; ; {
		v, err := c.upload(ctx, u)
		f := asFault(err)
		switch {
		case f == nil:
		case f.tooLarge && u.Body != nil && c.chunk.shrink(u.Body.Size, f.limit):
			continue
		case f.tooLarge:
			f.err.Hint = c.chunk.hint()
		case f.rule.stash && lost < cmp.Or(f.rule.tries, restarts) && ctx.Err() == nil:
			lost++
			tell(u, provider.Progress{Phase: provider.Waiting, Why: "the wiki lost what was staged; it is sent again"})
			continue
		}
		return v, err
	}
}

// precheck refuses what would fail, or do something else, before bytes are sent.
func (c *Client) precheck(u provider.Upload) error {
	switch limit := c.site.MaxUpload; {
	case c.creds.anonymous():
		return notLoggedIn("upload")
	case u.Body == nil && u.URL == "", u.Body != nil && u.URL != "", u.Body != nil && u.Body.Size != u.Digest.Size:
		return &provider.Error{Kind: provider.Bug, Op: "upload", Info: "an upload has a body of the planned size, or a URL", Hint: hintReport}
	case limit > 0 && u.Digest.Size > limit:
		// The wiki would cut the file off at the limit without an error (facts §6.5).
		return &provider.Error{
			Kind: provider.Rejected, Op: "upload", Code: "file-too-large", Hint: "the wiki's administrators set $wgMaxUploadSize",
			Info: fmt.Sprintf("the file has %d bytes, this wiki takes at most %d", u.Digest.Size, limit),
		}
	}
	return nil
}

// upload takes one way from the content to the file.
func (c *Client) upload(ctx context.Context, u provider.Upload) (provider.Version, error) {
	var (
		st  staged
		err error
	)
	switch {
	case u.Body == nil:
		st, err = c.fetch(ctx, u)
	case u.Body.Size > c.chunk.size():
		st, err = c.sendChunks(ctx, u)
	case u.Before != nil:
		st, err = c.stash(ctx, u)
	default:
		var v *provider.Version
		if v, st, err = c.direct(ctx, u); v != nil {
			return *v, err
		}
	}
	if found, ok := errors.AsType[*already](err); ok {
		return found.version, nil
	}
	if err != nil {
		return provider.Version{}, err
	}
	return c.publish(ctx, u, st)
}

// direct creates a file in one request. With warnings nothing is published, and
// what was sent is in the stash.
func (c *Client) direct(ctx context.Context, u provider.Upload) (*provider.Version, staged, error) {
	var (
		a    uploadAnswer
		seen *provider.Version
	)
	r := uploadRequest(u, url.Values{"text": {u.Text}, "comment": {u.Comment}})
	r.file, r.counts = whole(u), "upload"
	r.settled = c.stored(u, &seen)
	if err := c.call(ctx, r, &a); err != nil || seen != nil {
		return seen, staged{}, err
	}
	return c.read(u, a)
}

// stash stages a small file that replaces another: were it sent directly and
// the other gone by now, it would create the file again.
func (c *Client) stash(ctx context.Context, u provider.Upload) (staged, error) {
	var a uploadAnswer
	r := uploadRequest(u, url.Values{"stash": {"1"}})
	r.op, r.file = "stash", whole(u)
	if err := c.call(ctx, r, &a); err != nil {
		return staged{}, err
	}
	return a.staged(r.op)
}

// uploadRequest is what all requests of one upload share. The tags go along
// from the first on, because the wiki checks them even when it only stages.
func uploadRequest(u provider.Upload, more url.Values) request {
	more.Set("action", "upload")
	more.Set("filename", string(u.Title))
	if len(u.Tags) > 0 {
		more.Set("tags", multi(u.Tags))
	}
	return request{op: "upload", title: u.Title, params: more, post: true, write: true, tell: u.Progress, total: size(u)}
}

func whole(u provider.Upload) *part {
	return &part{field: "file", body: *u.Body, size: u.Body.Size, want: u.Digest.SHA1}
}

// read tells published content from staged content.
func (c *Client) read(u provider.Upload, a uploadAnswer) (*provider.Version, staged, error) {
	if a.Upload == nil || a.Upload.Result != "Success" || a.Upload.ImageInfo == nil {
		st, err := a.staged("upload")
		return nil, st, err
	}
	v := a.Upload.ImageInfo.version()
	if got := titleOfKey(a.Upload.Filename); got != u.Title {
		return &v, staged{}, conflict("upload", "the wiki stored it as File:%s instead of File:%s", got, u.Title)
	}
	if v.SHA1 != u.Digest.SHA1 {
		return &v, staged{}, conflict("upload", "the wiki stored content with SHA-1 %s, planned was %s", v.SHA1, u.Digest.SHA1)
	}
	return &v, staged{}, nil
}

// staged reads the answer to a request that publishes nothing.
func (a uploadAnswer) staged(op string) (staged, error) {
	if a.Upload == nil || a.Upload.FileKey == "" {
		return staged{}, malformed(op, "the wiki neither published nor staged the file")
	}
	return staged{key: a.Upload.FileKey, warnings: a.Upload.Warnings}, nil
}

// already ends an upload whose content the wiki turned out to have.
type already struct{ version provider.Version }

func (*already) Error() string { return "the wiki has it already" }

func tell(u provider.Upload, p provider.Progress) {
	if u.Progress != nil {
		u.Progress(p)
	}
}

func notLoggedIn(op string) error {
	return &provider.Error{Kind: provider.Auth, Op: op, Info: "nobody is logged in", Hint: "writing needs a bot password or a token"}
}

func conflict(op, format string, args ...any) error {
	return &provider.Error{Kind: provider.Conflict, Op: op, Info: fmt.Sprintf(format, args...), Hint: hintReplan}
}
