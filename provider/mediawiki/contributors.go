package mediawiki

import (
	"context"
	"net/url"
	"slices"

	"wikiform/provider"
)

// mostUsers is how many who have written to one page are told.
const mostUsers = 1000

// Contributors reads who has written to the pages of titles; one without a page is not
// in the map. Whose name is hidden is left out by the wiki without a word (facts §13.5).
func (c *Client) Contributors(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Contributors, error) {
	told, cut, err := inHalves(ctx, c, "contributors", titles, request{params: url.Values{"prop": {"contributors"}, "pclimit": {"max"}}}, (*writers).add)
	if err != nil {
		return nil, err
	}
	all := make(map[provider.Title]provider.Contributors, len(told))
	for t, w := range told {
		if w.there {
			w.Cut = w.Cut || cut[t]
			all[t] = w.Contributors
		}
	}
	return all, nil
}

// writers are who has written to one page.
type writers struct {
	provider.Contributors
	there bool // is a page
}

func (w *writers) add(p page) {
	w.there = w.there || p.PageID != 0
	w.Anonymous = max(w.Anonymous, p.AnonContributors) // each piece of an answer has the same number
	for _, u := range p.Contributors {
		if len(w.Users) == mostUsers {
			w.Cut = true
			return
		}
		if name := clip(u.Name); name == "" {
			w.Anonymous++ // somebody all the same
		} else if !slices.Contains(w.Users, name) {
			w.Users = append(w.Users, name)
		}
	}
}

// RedirectsTo reads which pages of whatever namespace redirect to titles, whatever is
// there; every title is in the map. What redirects to such a redirect is not told.
func (c *Client) RedirectsTo(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Redirects, error) {
	params := url.Values{"prop": {"redirects"}, "rdprop": {"title"}, "rdlimit": {"max"}}
	told, cut, err := inHalves(ctx, c, "redirects to titles", titles, request{params: params}, func(r *provider.Redirects, p page) {
		for _, from := range p.Redirects {
			if len(r.Pages) == provider.RedirectPages {
				r.More = true
				return
			}
			r.Pages = append(r.Pages, c.canonical(clip(from.Title)))
		}
	})
	if err != nil {
		return nil, err
	}
	all := make(map[provider.Title]provider.Redirects, len(told))
	for t, r := range told {
		r.More = r.More || cut[t]
		all[t] = *r
	}
	return all, nil
}

// canonical names a page of the file namespace with the name that it has on every wiki,
// and leaves others as they are.
func (c *Client) canonical(page string) string {
	if file, is := c.site.FileTitle(page); is {
		return file.Page()
	}
	return page
}
