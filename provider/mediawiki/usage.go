package mediawiki

import (
	"context"
	"maps"
	"net/url"
	"slices"

	"wikiform/internal/working"
	"wikiform/provider"
)

const (
	// usagePieces is how many answers are read about what uses one title.
	usagePieces = 4
	// mostWikis is how many other wikis are told that use a title.
	mostWikis = 1000
)

// Usage reads what uses titles, on this wiki and, where this one knows, on others. Every
// title is in the map.
//
// The wiki bounds the rows of all titles together (facts §13.9). Where not all of them
// came, the titles are asked about in two halves, so that one file that is everywhere
// hides nothing of the others.
func (c *Client) Usage(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Usage, error) {
	used := make(map[provider.Title]provider.Usage, len(titles))
	if len(titles) == 0 {
		return used, nil
	}
	params := url.Values{"prop": {"fileusage"}, "fuprop": {"title"}, "fulimit": {"max"}}
	global, err := c.knowsOtherWikis(ctx)
	if err != nil {
		return nil, err
	}
	if global {
		params.Set("prop", "fileusage|globalusage")
		params.Set("guprop", "") // neither URLs nor namespaces
		params.Set("gulimit", "max")
		params.Set("gufilterlocal", "1")
	}
	task := working.Begin(ctx, "usage", len(titles))
	defer task.End()
	batches := slices.Collect(slices.Chunk(titles, textBatch))
	for len(batches) > 0 {
		batch := batches[len(batches)-1]
		batches = batches[:len(batches)-1]
		told, whole, err := c.usage(ctx, batch, params)
		switch {
		case err != nil:
			return nil, err
		case !whole && len(batch) > 1:
			batches = append(batches, batch[:len(batch)/2], batch[len(batch)/2:])
			continue
		}
		for t, n := range told {
			used[t] = n.usage(!whole)
		}
		task.Done(len(batch))
	}
	return used, nil
}

// usage asks about a batch, which is whole if the wiki has told all that there is.
func (c *Client) usage(ctx context.Context, batch []provider.Title, params url.Values) (told map[provider.Title]*tally, whole bool, err error) {
	told = make(map[provider.Title]*tally, len(batch))
	most := 1
	if len(batch) == 1 {
		most = usagePieces
	}
	pieces, read := 0, newReading(batch)
	err = c.query(ctx, request{params: params}.about(batch), func(a queryAnswer) error {
		pieces++
		err := read.piece(a, func(t provider.Title, p page) error {
			if told[t] == nil {
				told[t] = &tally{wikis: map[string]int{}}
			}
			told[t].add(p)
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

// tally counts what uses one title.
type tally struct {
	count int
	first []string // in their order
	wikis map[string]int
	more  bool // wikis, of which there are too many
}

// add takes in a piece of what the wiki tells of the page with the title. That a page
// shows its own file is no use of it.
func (n *tally) add(p page) {
	for _, u := range p.FileUsage {
		if u.Title == p.Title {
			continue
		}
		n.count++
		name := clip(u.Title)
		if at, found := slices.BinarySearch(n.first, name); !found && at < provider.UsagePages {
			n.first = slices.Insert(n.first, at, name)
			n.first = n.first[:min(len(n.first), provider.UsagePages)]
		}
	}
	for _, u := range p.GlobalUsage {
		if wiki := clip(u.Wiki); n.wikis[wiki] > 0 || len(n.wikis) < mostWikis {
			n.wikis[wiki]++
		} else {
			n.more = true
		}
	}
}

func (n *tally) usage(more bool) provider.Usage {
	u := provider.Usage{Count: n.count, More: more || n.more, Pages: n.first}
	for _, wiki := range slices.Sorted(maps.Keys(n.wikis)) {
		u.Wikis = append(u.Wikis, provider.WikiUsage{Wiki: wiki, Count: n.wikis[wiki]})
	}
	return u
}

// knowsOtherWikis reports whether the wiki counts the uses of its files on others. It is
// asked once; to ask for what it does not count would only make it warn.
func (c *Client) knowsOtherWikis(ctx context.Context) (bool, error) {
	c.mu.Lock()
	known := c.otherWikis
	c.mu.Unlock()
	if known != nil {
		return *known, nil
	}
	var a struct {
		ParamInfo struct{ Modules []struct{ Name string } }
	}
	err := c.call(ctx, request{op: "paraminfo", params: url.Values{"action": {"paraminfo"}, "modules": {"query+globalusage"}}}, &a)
	if err != nil {
		return false, err
	}
	has := slices.ContainsFunc(a.ParamInfo.Modules, func(m struct{ Name string }) bool { return m.Name == "globalusage" })
	c.mu.Lock()
	defer c.mu.Unlock()
	c.otherWikis = &has
	return has, nil
}
