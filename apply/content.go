package apply

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"wikiform/internal/weburl"
	"wikiform/provider"
	"wikiform/spec"
)

// putContent uploads the content, and reads back what the wiki then has. A URL
// is fetched by the wiki where it may and the manifest lets it.
func (s *step) putContent(ctx context.Context) error {
	src := s.change.Source
	if s.staged {
		return s.send(ctx, s.upload())
	}
	if s.fetchedByWiki() {
		u := s.upload()
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
	u := s.upload()
	u.Body = &body
	return s.send(ctx, u)
}

// upload is what every way of uploading has in common.
func (s *step) upload() provider.Upload {
	c := s.change
	u := provider.Upload{
		Title:      c.Title,
		Digest:     s.want,
		Comment:    marked(c.Comment, s.Mark),
		Tags:       c.Tags,
		Before:     c.Before.Version,
		Accept:     slices.Clone(c.Accept),
		Neighbours: c.Neighbours,
		Progress:   s.progress,
	}
	if c.Text != nil {
		u.Text = *c.Text
	}
	if c.Before.Page != nil {
		u.Accept = append(u.Accept, provider.WarnPageExists)
	}
	return u
}

func (s *step) send(ctx context.Context, u provider.Upload) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.resumable(ctx, &u); err != nil {
		return err
	}
	if s.staging {
		return s.stash(ctx, u)
	}
	v, err := s.put(ctx, u)
	if err == nil && !s.want.Known() {
		s.want = v.Digest
	}
	s.uploaded = err == nil || v.Known()
	if err := s.readBack(ctx, err, s.lookBack, s.contentShown); err != nil {
		return err
	}
	s.uploaded = true
	return nil
}

func (s *step) fetchedByWiki() bool {
	src := s.change.Source
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
	switch codeOf(err) {
	case "copyuploaddisabled", "permissiondenied":
		s.noFetching.Store(true)
	}
	s.emit(FellBack{Address: s.change.Address, Err: err})
}

// cannotFetch reports whether the wiki says that it cannot or may not fetch a
// URL (facts §5.1), so that nothing came to it.
func cannotFetch(err error) bool {
	switch code := codeOf(err); code {
	case "copyuploaddisabled", "copyuploadbaddomain", "copyuploadbadurl", "permissiondenied",
		"upload-copy-upload-invalid-domain", "upload-copy-upload-invalid-url", "upload-too-many-redirects":
		return true
	default:
		return strings.HasPrefix(code, "http-")
	}
}

func codeOf(err error) string {
	if e, ok := errors.AsType[*provider.Error](err); ok {
		return e.Code
	}
	return ""
}

// agree compares content on this machine with the planned one as far as that
// needs no reading, and learns the digest of a URL without a pin. A path's bytes
// are hashed on their way to the wiki.
func (s *step) agree(got provider.Digest, size int64) error {
	src := s.change.Source
	switch {
	case got.Known() && s.want.Known() && got.SHA1 != s.want.SHA1:
		return &provider.Error{
			Kind: provider.Source, Op: "fetch",
			Info: fmt.Sprintf("%s now gives %s, the plan wants %s", weburl.Shown(src.URL), describeDigest(got), describeDigest(s.want)),
			Hint: "if the new content is wanted, change its pin (the sha1 attribute or the entry in .wikiform.lock.hcl)",
		}
	case s.want.Known() && s.want.Size != 0 && size != s.want.Size:
		return &provider.Error{
			Kind: provider.Source, Op: "read",
			Info: fmt.Sprintf("%s%s has %d bytes, the plan wants %d", src.Path, weburl.Shown(src.URL), size, s.want.Size),
			Hint: "the content changed after it was planned: run it again",
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
