package mediawiki

import (
	"context"
	"crypto/sha1"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"wikiform/provider"
)

// detours is how often in a row the wiki may send us to another offset, or cut
// our chunks, before it counts as lost.
const detours = 5

// chunks is a file on its way into the stash (facts §6).
type chunks struct {
	c *Client
	u transfer

	key    string      // the wiki's name for what it has; "" before the first chunk
	offset int64       // bytes that the wiki has
	prefix hash.Cloner // of the bytes up to offset; nil when they must be read again
	lost   int         // detours since the wiki last had more than ever before
}

// sendChunks stages a file in pieces, beginning where an earlier run ended. The
// name is checked by the first chunk already: what the plan does not expect
// should not cost the whole transfer.
func (c *Client) sendChunks(ctx context.Context, u transfer) (provider.Stash, error) {
	s := &chunks{c: c, u: u}
	if u.Resume != nil {
		if a, err := s.rejoin(ctx, *u.Resume); err != nil || a.Upload != nil {
			return s.joined(ctx, a, err)
		}
	}
	for {
		a, err := s.next(ctx)
		switch {
		case err != nil || s.offset == u.Body.Size:
			return s.joined(ctx, a, err)
		case a.Upload == nil:
			continue // another offset, or another size
		case len(a.Upload.Warnings) > 0:
			if err := c.early(ctx, u, a.Upload.Warnings); err != nil {
				return provider.Stash{}, err
			}
		}
	}
}

// next sends one chunk, as much as fits. The answer is empty when the wiki
// wants something else first.
func (s *chunks) next(ctx context.Context) (uploadAnswer, error) {
	total := s.u.Body.Size
	size := s.c.chunk.size()
	if total/size > mostChunks {
		return uploadAnswer{}, tooSmall(size, total)
	}
	p, err := s.piece(min(size, total-s.offset))
	if err != nil {
		return uploadAnswer{}, sourceFault("stash", err)
	}
	var a uploadAnswer
	if err := s.c.call(ctx, s.request(p), &a); err != nil {
		return s.detour(ctx, err, p.size)
	}
	if about := a.Warnings.about("filesize"); about != "" {
		// The wiki would end the file at its limit (facts §6.5).
		return a, &provider.Error{Kind: provider.Rejected, Op: "stash", Code: "file-too-large", Info: about, Hint: "nothing was published"}
	}
	end := s.offset + p.size
	switch up := a.Upload; {
	case up != nil && up.Result == "Continue" && up.FileKey != "" && up.Offset == end && end < total:
		s.c.chunk.took(p.size, p.took)
		s.key, s.offset, s.prefix = string(up.FileKey), end, p.hashed()
		if s.u.effort.reached(end) {
			s.lost = 0
		}
		return a, s.keep(provider.Uploading)
	case up != nil && up.Result == "Continue" && up.FileKey != "":
		s.key = string(up.FileKey)
		return uploadAnswer{}, s.jump(up.Offset)
	case up != nil && (up.Result == "Success" || up.Result == "Poll") && end == total:
		s.offset = end
		return a, nil
	case up != nil && up.Result == "Warning":
		return a, judgeOr(s.u, up.Warnings)
	}
	return a, malformed("stash", "the wiki answered a chunk with something else")
}

func (s *chunks) request(p *part) request {
	// Without ignorewarnings a warning makes the key unusable (facts §6.1); it
	// publishes nothing, and the warnings are told all the same.
	r := uploadRequest(s.u, url.Values{
		"stash": {"1"}, "ignorewarnings": {"1"},
		"filesize": {strconv.FormatInt(s.u.Body.Size, 10)}, "offset": {strconv.FormatInt(s.offset, 10)},
	})
	if s.key != "" {
		r.params.Set("filekey", s.key)
	}
	r.op, r.file, r.sent = "stash", p, s.offset
	if p.offset+p.size == s.u.Body.Size {
		r.patience = publishIn // the wiki puts the file together and hashes it
		if s.c.queues() {
			r.params.Set("async", "1") // ignored where the wiki has it not (facts §6.4)
		}
	}
	return r
}

// piece is the next n bytes. After a jump the bytes before it are read once
// more, so that the last chunk can still vouch for the whole file.
func (s *chunks) piece(n int64) (*part, error) {
	if s.prefix == nil && s.offset > 0 {
		var err error
		if s.prefix, err = hashUpTo(s.u.Body, s.offset); err != nil {
			return nil, err
		}
	}
	return &part{field: "chunk", body: *s.u.Body, offset: s.offset, size: n, prefix: s.prefix, want: s.u.Digest.SHA1}, nil
}

