package mediawiki

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"sync"

	"wikiform/provider"
)

const (
	// mostDeleted is how many deleted revisions, and how many versions, are told of one title.
	mostDeleted = 2000
	// deletedProps is what everybody may read of a deleted revision. With one more the wiki
	// refuses the whole question to who may not (facts §13.3).
	deletedProps = "ids|user|timestamp|sha1|slotsha1|tags"
)

// DeletedRows reads what is left of what was deleted under titles: pages that were deleted
// one after the other, redirects that made way for a move and single old versions stand
// there together, and nothing of what was moved away before. Every title is in the map.
func (c *Client) DeletedRows(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Deleted, error) {
	return c.deletedRows(ctx, titles, request{})
}

// DeletedRevisions is DeletedRows without the versions, which take a request a title.
func (c *Client) DeletedRevisions(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Deleted, error) {
	return c.deletedRevisions(ctx, titles, request{})
}

func (c *Client) deletedRevisions(ctx context.Context, titles []provider.Title, r request) (map[provider.Title]provider.Deleted, error) {
	r.params = url.Values{"prop": {"deletedrevisions"}, "drvprop": {deletedProps}, "drvslots": {"main"}, "drvlimit": {"max"}}
	told, cut, err := inHalves(ctx, c, "deleted revisions", titles, r, func(rows *[]provider.Revision, p page) {
		for _, rev := range p.DeletedRevisions[:min(len(p.DeletedRevisions), mostDeleted-len(*rows))] {
			*rows = append(*rows, rev.revision(0))
		}
	})
	if err != nil {
		return nil, err
	}
	all := make(map[provider.Title]provider.Deleted, len(titles))
	for _, t := range titles {
		rows := provider.Deleted{Cut: cut[t]}
		if revs := told[t]; revs != nil {
			rows.Revisions, rows.Cut = *revs, rows.Cut || len(*revs) == mostDeleted
		}
		all[t] = rows
	}
	return all, nil
}

// deletedRows is DeletedRows with what r says of waiting and effort.
func (c *Client) deletedRows(ctx context.Context, titles []provider.Title, r request) (map[provider.Title]provider.Deleted, error) {
	all, err := c.deletedRevisions(ctx, titles, r)
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex
	err = each(ctx, "deleted versions", titles, func(ctx context.Context, t provider.Title) error {
		versions, whole, err := c.deletedVersions(ctx, t, r)
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		rows := all[t]
		rows.Versions, rows.Cut = versions, rows.Cut || !whole
		all[t] = rows
		return nil
	})
	return all, err
}

// deletedVersions reads the versions of files that were deleted under one title. The wiki
// lists them from the oldest on.
func (c *Client) deletedVersions(ctx context.Context, t provider.Title, r request) (versions []provider.DeletedVersion, whole bool, err error) {
	name, pieces := strings.ReplaceAll(string(t), " ", "_"), 0
	r.op, r.title = "query", t
	r.params = url.Values{
		"list": {"filearchive"}, "fafrom": {name}, "fato": {name}, "falimit": {"max"}, "faprop": {"sha1|timestamp|user|size|dimensions|mime|archivename"},
	}
	err = c.query(ctx, r, func(a queryAnswer) error {
		for _, f := range a.Query.FileArchive {
			if f.title() == t && len(versions) < mostDeleted {
				versions = append(versions, f.version())
			}
		}
		whole = len(a.Continue) == 0 && len(versions) < mostDeleted
		if pieces++; pieces == alonePieces {
			return errEnough
		}
		return nil
	})
	slices.Reverse(versions)
	return versions, whole, err
}

func (f archivedFile) version() provider.DeletedVersion {
	v := provider.Version{
		MIME: clip(f.MIME), Width: int(f.Width), Height: int(f.Height), User: shown(f.User, f.UserHidden), Time: f.Timestamp,
		Hidden: f.UserHidden, Archive: clip(f.ArchiveName),
	}
	if sum, err := provider.ParseSHA1(f.SHA1); err == nil { // a hidden one has none
		v.Digest = provider.Digest{SHA1: sum, Size: int64(f.Size)}
	}
	return provider.DeletedVersion{ID: f.ID, Version: v}
}
