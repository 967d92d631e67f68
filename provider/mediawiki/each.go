package mediawiki

import (
	"context"
	"maps"
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

// throughAtOnce is how many answers are read with one effort, which may be of 8 MB each.
const throughAtOnce = 20

// through reads a list that may be longer than any other question's answer, in no more
// requests than are left, and stops where take has enough. It reports whether it came to
// the end.
func (c *Client) through(ctx context.Context, params url.Values, left *int, take func(queryAnswer) bool) (whole bool, err error) {
	ask, been := params, map[string]bool{}
	for more := true; more && !whole && *left > 0; {
		rest := max(0, *left-throughAtOnce)
		err := c.query(ctx, request{op: "query", post: true, params: ask}, func(a queryAnswer) error {
			*left--
			more, whole = take(a), len(a.Continue) == 0
			if whole {
				return nil
			}
			next, err := continuation(a.Continue)
			if err != nil {
				return malformed("query", err.Error())
			}
			ask = maps.Clone(params)
			for k, v := range next {
				ask.Set(k, v)
			}
			if ask.Has("iistart") {
				// The one file of the answer has older versions, which come before what is
				// asked for goes on (facts §13.8).
				ask.Set("iilimit", "max")
			}
			if where := ask.Encode(); been[where] {
				return malformed("query", "the wiki continues a list where it already was")
			} else {
				been[where] = true
			}
			if more && *left > rest {
				return nil
			}
			return errEnough
		})
		if err != nil {
			return false, err
		}
	}
	return whole, nil
}
