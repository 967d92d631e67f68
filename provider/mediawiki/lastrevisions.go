package mediawiki

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"wikiform/provider"
)

// LastRevisions gives the latest revision that a user has made of each of these pages, by
// their ids, as far as it is among so many of the newest that the user made of pages of
// files.
func (c *Client) LastRevisions(ctx context.Context, user string, pages []int64, most int) (provider.Written, error) {
	open := make(map[int64]bool, len(pages))
	for _, id := range pages {
		open[id] = true
	}
	w, cut := provider.Written{Last: map[int64]provider.Revision{}}, false
	whole, err := c.list(ctx, "contributions", url.Values{
		"list": {"usercontribs"}, "ucuser": {user}, "ucnamespace": {strconv.Itoa(fileNS)},
		"ucprop": {"ids|timestamp|tags"}, "uclimit": {strconv.Itoa(min(most, c.rows()))},
	}, mostPieces, func(a queryAnswer) bool {
		for _, r := range a.Query.UserContribs {
			if cut = w.Read == most; cut {
				return false
			}
			w.Read++
			w.Since = r.Timestamp
			if open[r.PageID] {
				delete(open, r.PageID)
				w.Last[r.PageID] = r.revision()
			}
		}
		return len(open) > 0 && w.Read < most
	})
	if whole && !cut {
		w.Since = time.Time{}
	}
	return w, err
}

func (r contribution) revision() provider.Revision {
	return provider.Revision{ID: r.RevID, Page: r.PageID, Parent: r.ParentID, User: shown(r.User, r.UserHidden), Time: r.Timestamp, Reverts: provider.Reverts(r.Tags), Tags: clipped(r.Tags)}
}
