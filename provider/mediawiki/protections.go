package mediawiki

import (
	"context"
	"net/url"
	"time"

	"wikiform/provider"
)

// mostProtections is how many protections of one page are told.
const mostProtections = 20

// Protections reads what protects pages now. Titles that nothing protects are not in the
// map.
func (c *Client) Protections(ctx context.Context, titles []provider.Title) (map[provider.Title][]provider.Protection, error) {
	all := map[provider.Title][]provider.Protection{}
	err := c.pages(ctx, titles, c.batch(), request{params: url.Values{"prop": {"info"}, "inprop": {"protection"}}}, func(t provider.Title, p page) error {
		for _, x := range p.Protection[:min(len(p.Protection), mostProtections-len(all[t]))] {
			all[t] = append(all[t], x.told())
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

func (x protection) told() provider.Protection {
	until, _ := time.Parse(time.RFC3339, x.Expiry) // "infinity" is for ever
	return provider.Protection{Action: clip(x.Type), Level: clip(x.Level), Until: until, Source: clip(x.Source)}
}
