package mediawiki

import (
	"context"
	"net/url"

	"wikiform/provider"
)

// Wholes reads what the wiki has under each title, with texts and addresses, in as many
// requests as Files makes. Every title asked for is in the map.
//
// HasText is false of a text that would make all of them together too long: whoever asks
// for it alone gets it.
func (c *Client) Wholes(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Whole, error) {
	seen, err := c.settled(ctx, titles, request{params: url.Values{
		"iiprop": {iiProps + "|url"}, "rvprop": {rvProps + "|comment|content"},
	}})
	if err != nil {
		return nil, err
	}
	wholes := make(map[provider.Title]provider.Whole, len(titles))
	for t, s := range seen {
		wholes[t] = provider.Whole{File: s.file(t), URL: c.address(s.url)}
	}
	return wholes, nil
}

// address is a URL that the wiki tells, whole; "" for what is none, or longer than any.
func (c *Client) address(raw string) string {
	if len(raw) > mostLine {
		return ""
	}
	return c.absolute(raw)
}
