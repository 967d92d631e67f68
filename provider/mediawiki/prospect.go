package mediawiki

import (
	"bytes"
	"context"
	"encoding/json"
	"net/url"
	"slices"

	"wikiform/provider"
)

// Prospects asks, of titles that have no file, what an upload would meet: warnings
// of the name, deletions, and whether the account may make the page. All of it comes
// with one question for a batch of titles; every title is in the map.
//
// The warning is a hint, made for MediaWiki's own upload form (facts §12.5). Nothing
// that is translated may be asked for together with it, and so no reasons of refusals.
func (c *Client) Prospects(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Prospect, error) {
	params := url.Values{
		"prop": {"imageinfo|deletedrevisions"}, "iiprop": {"uploadwarning"}, "uselang": {"qqx"},
		"drvprop": {"ids"}, "drvlimit": {"max"}, // otherwise ten rows for all titles together
	}
	if !c.account.Anonymous() {
		// One action for each title: the wiki answers no more of them at once than
		// titles. This one is refused where any other of an upload is (facts §12.5).
		params.Set("prop", params.Get("prop")+"|info")
		params.Set("inprop", "protection") // that of pages which show the file does not keep it from being created
		params.Set("intestactions", "create")
		params.Set("intestactionsdetail", "boolean")
	}
	prospects := make(map[provider.Title]provider.Prospect, len(titles))
	err := c.pages(ctx, titles, c.batch(), request{params: params}, func(t provider.Title, p page) error {
		prospects[t] = p.prospect(prospects[t])
		return nil
	})
	if err != nil {
		return nil, err
	}
	return prospects, nil
}

// prospect adds what a piece of an answer says to what the pieces before said.
func (p page) prospect(is provider.Prospect) provider.Prospect {
	for _, i := range p.ImageInfo {
		kind := warningOf(i.HTML)
		if kind == "" {
			continue
		}
		is.Warning = kind
		if name, _ := neighbour(i.HTML, p.Title); name != "" {
			if is.Neighbour = titleOf(name); len(is.Neighbour) > provider.MaxTitleBytes { // no file has such a name
				is.Neighbour = ""
			}
		}
	}
	is.Deleted = is.Deleted || len(p.DeletedRevisions) > 0
	is.Refused = is.Refused || p.Actions["create"].refused || slices.ContainsFunc(p.Protection, protection.cascades)
	return is
}

// permission is whether something may be done: a yes or no or, asked for in full,
// the reasons against it.
type permission struct {
	refused bool
	why     []struct{ Code, Text string }
}

// UnmarshalJSON takes both.
func (p *permission) UnmarshalJSON(b []byte) error {
	*p = permission{refused: bytes.Equal(b, []byte("false"))}
	if bytes.HasPrefix(b, []byte("[")) {
		if err := json.Unmarshal(b, &p.why); err != nil {
			return err
		}
		p.refused = len(p.why) > 0
	}
	return nil
}
