package mediawiki

import (
	"context"
	"crypto/sha1"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"wikiform/internal/number"
	"wikiform/provider"
)

// mostDetours is how often in a row the wiki may send us to another offset, or a
// chunk may break off, before the stash counts as lost.
const mostDetours = 5

// chunks is a file on its way into the stash (facts §6).
type chunks struct {
	c *Client
	u transfer

	key     string      // the wiki's name for what it has; "" before the first chunk
	offset  int64       // bytes that the wiki has
	prefix  hash.Cloner // of the bytes up to offset; nil when they must be read again
	detours int         // since the wiki last had more bytes than ever before
	noting  chan error  // what Keep says of the last chunk that arrived; nil when it has said so
}

func (s *chunks) total() int64 { return s.u.Body.Size }

// sendChunks stages a file in chunks, beginning where an earlier run ended. The
// wiki checks the name with the first chunk already, so that what the plan does
// not expect does not cost the whole transfer.
func (c *Client) sendChunks(ctx context.Context, u transfer) ending {
	s, end := &chunks{c: c, u: u}, ending{how: partial}
	if u.Resume != nil {
		end = s.resume(ctx, *u.Resume)
	}
	for end.how == partial {
		end = s.sendNext(ctx)
	}
	if err := s.noted(); err != nil {
		return endingOf(errors.Join(err, end.err))
	}
	if end.how == complete {
		return s.finish(ctx, end.answer)
	}
	return end
}

// sendNext sends one chunk, as much as fits.
func (s *chunks) sendNext(ctx context.Context) ending {
	size := s.c.chunk.size()
	if s.total()/size > mostChunks {
		return endingOf(tooSmall(size, s.total()))
	}
	p, err := s.nextPart(min(size, s.total()-s.offset))
	if err != nil {
		return endingOf(sourceFault("stash", err))
	}
	var a uploadAnswer
	err = s.c.call(ctx, s.request(p), &a)
	if err := s.noted(); err != nil {
		return endingOf(err)
	}
	if err != nil {
		return s.recover(ctx, err, p.size)
	}
	return s.read(ctx, a, p)
}

// read reads the answer to a chunk.
func (s *chunks) read(ctx context.Context, a uploadAnswer, sent *part) ending {
	if about := a.Warnings.about("filesize"); about != "" {
		// The wiki would end the file at its limit (facts §6.5).
		return endingOf(&provider.Error{Kind: provider.Rejected, Op: "stash", Code: "file-too-large", Info: about, Advice: "nothing was published"})
	}
	switch up := a.Upload; {
	case up == nil:
	case up.Result == "Continue" && up.FileKey != "":
		return s.advance(ctx, *up, sent)
	case (up.Result == "Success" || up.Result == "Poll") && s.offset+sent.size == s.total():
		s.offset = s.total()
		return ending{how: complete, answer: a}
	case up.Result == "Warning":
		// Nothing was staged under a key that can be used.
		if err := judge(s.u, up.Warnings); err != nil {
			return endingOf(err)
		}
		return endingOf(malformed("stash", "the wiki warns although it was told to ignore warnings"))
	}
	return endingOf(malformed("stash", "the wiki answered a chunk with something else"))
}

// advance notes that a chunk arrived, or goes where the wiki wants us.
func (s *chunks) advance(ctx context.Context, up uploadResult, sent *part) ending {
	end := s.offset + sent.size
	s.key = string(up.FileKey)
	if up.Offset != end || end == s.total() {
		return s.seek(up.Offset)
	}
	s.c.chunk.arrived(sent.size, sent.took)
	s.offset, s.prefix = end, sent.hashed()
	if s.u.effort.reached(end) {
		s.detours = 0
	}
	s.note()
	return s.c.judgeEarly(ctx, s.u, up.Warnings)
}

// note keeps what the wiki has while the next chunk is on its way: a journal that has to
// reach the disk takes as long as many bytes. Nothing relies on it before [chunks.noted]. A
// run that ends between the two goes on one chunk earlier, or asks the wiki, as if it had
// ended before the answer.
func (s *chunks) note() {
	if s.u.Keep == nil {
		return
	}
	said, st := make(chan error, 1), s.stash(provider.Uploading)
	go func() { said <- keep(s.u, st) }()
	s.noting = said
}

// noted waits until what is to be kept is kept.
func (s *chunks) noted() error {
	if s.noting == nil {
		return nil
	}
	err := <-s.noting
	s.noting = nil
	return err
}

// judgeEarly ends an upload of which a chunk shows already that it cannot be
// published. It ends with partial when nothing speaks against going on.
func (c *Client) judgeEarly(ctx context.Context, u transfer, warnings uploadWarnings) ending {
	err := judge(u, warnings)
	if err == nil {
		return ending{how: partial}
	}
	if now, lookErr := c.file(ctx, u); lookErr == nil && has(now, u.Digest) {
		return onWiki(*now.Version)
	}
	return endingOf(err)
}

