package apply

import (
	"cmp"
	"context"
	"slices"

	"wikiform/plan"
	"wikiform/provider"
)

// edit is the text of a file's page.
type edit struct{ *step }

func (edit) aspect() plan.Aspect { return plan.TextAspect }
func (e edit) written() bool     { return e.change.NewText() != nil }

// shown: any page is as wanted when it is not managed. One that the change is not
// to write is as wanted as the plan saw it, also where that differs from the
// manifest in what no edit can change.
func (e edit) shown() bool {
	c, page := e.change, e.now.Page
	text := c.NewText()
	switch {
	case c.Claim.Text == nil:
		return true
	case page == nil:
		return false
	case text != nil:
		return page.TextSHA1 == provider.TextSHA1(*text)
	}
	return page.TextSHA1 == provider.TextSHA1(c.Claim.Text.Text) || sameText(c.Was().Page, page)
}

// due: where an upload was to make the page and there is none after it, an edit does. It
// makes none where the file that was uploaded is gone again: somebody has deleted or moved
// it, and a page without a file would be what nobody wants.
func (e edit) due() bool {
	gone := e.bringsContent() && slices.Contains(e.took, plan.ContentAspect) && e.now.Version == nil
	return e.written() && !gone
}

func (edit) onText() bool { return true }

func (e edit) rest() plan.Step { return plan.SetText{Text: *e.change.NewText()} }

func (e edit) mismatch() error {
	return &MismatchError{Aspect: plan.TextAspect, Now: e.now, Ours: e.ours()}
}

// ours reports whether the page that is shown was written by this run: by its edit,
// or by the upload that made it.
func (e edit) ours() bool {
	page, version, up := e.now.Page, e.now.Version, e.change.Upload()
	switch {
	case page == nil:
		return false
	case e.edited != 0:
		return page.Rev == e.edited
	}
	return up != nil && up.Page != nil && version != nil && page.User == version.User
}

func (e edit) do(ctx context.Context) error {
	return e.save(ctx, plan.TextAspect, *e.change.NewText(), e.change.TextComment(), provider.Sending, e.shown)
}

// save edits the page, and reads back what the wiki then has. What the edit is based
// on is the revision that was seen last.
func (s *step) save(ctx context.Context, a plan.Aspect, text, comment string, phase provider.Phase, shown func() bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r := provider.Edit{
		Title:    s.change.Claim.Title,
		Text:     text,
		Base:     revision(s.now),
		Summary:  comment,
		Tags:     s.change.Claim.Tags,
		Accept:   s.change.Claim.Accept,
		Progress: s.doing(phase),
	}
	if s.untouched() { // no file is left half done for a stop
		r.Stop = s.halted
	}
	if phase != provider.Sending {
		s.progress(provider.Progress{Phase: phase})
	}
	rev, err := s.Wiki.Edit(ctx, r)
	if rev != 0 {
		s.note(a)
	}
	if err == nil { // 0: what the wiki makes of the text is there already
		s.edited = cmp.Or(rev, r.Base)
	}
	before, told := s.now, err
	err = s.readBack(ctx, err, s.look, shown)
	if told != nil && err == nil {
		s.note(a)
	}
	switch {
	case rev != 0:
		s.wroteText(rev, before, told)
	case err == nil: // also without a loss: a request that was delivered twice changes nothing the second time
		s.foundText(ctx, before)
	}
	return err
}
