package mediawiki

import (
	"context"
	"net/url"

	"golang.org/x/sync/errgroup"

	"wikiform/internal/working"
)

// askers is how many questions about single things are under way at once. Beside
// them a plan asks one other.
const askers = 3

// each asks about every key, some at a time, until one question fails. What it is at
// is called what.
func each[K any](ctx context.Context, what string, keys []K, ask func(context.Context, K) error) error {
	task := working.Begin(ctx, what, len(keys))
	defer task.End()
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(askers)
	for _, k := range keys {
		g.Go(func() error {
			defer task.Done(1)
			if err := ctx.Err(); err != nil {
				return interrupted("query", err)
			}
			return ask(ctx, k)
		})
	}
	return g.Wait()
}

// rows is how many rows of a list one answer has (facts §13.8).
func (c *Client) rows() int {
	if c.account.Can("apihighlimits") {
		return 5000
	}
	return 500
}

// list reads at most so many pieces of a list, and stops where take has enough. It
// reports whether it came to the end. What it is at is called what.
func (c *Client) list(ctx context.Context, what string, params url.Values, most int, take func(queryAnswer) bool) (whole bool, err error) {
	task := working.Begin(ctx, what, 0)
	defer task.End()
	pieces := 0
	err = c.query(ctx, request{op: "query", params: params}, func(a queryAnswer) error {
		pieces++
		more := take(a)
		if whole = len(a.Continue) == 0; !whole && (!more || pieces >= most) {
			return errEnough
		}
		return nil
	})
	return whole && err == nil, err
}
