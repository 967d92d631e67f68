package mediawiki

import (
	"context"
	"net/url"
	"slices"

	"wikiform/internal/working"
	"wikiform/provider"
)

// redirection is one step from a redirect to the page that it names.
type redirection struct{ From, To string }

// Targets tells which page each redirect among titles names, one step on: with its
// namespace, which for files is "File" whatever the wiki's language calls it, and without
// what follows a "#". What is no redirect is not in the map.
//
// The wiki follows redirects to their end and says each step; of those that go round in
// a circle there is no page at all in its answer (facts §13.2).
func (c *Client) Targets(ctx context.Context, titles []provider.Title) (map[provider.Title]string, error) {
	targets := map[provider.Title]string{}
	task := working.Begin(ctx, "redirects", len(titles))
	defer task.End()
	for batch := range slices.Chunk(titles, c.batch()) {
		told, steps := newReading(batch), map[string]string{}
		err := c.query(ctx, request{params: url.Values{"redirects": {"1"}}}.about(batch), func(a queryAnswer) error {
			told.learn(a)
			for _, r := range a.Query.Redirects {
				steps[r.From] = clip(r.To)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		for _, t := range batch {
			if to := steps[told.stored(t)]; to != "" {
				targets[t] = c.canonical(to)
			}
		}
		task.Done(len(batch))
	}
	return targets, nil
}
