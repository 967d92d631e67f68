package mediawiki

import (
	"context"
	"net/url"
	"strings"

	"wikiform/provider"
)

// Texts reads the description pages of titles with their texts. Titles without
// a page are not in the map. HasText is false of a text that is hidden, or that
// would make all texts together too long.
func (c *Client) Texts(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Page, error) {
	pages := make(map[provider.Title]provider.Page, len(titles))
	var room texts
	err := c.pages(ctx, titles, textBatch, request{params: url.Values{
		"prop": {"revisions"}, "rvprop": {rvProps + "|comment|content"}, "rvslots": {"main"},
	}}, func(t provider.Title, p page) error {
		if len(p.Revisions) > 0 {
			pg := p.latest()
			room.keep(&pg)
			pages[t] = pg
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return pages, nil
}

// texts is how many bytes of texts are kept.
type texts int

// keep drops a page's text that would be too much.
func (n *texts) keep(p *provider.Page) {
	if *n+texts(len(p.Text)) > mostTexts {
		p.Text, p.HasText = "", false
	}
	*n += texts(len(p.Text))
}

// mostRefusals is how many reasons are told why one thing may not be done.
const mostRefusals = 20

// Refusals asks which of some actions ("upload", "edit", "move", "delete") the account
// would not be allowed to do to titles. The inner key is the action; it is absent when
// nothing speaks against it.
func (c *Client) Refusals(ctx context.Context, titles []provider.Title, actions []string) (map[provider.Title]map[string][]provider.Refusal, error) {
	refusals := map[provider.Title]map[string][]provider.Refusal{}
	// The wiki bounds titles times actions (facts §2); the rest is continued.
	err := c.pages(ctx, titles, textBatch, request{params: url.Values{
		"prop": {"info"}, "intestactions": {strings.Join(actions, "|")}, "intestactionsdetail": {"full"},
	}}, func(t provider.Title, p page) error {
		for action, may := range p.Actions {
			for _, e := range may.why {
				if len(refusals[t][action]) == mostRefusals {
					break
				}
				if e.Code == "ratelimited" { // for a minute, whatever the title
					continue
				}
				if refusals[t] == nil {
					refusals[t] = map[string][]provider.Refusal{}
				}
				refusals[t][action] = append(refusals[t][action], provider.Refusal{Ground: groundOf(e.Code), Code: clip(e.Code), Text: clip(e.Text)})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return refusals, nil
}
