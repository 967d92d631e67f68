package mediawiki

import (
	"context"
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"

	"wikiform/provider"
)

type editAnswer struct {
	Edit *struct {
		Result   string
		Title    string
		NoChange bool
		New      bool
		OldRevID int64
		NewRevID int64
		Captcha  *struct{ Type string }
	}
}

// Edit stores the text of a page and gives its new revision; 0 when the page
// had that text already. A page that changed since e.Base is a conflict, also
// when the wiki merged both changes into a text that nobody wrote (facts §7).
func (c *Client) Edit(ctx context.Context, e provider.Edit) (int64, error) {
	if c.creds.anonymous() {
		return 0, notLoggedIn("edit")
	}
	e.Text = provider.NormalizeText(e.Text)
	sum := md5.Sum([]byte(e.Text))
	params := url.Values{
		"action": {"edit"}, "title": {e.Title.Page()}, "text": {e.Text}, "md5": {hex.EncodeToString(sum[:])},
		"summary": {e.Summary},
	}
	if e.Base == 0 {
		params.Set("createonly", "1")
	} else {
		params.Set("nocreate", "1")
		params.Set("baserevid", strconv.FormatInt(e.Base, 10))
	}
	if len(e.Tags) > 0 {
		params.Set("tags", multi(e.Tags))
	}
	if c.account.Can("bot") {
		params.Set("bot", "1")
	}
	var (
		a      editAnswer
		seen   int64
		effort = c.newEffort()
	)
	err := c.call(ctx, request{
		op: "edit", title: e.Title, params: params, post: true, write: true, counts: "edit",
		tell: e.Progress, settled: c.edited(e, effort, &seen), accept: e.Accept, stop: e.Stop, effort: effort,
	}, &a)
	if err != nil || seen != 0 {
		return seen, err
	}
	return a.revision(e)
}

// revision reads the answer to an edit that was made, or was not needed.
func (a editAnswer) revision(e provider.Edit) (int64, error) {
	switch r := a.Edit; {
	case r == nil:
		return 0, malformed("edit", "the wiki does not say what became of the edit")
	case r.Captcha != nil:
		return 0, &provider.Error{
			Kind: provider.Rejected, Cure: provider.CureWiki, Op: "edit", Code: "captcha", Info: "the wiki wants a captcha (" + clip(r.Captcha.Type) + ") solved",
			Hint: "give the account the right skipcaptcha, or a bot password with the grant for high-volume editing",
		}
	case r.Result != "Success":
		return 0, &provider.Error{Kind: provider.Rejected, Op: "edit", Info: fmt.Sprintf("the wiki answered %q", clip(r.Result)), Hint: hintFilter}
	case r.Title != "" && titleOf(r.Title) != e.Title:
		return r.NewRevID, conflict("edit", "the wiki changed File:%s instead of File:%s", titleOf(r.Title), e.Title)
	case r.NoChange:
		return 0, nil
	case r.OldRevID != e.Base:
		return r.NewRevID, conflict("edit", "the page had changed to revision %d since the plan saw %d, and the wiki merged both into revision %d", r.OldRevID, e.Base, r.NewRevID)
	default:
		return r.NewRevID, nil
	}
}

// edited looks whether an edit whose answer was lost was stored after all: our
// text directly on our base is success, the base itself means not yet.
func (c *Client) edited(e provider.Edit, spent *effort, rev *int64) func(context.Context) (bool, error) {
	want := provider.TextSHA1(e.Text)
	return func(ctx context.Context) (bool, error) {
		var latest revision
		err := c.pages(ctx, []provider.Title{e.Title}, 1, request{tell: e.Progress, effort: spent, params: url.Values{
			"prop": {"revisions"}, "rvprop": {rvProps}, "rvslots": {"main"},
		}}, func(_ provider.Title, p page) error {
			if len(p.Revisions) > 0 {
				latest = p.Revisions[0]
			}
			return sameTitle(e.Title, provider.File{Title: titleOf(p.Title)})
		})
		switch {
		case err != nil:
			return false, fmt.Errorf("%w: %w", errCannotLook, err)
		case latest.RevID == e.Base:
			return false, nil
		case latest.ParentID == e.Base && latest.page().TextSHA1 == want:
			*rev = latest.RevID
			return true, nil
		}
		return false, conflict("edit", "the page is at revision %d by %s, the plan saw %d", latest.RevID, latest.User, e.Base)
	}
}
