package apply

import (
	"context"
	"fmt"

	"wikiform/internal/number"
	"wikiform/internal/weburl"
	"wikiform/provider"
	"wikiform/spec"
)

// putContent brings the content to the wiki in the way that its source needs.
func (s *step) putContent(ctx context.Context) error {
	src := s.change.Upload().Content.Source
	if s.staged {
		return s.send(ctx, s.request())
	}
	if s.fetchedByWiki() {
		u := s.request()
		u.URL = src.URL
		err := s.send(ctx, u)
		if src.Via == spec.ViaServer || !cannotFetch(err) {
			return err
		}
		s.fellBack(err)
	}
	body, got, release, err := s.Body(ctx, src, func(sent, total int64) {
		s.progress(provider.Progress{Phase: Fetching, Sent: sent, Total: total})
	})
	if err != nil {
		return unreadable(err)
	}
	defer release()
	if err := s.agree(got, body.Size); err != nil {
		return err
	}
	u := s.request()
	u.Body = &body
	return s.send(ctx, u)
}

func (s *step) fetchedByWiki() bool {
	src := s.change.Upload().Content.Source
	switch {
	case src.URL == "" || src.Via == spec.ViaClient:
		return false
	case src.Via == spec.ViaServer:
		return true
	}
	return s.CopyUpload && !s.noFetching.Load()
}

// fellBack makes a refusal visible, and remembered where it is not about this
// URL alone.
func (s *step) fellBack(err error) {
	switch provider.GroundOf(err) {
	case provider.GroundFetching, provider.GroundRight:
		s.noFetching.Store(true)
	}
	s.emit(FellBack{Address: s.change.Claim.Address, Err: err})
}

// cannotFetch reports whether the wiki says that it cannot or may not fetch a
// URL (facts §5.1), so that nothing came to it.
func cannotFetch(err error) bool {
	switch provider.GroundOf(err) {
	case provider.GroundURL, provider.GroundFetching, provider.GroundRight:
		return true
	}
	return false
}

// agree compares content on this machine with the planned one as far as that
// needs no reading, and learns the digest of a URL without a pin. A path's bytes
// are hashed on their way to the wiki.
func (s *step) agree(got provider.Digest, size int64) error {
	src := s.change.Upload().Content.Source
	switch {
	case got.Known() && s.want.Known() && got.SHA1 != s.want.SHA1:
		return &provider.Error{
			Kind: provider.Source, Op: "fetch",
			Info:   fmt.Sprintf("%s now gives %s, the plan wants %s", weburl.Shown(src.URL), describeDigest(got), describeDigest(s.want)),
			Advice: "if the new content is wanted, change its pin (the sha1 attribute or the entry in .wikiform.lock.hcl)",
		}
	case s.want.Known() && s.want.Size != 0 && size != s.want.Size:
		return &provider.Error{
			Kind: provider.Source, Cure: provider.CureReplan, Op: "read",
			Info:   fmt.Sprintf("%s%s has %s bytes, the plan wants %s", src.Path, weburl.Shown(src.URL), number.Grouped(size), number.Grouped(s.want.Size)),
			Advice: "the content changed after it was planned: plan again",
		}
	case got.Known():
		s.want = got
	}
	return nil
}

// unreadable gives an error of a source the kind that says so.
func unreadable(err error) error {
	if provider.KindOf(err) != "" {
		return err
	}
	return &provider.Error{Kind: provider.Source, Op: "read", Err: err}
}
