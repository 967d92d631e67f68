package mediawiki

import (
	"context"
	"net/url"
	"strings"

	"wikiform/internal/weburl"
	"wikiform/provider"
)

// fetch has the wiki download a URL into its stash. It is asked to ignore
// warnings there because it then tells them and the content's sum beside each
// other; that publishes nothing. Never with async: what that does differs
// between versions, down to uploading twice (facts §5.2).
func (c *Client) fetch(ctx context.Context, u transfer) (provider.Stash, error) {
	tell(u, provider.Progress{Phase: provider.Sending, Total: size(u)})
	var a uploadAnswer
	r := uploadRequest(u, url.Values{"stash": {"1"}, "ignorewarnings": {"1"}, "url": {u.URL}})
	r.op, r.patience = "fetch", publishIn
	if err := c.call(ctx, r, &a); err != nil {
		return provider.Stash{}, unsigned(u.URL, err)
	}
	return a.staged(r.op, u)
}

// unsigned hides what permits the download, should the wiki repeat the URL.
func unsigned(url string, err error) error {
	if f := asFault(err); f != nil {
		f.err.Info = strings.ReplaceAll(f.err.Info, url, weburl.Shown(url))
	}
	return err
}