// finish reads the answer to the last chunk, and waits if the wiki's job queue puts
// the file together. The whole has another key than its chunks.
func (s *chunks) finish(ctx context.Context, a uploadAnswer) ending {
	if !a.polls() {
		return a.staging("stash", s.u)
	}
	if a.Upload.FileKey != "" {
		s.key = string(a.Upload.FileKey)
	}
	if err := s.keep(provider.Assembling); err != nil {
		return endingOf(err)
	}
	return s.c.awaitAssembly(ctx, s.u, s.key)
}

func (s *chunks) request(p *part) request {
	// Without ignorewarnings a warning would make the key unusable (facts §6.1).
	// Nothing is published, and the wiki tells its warnings all the same.
	r := uploadRequest(s.u, url.Values{
		"stash": {"1"}, "ignorewarnings": {"1"},
		"filesize": {strconv.FormatInt(s.total(), 10)}, "offset": {strconv.FormatInt(s.offset, 10)},
	})
	if s.key != "" {
		r.params.Set("filekey", s.key)
	}
	r.op, r.file, r.sent = "stash", p, s.offset
	if p.offset+p.size == s.total() {
		r.patience = publishIn // the wiki puts the file together and hashes it
		if s.c.hasQueue() {
			r.params.Set("async", "1") // a wiki without a queue ignores it (facts §6.4)
		}
	}
	return r
}

// nextPart is the next n bytes. After a change of the offset the bytes before it
// are read once more, so that the last chunk can still prove the whole file.
func (s *chunks) nextPart(n int64) (*part, error) {
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

// recover goes on after a chunk of n bytes that failed, if that is possible: with
// smaller chunks, or at the offset that the wiki names.
func (s *chunks) recover(ctx context.Context, err error, n int64) ending {
	f := asFault(err)
	if f == nil || ctx.Err() != nil {
		return endingOf(err)
	}
	switch {
	case f.tooLarge:
		if s.c.chunk.shrink(n, f.limit) {
			return ending{how: partial}
		}
	case f.brokeOff():
		if s.detours < mostDetours && s.c.chunk.brokeOff(n) {
			s.detours++
			return ending{how: partial}
		}
	case s.key != "":
		return s.locate(ctx, f, s.offset+n == s.total())
	}
	return endingOf(err)
}

// locate finds out which bytes the wiki has after it refused a chunk with f.
func (s *chunks) locate(ctx context.Context, f *fault, last bool) ending {
	switch {
	case f.arrived != nil && *f.arrived == s.total(): // all, but not yet put together
		return s.awaitWhole(ctx, stashLostBy(f))
	case f.arrived != nil:
		return s.seek(*f.arrived)
	case f.rule.stashLost && last:
		// Perhaps an earlier try of the last chunk succeeded, and its answer was
		// lost with the key of the whole.
		if a, err := s.askProgress(ctx); err == nil && a.whole() {
			s.offset = s.total()
			return ending{how: complete, answer: a}
		}
	}
	return endingOf(f)
}

// tooSmall refuses to send a file in more requests than anybody waits for.
func tooSmall(chunk, total int64) error {
	return &provider.Error{
		Kind: provider.Rejected, Cure: provider.CureWiki, Op: "stash",
		Info:   fmt.Sprintf("the wiki takes no more than %s bytes in a request, and the file has %s", number.Grouped(chunk), number.Grouped(total)),
		Advice: "the wiki's administrators can raise upload_max_filesize, post_max_size and the limit of the proxy",
	}
}

// brokeOff reports whether a request broke off as a smaller one perhaps would not.
func (f *fault) brokeOff() bool {
	broke := f.err.Code == "" && (f.err.Kind == provider.Lost || f.err.Kind == provider.Busy)
	return broke && (f.err.Status == 0 || f.err.Status == http.StatusRequestTimeout || f.gatewayTimeout())
}

// seek goes on at the offset that the wiki names: what it has is what counts.
func (s *chunks) seek(to int64) ending {
	if s.detours++; s.detours > mostDetours || to < 0 || to >= s.total() {
		return stashLostBecause(fmt.Sprintf("the wiki says that it has %s of %s bytes where %s were sent", number.Grouped(to), number.Grouped(s.total()), number.Grouped(s.offset)))
	}
	if to != s.offset {
		s.offset, s.prefix = to, nil
	}
	if to == 0 {
		s.key = "" // a first chunk has none, and begins a new stash
		return ending{how: partial}
	}
	if err := s.keep(provider.Uploading); err != nil {
		return endingOf(err)
	}
	return ending{how: partial}
}

func (s *chunks) keep(state provider.StashState) error { return keep(s.u, s.stash(state)) }

func (s *chunks) stash(state provider.StashState) provider.Stash {
	return provider.Stash{Key: s.key, Offset: s.offset, Digest: s.u.Digest, State: state}
}