func hashUpTo(body *provider.Body, offset int64) (hash.Cloner, error) {
	f, err := body.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sum := sha1.New().(hash.Cloner)
	_, err = io.CopyN(sum, f, offset)
	return sum, err
}

// detour goes on after a refused chunk of n bytes where that is possible: with
// smaller chunks, or where the wiki says that it stands.
func (s *chunks) detour(ctx context.Context, err error, n int64) (uploadAnswer, error) {
	f := asFault(err)
	last := s.offset+n == s.u.Body.Size
	switch {
	case f == nil || ctx.Err() != nil:
	case f.tooLarge && s.c.chunk.shrink(n, f.limit):
		return uploadAnswer{}, nil
	case f.tooLarge:
		s.c.chunk.refused(f.err)
	case f.err.Code == "stashfailed" && f.offset == s.u.Body.Size && s.key != "":
		// It has every byte, and is not done with them.
		return s.linger(ctx, err)
	case f.err.Code == "stashfailed" && f.offset >= 0 && s.key != "":
		return uploadAnswer{}, s.jump(f.offset)
	case f.rule.stash && last && s.key != "":
		// The answer to the last chunk may have been lost, and with it the new
		// key: the wiki has the file then, under a key that only it knows.
		if a, askErr := s.standing(ctx); askErr == nil && a.whole() {
			s.offset = s.u.Body.Size
			return a, nil
		}
	case f.cut() && s.lost < detours && s.c.chunk.broke(n):
		s.lost++
		return uploadAnswer{}, nil
	}
	return uploadAnswer{}, err
}

// tooSmall refuses to send a file in more requests than anybody waits for.
func tooSmall(chunk, total int64) error {
	return &provider.Error{
		Kind: provider.Rejected, Cure: provider.CureWiki, Op: "stash",
		Info: fmt.Sprintf("the wiki takes no more than %d bytes in a request, and the file has %d", chunk, total),
		Hint: "the wiki's administrators can raise upload_max_filesize, post_max_size and the limit of the proxy",
	}
}

// cut reports whether a request broke off in a way that a smaller one may avoid.
func (f *fault) cut() bool {
	broke := f.err.Code == "" && (f.err.Kind == provider.Lost || f.err.Kind == provider.Busy)
	return broke && (f.err.Status == 0 || f.err.Status == http.StatusRequestTimeout || f.gatewayTimeout())
}

// jump goes to where the wiki says that it stands, which is what counts.
func (s *chunks) jump(to int64) error {
	if s.lost++; s.lost > detours || to < 0 || to >= s.u.Body.Size {
		return lostStash(fmt.Sprintf("the wiki says that it has %d of %d bytes where %d were sent", to, s.u.Body.Size, s.offset))
	}
	if to != s.offset {
		s.offset, s.prefix = to, nil
	}
	if to == 0 {
		s.key = "" // a first chunk has none, and begins a new stash
		return nil
	}
	return s.keep(provider.Uploading)
}

// lostStash is the fault of a stash that cannot be gone on with.
func lostStash(info string) *fault {
	return &fault{rule: rule{stash: true}, offset: -1, limit: -1, err: &provider.Error{
		Kind: provider.Busy, Op: "stash", Code: "stashfailed", Hint: hintAgain, Info: info,
	}}
}

func (s *chunks) keep(state provider.StashState) error {
	return keep(s.u, provider.Stash{Key: s.key, Offset: s.offset, Digest: s.u.Digest, State: state})
}

// early ends an upload whose first chunks show that it cannot be published.
func (c *Client) early(ctx context.Context, u transfer, warnings uploadWarnings) error {
	stop := judge(u, warnings)
	if stop == nil {
		return nil
	}
	if now, err := c.file(ctx, u); err == nil && has(now, u.Digest) {
		return &already{*now.Version}
	}
	return stop
}

// judgeOr is for a warning that staged nothing that could be gone on with.
func judgeOr(u transfer, warnings uploadWarnings) error {
	if err := judge(u, warnings); err != nil {
		return err
	}
	return malformed("stash", "the wiki warns although it was told to ignore warnings")
}
