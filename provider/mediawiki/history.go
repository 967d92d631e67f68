package mediawiki

import (
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
	task := working.Begin(ctx, working.Asking, len(ids))
	defer task.End()
	for batch := range slices.Chunk(ids, c.batch()) {
		err := c.query(ctx, aboutRevisions(batch, rvProps+"|comment"), func(a queryAnswer) error {
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
	return provider.Revision{
		ID: r.RevID, Page: page, Parent: r.ParentID, TextSHA1: r.sum(), User: shown(r.User, r.UserHidden), Time: r.Timestamp,
		Comment: shown(r.Comment, r.CommentHidden), Hidden: r.CommentHidden, Reverts: provider.Reverts(r.Tags), Tags: clipped(r.Tags),
	}
}

const (
	// versionsAsked is how many versions of each file are asked for. Of several
	// titles the wiki tells no more than that and does not say so (facts §13.5).
	versionsAsked = 50
	// mostVersions is how many versions of one file are read where all are wanted.
	mostVersions = 2000
	// mostReadOn is how many requests reading on takes at most, whatever the files.
	mostReadOn = 100

	versionProps = "timestamp|user|comment|size|sha1|canonicaltitle"
)

// Histories reads the versions that files have had; a title without a file of
// this wiki's own is not in the map.
func (c *Client) Histories(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.History, error) {
	histories := make(map[provider.Title]provider.History, len(titles))
	err := c.pages(ctx, titles, textBatch, request{params: url.Values{
		"prop": {"imageinfo"}, "iiprop": {versionProps}, "iilimit": {strconv.Itoa(versionsAsked)},
	}}, func(t provider.Title, p page) error {
		if versions, told := p.versions(); told {
			h := histories[t]
			h.Versions = append(h.Versions, versions[:min(len(versions), versionsAsked-len(h.Versions))]...)
			h.Cut = len(h.Versions) == versionsAsked
			histories[t] = h
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return histories, nil
}

// WholeHistories is Histories that reads on where there are more versions, one file
// after the other. It goes so far for one file, and for all together; what lies beyond
// is cut.
func (c *Client) WholeHistories(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.History, error) {
	histories, err := c.Histories(ctx, titles)
	if err != nil {
		return nil, err
	}
	var cut []provider.Title
	for _, t := range titles {
		if histories[t].Cut {
			cut = append(cut, t)
		}
	}
	task := working.Begin(ctx, "long histories", len(cut))
	defer task.End()
	for left := mostReadOn; len(cut) > 0 && left > 0; cut = cut[1:] {
		h, err := c.longHistory(ctx, cut[0], &left, c.newEffort())
		if err != nil {
			return nil, err
		}
		histories[cut[0]] = h
		task.Done(1)
	}
	return histories, nil
}

// longHistory reads the versions of one file, of which the wiki says whether there are
// more.
func (c *Client) longHistory(ctx context.Context, t provider.Title, left *int, effort *effort) (provider.History, error) {
	batch := []provider.Title{t}
	params := url.Values{"prop": {"imageinfo"}, "iiprop": {versionProps}, "iilimit": {"max"}}
	h := provider.History{Cut: true}
	for h.Cut && *left > 0 && len(h.Versions) < mostVersions {
		*left--
		from := params.Get("iistart")
		read := newReading(batch)
		err := c.query(ctx, request{params: params, effort: effort}.about(batch), func(a queryAnswer) error {
			next := scalar(a.Continue["iistart"])
			params.Set("iistart", next)
			h.Cut = next != ""
			return read.piece(a, func(_ provider.Title, p page) error {
				versions, _ := p.versions()
				h.Versions = append(h.Versions, versions[:min(len(versions), mostVersions-len(h.Versions))]...)
				return nil
			})
		})
		if err == nil {
			err = read.whole()
		}
		if err == nil && h.Cut && params.Get("iistart") == from {
			err = malformed("query", "the wiki continues a history where it already was")
		}
		if err != nil {
			return provider.History{}, err
		}
	}
	return h, nil
}

// versions are those that are told of a file of the title's own.
func (p page) versions() (versions []provider.Version, told bool) {
	i, told := p.content()
	if !told || i.CanonicalTitle != "" && i.CanonicalTitle != p.Title { // a hidden version has no name
		return nil, false
	}
	for _, i := range p.ImageInfo {
		versions = append(versions, i.version())
	}
	return versions, true
}
