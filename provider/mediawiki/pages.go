package mediawiki

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"wikiform/internal/working"
	"wikiform/provider"
)

// batchesAtOnce is how many questions about titles are under way at once: while one
// answer is taken in, the wiki works at the next.
const batchesAtOnce = 2

// pages asks about titles in batches and hands over every page with the title
// that was asked for, in the order of the batches and from one goroutine at a time. One
// title may come in several pieces.
func (c *Client) pages(ctx context.Context, titles []provider.Title, size int, r request, take func(provider.Title, page) error) error {
	task := working.Begin(ctx, working.Asking, len(titles))
	defer task.End()
	if len(titles) <= size {
		return c.askBatch(ctx, titles, nil, r, take)
	}
	g, within := errgroup.WithContext(ctx)
	g.SetLimit(batchesAtOnce)
	var before chan struct{} // closed when all was taken of the batch before
	for batch := range slices.Chunk(titles, size) {
		turn, taken := before, make(chan struct{})
		before = taken
		g.Go(func() error {
			if err := within.Err(); err != nil {
				return interrupted("query", err)
			}
			err := c.askBatch(within, batch, turn, r, take)
			if err == nil {
				close(taken)
				task.Done(len(batch))
			}
			return err
		})
	}
	return g.Wait()
}

// askBatch asks about one batch, until the wiki has told everything about it. Until it is
// its turn, the first answer is all that it holds; nil: it is.
func (c *Client) askBatch(ctx context.Context, batch []provider.Title, turn <-chan struct{}, r request, take func(provider.Title, page) error) error {
	if len(batch) == 0 {
		return nil
	}
	told := newReading(batch)
	err := c.query(ctx, r.about(batch), func(a queryAnswer) error {
		if turn != nil {
			select {
			case <-turn:
			case <-ctx.Done():
				return interrupted("query", ctx.Err())
			}
		}
		return told.piece(a, take)
	})
	if err != nil {
		return err
	}
	return told.whole()
}

// about is r as a question about a batch.
func (r request) about(batch []provider.Title) request {
	r.params = maps.Clone(r.params)
	r.params.Set("titles", multi(pageNames(batch)))
	r.op, r.post, r.title = "query", true, onlyTitle(batch)
	return r
}

// reading finds in the answer to a question about titles what is said of which. The
// wiki answers in an order and under titles of its own, and says how it got to them.
type reading struct {
	batch      []provider.Title
	normalized map[string]string
	answered   map[provider.Title]bool
}

func newReading(batch []provider.Title) *reading {
	return &reading{batch, map[string]string{}, make(map[provider.Title]bool, len(batch))}
}

// stored is how the wiki stores a title.
func (r *reading) stored(t provider.Title) string { return follow(r.normalized, t.Page()) }

// learn takes in how an answer gets from titles to pages.
func (r *reading) learn(a queryAnswer) {
	for _, n := range a.Query.Normalized {
		r.normalized[n.plain()] = n.To
	}
}

// piece hands over the pages of a piece of the answer.
func (r *reading) piece(a queryAnswer, take func(provider.Title, page) error) error {
	r.learn(a)
	byName := make(map[string]page, len(a.Query.Pages))
	for _, p := range a.Query.Pages {
		byName[p.Title] = p
	}
	for _, t := range r.batch {
		p, ok := byName[r.stored(t)]
		if !ok {
			continue
		}
		r.answered[t] = true
		if err := take(t, p); err != nil {
			return err
		}
	}
	return nil
}

// whole is an error if there was no page for a title.
func (r *reading) whole() error {
	for _, t := range r.batch {
		if !r.answered[t] {
			// If this counted as "no file", an upload would replace what is there.
			return malformed("query", "the wiki said nothing about "+t.Page())
		}
	}
	return nil
}

// normalization is one step from a title as it was asked for to a page.
type normalization struct {
	FromEncoded bool // From is percent-encoded: it was not NFC
	From, To    string
}

func (n normalization) plain() string {
	if n.FromEncoded {
		if plain, err := url.PathUnescape(n.From); err == nil {
			return plain
		}
	}
	return n.From
}

// follow gives the title by which the wiki answers. There may be two steps: from
// bytes to NFC, and from that to a title (facts §3).
func follow(normalized map[string]string, name string) string {
	for range 3 {
		to, ok := normalized[name]
		if !ok {
			break
		}
		name = to
	}
	return name
}

// batch is how many titles one query may ask about (facts §3).
func (c *Client) batch() int {
	if c.account.Can("apihighlimits") {
		return 500
	}
	return textBatch
}

// textBatch is how many titles are asked about together with their texts.
const textBatch = 50

func pageNames(titles []provider.Title) []string {
	names := make([]string, len(titles))
	for i, t := range titles {
		names[i] = t.Page()
	}
	return names
}

// onlyTitle is the title of a query about one title, for the log.
func onlyTitle(titles []provider.Title) provider.Title {
	if len(titles) == 1 {
		return titles[0]
	}
	return ""
}

// titleOf drops the namespace, in whatever language, of a page in namespace 6.
func titleOf(page string) provider.Title {
	_, name, _ := strings.Cut(page, ":")
	return provider.Title(name)
}

// titleOfKey reads the database form, as upload answers use it.
func titleOfKey(key string) provider.Title {
	return provider.Title(strings.ReplaceAll(key, "_", " "))
}
