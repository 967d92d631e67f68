package mediawiki

import (
	"context"
	"maps"
	"net/url"
	"slices"

	"wikiform/provider"
)

// mostWikis is how many other wikis are told that use a title.
const mostWikis = 1000

// Usage reads what uses titles, on this wiki and, where this one knows, on others. Every
// title is in the map.
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
	told, cut, err := inHalves(ctx, c, "usage", titles, request{params: params}, (*tally).add)
	for t, n := range told {
		used[t] = n.usage(cut[t])
	}
	return used, err
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
	if n.wikis == nil {
		n.wikis = map[string]int{}
	}
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
