package mediawiki

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"wikiform/provider"
)

// uploadAnswer is what action=upload says, whatever was asked of it.
type uploadAnswer struct {
	Warnings apiWarnings // of the API, about the request
	Upload   *uploadResult
}

type uploadResult struct {
	Result    string // "Success", "Warning", "Continue", "Poll" or "Failure"
	Stage     string // of checkstatus: "uploading", "queued", "assembling", "publish"
	Filename  string // in database form
	FileKey   fileKey
	Offset    int64 // of Continue: bytes the wiki has
	Warnings  uploadWarnings
	ImageInfo *imageInfo
}

// Upload stores new content and gives the version that the wiki says it stored;
// the caller reads back what is there. Content that the wiki has under the title
// already is success. See [provider.Upload] for what is guarded.
//
// A file that is created goes in one request when it is small; everything else
// is staged, compared with the plan, and then published. What the wiki has lost
// of it meanwhile is sent again, a few times.
func (c *Client) Upload(ctx context.Context, u provider.Upload) (provider.Version, error) {
	t := c.transfer(u)
	v, err := anew(ctx, c, t, c.upload)
	if found, ok := errors.AsType[*already](err); ok {
		return found.version, forget(t)
	}
	return v, err
}

// transfer is an upload under way, and what all requests for it may cost.
type transfer struct {
	provider.Upload
	effort *effort
}

func (c *Client) transfer(u provider.Upload) transfer {
	if u.Body == nil {
		return transfer{u, c.newEffort()}
	}
	return transfer{u, c.effortFor(u.Body.Size)}
}

// upload takes one way from the content to the file.
func (c *Client) upload(ctx context.Context, u transfer) (provider.Version, error) {
	var (
		st  provider.Stash
		err error
	)
	if u.Resume == nil && u.Before == nil && c.direct(u) {
		var v *provider.Version
		if v, st, err = c.create(ctx, u); v != nil {
			return *v, err
		}
	} else {
		st, err = c.stage(ctx, u)
	}
	if err != nil {
		return provider.Version{}, err
	}
	return c.publish(ctx, u, st)
}

// direct reports whether u is small enough for one request.
func (c *Client) direct(u transfer) bool {
	return u.Body != nil && u.Body.Size <= c.chunk.direct()
}

// precheck refuses what would fail, or do something else, before bytes are sent.
func (c *Client) precheck(u transfer) error {
	switch limit := c.site.MaxUpload; {
	case c.creds.anonymous():
		return notLoggedIn("upload")
	case !sends(u) && (u.Resume == nil || u.Resume.State != provider.Staged), u.Body != nil && u.URL != "", u.Body != nil && u.Body.Size != u.Digest.Size:
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

// sends reports whether there is content that could be sent: of what was staged
// before only the publication may be asked for.
func sends(u transfer) bool { return u.Body != nil || u.URL != "" }

// create makes a file in one request. With warnings nothing is published, and
// what was sent is in the stash.
func (c *Client) create(ctx context.Context, u transfer) (*provider.Version, provider.Stash, error) {
	var (
		a    uploadAnswer
		seen *provider.Version
	)
	r := uploadRequest(u, url.Values{"text": {u.Text}, "comment": {u.Comment}})
	r.file, r.counts = whole(u), "upload"
	r.settled = c.stored(u, &seen)
	if err := c.call(ctx, r, &a); err != nil || seen != nil {
		return seen, provider.Stash{}, err
	}
	return c.read(u, a)
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

func whole(u transfer) *part {
	return &part{field: "file", body: *u.Body, size: u.Body.Size, want: u.Digest.SHA1}
}

// read tells published content from staged content.
func (c *Client) read(u transfer, a uploadAnswer) (*provider.Version, provider.Stash, error) {
	if a.Upload == nil || a.Upload.Result != "Success" || a.Upload.ImageInfo == nil {
		st, err := a.staged("upload", u)
		return nil, st, err
	}
	v := a.Upload.ImageInfo.version()
	if got := titleOfKey(a.Upload.Filename); got != u.Title {
		return &v, provider.Stash{}, conflict("upload", "the wiki stored it as File:%s instead of File:%s", got, u.Title)
	}
	if v.SHA1 != u.Digest.SHA1 {
		return &v, provider.Stash{}, conflict("upload", "the wiki stored content with SHA-1 %s, planned was %s", v.SHA1, u.Digest.SHA1)
	}
	return &v, provider.Stash{}, nil
}

// staged reads the answer to a request that publishes nothing.
func (a uploadAnswer) staged(op string, u transfer) (provider.Stash, error) {
	if a.Upload == nil || a.Upload.FileKey == "" || a.Upload.Result != "Success" && a.Upload.Result != "Warning" {
		return provider.Stash{}, malformed(op, "the wiki neither published nor staged the file")
	}
	return provider.Stash{
		Key: string(a.Upload.FileKey), Offset: size(u), Digest: u.Digest, State: provider.Staged, Warnings: a.Upload.Warnings,
	}, nil
}

// already ends an upload whose content the wiki turned out to have.
type already struct{ version provider.Version }

func (*already) Error() string { return "the wiki has it already" }

func tell(u transfer, p provider.Progress) {
	if u.Progress != nil {
		u.Progress(p)
	}
}

func notLoggedIn(op string) error {
	return &provider.Error{Kind: provider.Auth, Op: op, Info: "nobody is logged in", Hint: "writing needs a bot password or a token"}
}

func conflict(op, format string, args ...any) error {
	return &provider.Error{Kind: provider.Conflict, Op: op, Info: clip(fmt.Sprintf(format, args...)), Hint: hintReplan}
}
