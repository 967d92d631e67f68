package mediawiki

import (
	"context"
	"net/url"
	"sync"

	"wikiform/internal/working"
	"wikiform/provider"
)

// Texts reads the description pages of titles with their texts. Titles without
// a page are not in the map. HasText is false of a text that is hidden, or that
// would make all texts together too long.
func (c *Client) Texts(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Page, error) {
	pages := make(map[provider.Title]provider.Page, len(titles))
	kept := 0
	err := c.pages(ctx, titles, textBatch, request{params: url.Values{
		"prop": {"revisions"}, "rvprop": {rvProps + "|content"}, "rvslots": {"main"},
	}}, func(t provider.Title, p page) error {
		if len(p.Revisions) > 0 {
			pg := p.Revisions[0].page()
			if kept += len(pg.Text); kept > mostTexts {
				kept -= len(pg.Text)
				pg.Text, pg.HasText = "", false
			}
			pages[t] = pg
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return pages, nil
}

// mostRefusals is how many reasons are told why one thing may not be done.
const mostRefusals = 20

// Refusals asks what the account would not be allowed to do to titles: the
// inner key is "upload" or "edit", and absent when nothing speaks against it.
func (c *Client) Refusals(ctx context.Context, titles []provider.Title) (map[provider.Title]map[string][]provider.Refusal, error) {
	refusals := map[provider.Title]map[string][]provider.Refusal{}
	// The wiki bounds titles times actions (facts §2); the rest is continued.
	err := c.pages(ctx, titles, textBatch, request{params: url.Values{
		"prop": {"info"}, "intestactions": {"edit|upload"}, "intestactionsdetail": {"full"},
	}}, func(t provider.Title, p page) error {
		for action, errs := range p.Actions {
			for _, e := range errs {
				if len(refusals[t][action]) == mostRefusals {
					break
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

// mostHolders is how many files of one content are told.
const mostHolders = 100

// askers is how many questions about single sums are under way at once.
const askers = 4

// Holders finds the files of this wiki that have given contents already; a sum
// that nobody has is not in the map. It takes one request for every sum.
func (c *Client) Holders(ctx context.Context, sums []provider.SHA1) (map[provider.SHA1][]provider.Title, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	task := working.Begin(ctx, "duplicates", len(sums))
	defer task.End()
	todo := make(chan provider.SHA1, len(sums))
	for _, s := range sums {
		todo <- s
	}
	close(todo)
	var (
		wg      sync.WaitGroup
		mu      sync.Mutex
		holders = map[provider.SHA1][]provider.Title{}
		failed  error
	)
	for range min(askers, len(sums)) {
		wg.Go(func() {
			for sum := range todo {
				titles, err := c.holders(ctx, sum)
				task.Done(1)
				mu.Lock()
				switch {
				case err != nil && failed == nil:
					failed = err
					stop(err)
				case len(titles) > 0:
					holders[sum] = titles
				}
				mu.Unlock()
				if err != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	if failed != nil {
		return nil, failed
	}
	return holders, nil
}

func (c *Client) holders(ctx context.Context, sum provider.SHA1) ([]provider.Title, error) {
	var titles []provider.Title
	err := c.query(ctx, request{op: "query", params: url.Values{
		"list": {"allimages"}, "aisha1": {sum.String()}, "aiprop": {"sha1"}, "ailimit": {"max"},
	}}, func(a queryAnswer) error {
		for _, i := range a.Query.AllImages {
			if len(titles) < mostHolders {
				titles = append(titles, provider.Title(clip(string(titleOf(i.Title)))))
			}
		}
		return nil
	})
	return titles, err
}
