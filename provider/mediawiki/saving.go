package mediawiki

import (
	"context"
	"errors"
	"net/url"

	"wikiform/provider"
)

// Saving asks what the wiki would make of a text of a file's page when it is saved
// (facts §7.1). It asks as nobody. Where nobody may read the wiki, it asks again as the
// account if asAccount is set.
//
// With an account's rights a text can bring in any page of the wiki: only whether the
// answer is the text leaves this function, and neither the log nor a message shows more
// of a failure than that there was one. So it is asked once, however that ends.
func (c *Client) Saving(ctx context.Context, title provider.Title, text string, asAccount bool) (provider.Saving, error) {
	said, err := c.askSaving(ctx, title, text, true)
	if said == provider.SavingHidden && asAccount && !c.creds.anonymous() {
		said, err = c.askSaving(ctx, title, text, false)
	}
	return said, err
}

func (c *Client) askSaving(ctx context.Context, title provider.Title, text string, nobody bool) (provider.Saving, error) {
	r := request{op: "parse", title: title, post: true, params: url.Values{
		"action": {"parse"}, "onlypst": {"1"}, "title": {title.Page()}, "contentmodel": {"wikitext"}, "text": {text},
	}, ends: func(*fault) bool { return true }}
	if nobody {
		r.anonymous, r.in = true, newSession()
	}
	var answer struct{ Parse struct{ Text *string } }
	err := c.call(ctx, r, &answer)
	refused, ok := errors.AsType[*provider.Error](err)
	switch stored := answer.Parse.Text; {
	case ctx.Err() != nil:
		return "", interrupted(r.op, context.Cause(ctx))
	case nobody && ok && refused.Kind == provider.Auth:
		return provider.SavingHidden, nil
	case err != nil, stored == nil:
		return provider.SavingUntold, nil
	case provider.NormalizeText(*stored) == provider.NormalizeText(text):
		return provider.SavedAsIs, nil
	}
	return provider.SavedChanged, nil
}
