package mediawiki

import (
	"context"
	"slices"

	"wikiform/internal/working"
	"wikiform/provider"
)

// alonePieces is how many answers are read about one title.
const alonePieces = 4

// inHalves asks about titles where the wiki bounds the rows of all of them together
// (facts §13.9), and has add take in what it tells of each. Every title is in told.
//
// Where not all rows came, the titles are asked about in two halves, so that one which
// has any number of them hides nothing of the others. One that has too many by itself
// is cut.
func inHalves[T any](ctx context.Context, c *Client, what string, titles []provider.Title, r request, add func(*T, page)) (told map[provider.Title]*T, cut map[provider.Title]bool, err error) {
	told, cut = make(map[provider.Title]*T, len(titles)), map[provider.Title]bool{}
	task := working.Begin(ctx, what, len(titles))
	defer task.End()
	batches := slices.Collect(slices.Chunk(titles, textBatch))
	for len(batches) > 0 {
		batch := batches[len(batches)-1]
		batches = batches[:len(batches)-1]
		rows, whole, err := allRows(ctx, c, batch, r, add)
		switch {
		case err != nil:
			return nil, nil, err
		case !whole && len(batch) > 1:
			batches = append(batches, batch[:len(batch)/2], batch[len(batch)/2:])
			continue
		}
		for t, n := range rows {
			told[t] = n
			cut[t] = !whole
		}
		task.Done(len(batch))
	}
	return told, cut, nil
}

// allRows asks about a batch, which is whole if the wiki has told all that there is.
func allRows[T any](ctx context.Context, c *Client, batch []provider.Title, r request, add func(*T, page)) (told map[provider.Title]*T, whole bool, err error) {
	told = make(map[provider.Title]*T, len(batch))
	most := 1
	if len(batch) == 1 {
		most = alonePieces
	}
	pieces, read := 0, newReading(batch)
	err = c.query(ctx, r.about(batch), func(a queryAnswer) error {
		pieces++
		err := read.piece(a, func(t provider.Title, p page) error {
			if told[t] == nil {
				told[t] = new(T)
			}
			add(told[t], p)
			return nil
		})
		if whole = len(a.Continue) == 0; err == nil && !whole && pieces >= most {
			return errEnough
		}
		return err
	})
	if err == nil {
		err = read.whole()
	}
	return told, whole, err
}
