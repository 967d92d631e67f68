package mediawiki

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"

	"wikiform/internal/working"
	"wikiform/provider"
)

// Revisions reads revisions by their numbers, of whatever pages, without texts.
// One that the wiki does not show is not in the map.
func (c *Client) Revisions(ctx context.Context, ids []int64) (map[int64]provider.Revision, error) {
	revisions := make(map[int64]provider.Revision, len(ids))
	task := working.Begin(ctx, "asking the wiki", len(ids))
	defer task.End()
	for batch := range slices.Chunk(ids, c.batch()) {
		numbers := make([]string, len(batch))
		for i, id := range batch {
			numbers[i] = strconv.FormatInt(id, 10)
		}
		err := c.query(ctx, request{op: "query", post: true, params: url.Values{
			"prop": {"revisions"}, "revids": {multi(numbers)}, "rvprop": {rvProps}, "rvslots": {"main"},
		}}, func(a queryAnswer) error {
			for _, p := range a.Query.Pages {
				for _, r := range p.Revisions {
					if slices.Contains(batch, r.RevID) {
						revisions[r.RevID] = r.revision(p.PageID)
					}
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		task.Done(len(batch))
	}
	return revisions, nil
}

func (r revision) revision(page int64) provider.Revision {
	v := provider.Revision{ID: r.RevID, Page: page, Parent: r.ParentID, User: clip(r.User), Time: r.Timestamp, Reverts: provider.Reverts(r.Tags), Tags: clipped(r.Tags)}
	v.TextSHA1, _ = provider.ParseSHA1(cmp.Or(r.Slots.Main.SHA1, r.SHA1))
	return v
}

// versionsAsked is how many versions of each file are asked for. Of several
// titles the wiki tells no more than that and does not say so (facts §13.5).
const versionsAsked = 50

// Histories reads the versions that files have had; a title without a file of
// this wiki's own is not in the map.
func (c *Client) Histories(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.History, error) {
	histories := make(map[provider.Title]provider.History, len(titles))
	err := c.pages(ctx, titles, textBatch, request{params: url.Values{
		"prop": {"imageinfo"}, "iiprop": {"timestamp|user|size|sha1|canonicaltitle"}, "iilimit": {strconv.Itoa(versionsAsked)},
	}}, func(t provider.Title, p page) error {
		if i, told := p.content(); !told || i.CanonicalTitle != "" && i.CanonicalTitle != p.Title { // a hidden version has no name
			return nil
		}
		h := histories[t]
		for _, i := range p.ImageInfo[:min(len(p.ImageInfo), versionsAsked-len(h.Versions))] {
			h.Versions = append(h.Versions, provider.Version{Digest: i.digest(), User: clip(i.User), Time: i.Timestamp})
		}
		h.Cut = len(h.Versions) == versionsAsked
		histories[t] = h
		return nil
	})
	if err != nil {
		return nil, err
	}
	return histories, nil
}
