package apply

import (
	"cmp"
	"context"

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
	return page.TextSHA1 == provider.TextSHA1(c.Claim.Text.Text) || sameText(c.Before.Page, page)
}

// due: the page has the text that the plan saw, and had it all the time. Where an
// upload was to make the page and there is none after it, an edit does.
func (e edit) due() bool {
	whole, _ := e.trace()
	return e.written() && whole
}

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

// do edits the page, and reads back what the wiki then has. What the edit is based
// on is the revision that was seen last.
func (e edit) do(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r := provider.Edit{
		Title:    e.change.Claim.Title,
		Text:     *e.change.NewText(),
		Base:     revision(e.now),
		Summary:  e.change.Claim.Comment,
		Tags:     e.change.Claim.Tags,
		Accept:   e.change.Claim.Accept,
		Progress: e.progress,
	}
	if len(e.took) == 0 { // no file is left half done for a stop
		r.Stop = e.halted
	}
	rev, err := e.Wiki.Edit(ctx, r)
	if rev != 0 {
		e.note(plan.TextAspect)
	}
	if err == nil { // 0: what the wiki makes of the text is there already
		e.edited = cmp.Or(rev, r.Base)
	}
	if err := e.readBack(ctx, err, e.look, e.shown); err != nil {
		return err
	}
	if err != nil {
		e.note(plan.TextAspect)
	}
	return nil
}
