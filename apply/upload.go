package apply

import (
	"context"
	"errors"
	"slices"

	"wikiform/plan"
	"wikiform/provider"
)

// upload is the content of a file.
type upload struct{ *step }

func (upload) aspect() plan.Aspect { return plan.ContentAspect }
func (u upload) written() bool     { return u.change.Upload() != nil }

// shown compares sums where they are known. A content that the change does not
// write is to stay: a version that the wiki hides is told by its time.
func (u upload) shown() bool {
	v := u.now.Version
	switch {
	case u.want.Known():
		return v != nil && v.SHA1 == u.want.SHA1 && (u.want.Size == 0 || v.Size == u.want.Size)
	case u.change.Upload() != nil:
		return false
	}
	return sameVersion(v, u.change.Was().Version)
}

// bringsContent reports whether the change gives the file another version.
func (s *step) bringsContent() bool { return s.change.Upload() != nil || s.change.Revert() != nil }

func (upload) onText() bool { return false }

// due: the version is the one that the plan saw, where the time tells a content
// that came back from one that never went. Whether there is a page decides what an
// upload does beside, and an upload goes neither over a redirect nor over a shared
// file that the plan did not see.
func (u upload) due() bool {
	up, was, now := u.change.Upload(), u.change.Was(), u.now
	if up == nil || !sameVersion(was.Version, now.Version) || was.Redirect != now.Redirect {
		return false
	}
	if was.Shared != now.Shared && u.change.Move() == nil { // what a move meets, the move looks at
		return false
	}
	makesPage := now.Page == nil
	return makesPage == (up.Page != nil) || !makesPage && u.change.Claim.Text != nil && edit(u).shown()
}

func (u upload) rest() plan.Step {
	up := *u.change.Upload()
	if u.now.Page != nil {
		up.Page = nil
	}
	return up
}

func (u upload) mismatch() error {
	return &MismatchError{Aspect: plan.ContentAspect, Want: u.want, Now: u.now}
}

// do uploads the content, and reads back what the wiki then has. A URL is fetched
// by the wiki where it may and the manifest lets it.
func (u upload) do(ctx context.Context) error { return u.putContent(ctx) }

// request is what every way of uploading has in common.
func (s *step) request() provider.Upload {
	c := s.change
	u := provider.Upload{
		Title:      c.Claim.Title,
		Digest:     s.want,
		Comment:    c.Claim.Comment,
		Tags:       c.Claim.Tags,
		Before:     c.Was().Version,
		Accept:     slices.Clone(c.Claim.Accept),
		Neighbours: c.Neighbours,
		Progress:   s.progress,
		Found:      func() { s.found = true },
	}
	if text := c.Claim.Text; text != nil { // also where there is a page: somebody may delete it meanwhile
		u.Text = text.Text
	}
	if c.Was().Page != nil {
		u.Accept = append(u.Accept, provider.WarnPageExists)
	}
	return u
}

// send uploads, or stages, as u says.
func (s *step) send(ctx context.Context, u provider.Upload) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.bringBack(ctx, &u); err != nil {
		return err
	}
	if err := s.resumable(ctx, &u); err != nil {
		return err
	}
	if s.staging {
		return s.stash(ctx, u)
	}
	v, err := s.put(ctx, u)
	err = s.elsewhere(err)
	if err == nil && !s.want.Known() {
		s.want = v.Digest
	}
	if (err == nil || v.Known()) && !s.found {
		s.note(plan.ContentAspect)
	}
	if err == nil && s.mayWait(v) {
		return s.putOff(v)
	}
	before := s.now
	err = s.readBack(ctx, err, s.lookBack, upload{s}.shown)
	if s.guarded && !v.Known() && provider.KindOf(err) == provider.Conflict && !unchanged(before, s.now) { // it came after the look ahead
		err = s.stale()
	}
	if s.found {
		return err
	}
	s.wroteVersion(provider.WroteVersion, v, before)
	if err != nil {
		return err
	}
	s.note(plan.ContentAspect)
	return nil
}

// elsewhere says of an upload that the wiki asks about, since it knows a file with the
// content which the plan did not see, what to do in the manifest's own words: of what a
// shared repository has only an upload tells.
func (s *step) elsewhere(err error) error {
	e, wiki := errors.AsType[*provider.Error](err)
	if !wiki || e.Kind != provider.Warned || s.change.Claim.OnDuplicate == "" || len(e.Warnings) != 1 || e.Warnings[0].Kind != provider.WarnDuplicate {
		return err
	}
	told := *e
	told.Advice = `plan again, in case it came meanwhile; one of a shared repository no plan sees: let a redirect block lead there in place of this file, or upload it with on_duplicate = "allow"`
	return &told
}

// lookBack is look after an upload, and notices what nobody could prevent: that a
// version which came after the last look before it was overtaken.
func (s *step) lookBack(ctx context.Context) error {
	if err := s.lookBy(ctx, s.backs.files); err != nil {
		return err
	}
	s.noticeOld()
	return nil
}

// noticeOld takes the version beneath the current one.
func (s *step) noticeOld() {
	old := s.now.Old
	s.now.Old, s.beneath = nil, old
	if old != nil && (upload{s}).shown() && !sameVersion(old, s.change.Was().Version) {
		s.overtook = old
	}
}
