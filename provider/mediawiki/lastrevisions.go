package mediawiki

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"wikiform/provider"
)

// contribution is a revision that an account made.
type contribution struct {
	NS              int
	Title           string
	PageID          int64
	RevID, ParentID int64
	User            string
	Timestamp       time.Time
	Comment         string // not there if it is hidden
	Tags            []string
}

// LastRevisions gives the latest revision that a user has made of each of these pages, by
// their ids, as far as it is among so many of the newest that the user made of pages of
// files. All that are newer than since were looked at; it is the zero time if all were.
func (c *Client) LastRevisions(ctx context.Context, user string, pages []int64, most int) (found map[int64]provider.Revision, since time.Time, err error) {
	open := make(map[int64]bool, len(pages))
	for _, id := range pages {
		open[id] = true
	}
	found = map[int64]provider.Revision{}
	read, cut := 0, false
	whole, err := c.list(ctx, "contributions", url.Values{
		"list": {"usercontribs"}, "ucuser": {user}, "ucnamespace": {strconv.Itoa(fileNS)},
		"ucprop": {"ids|timestamp|tags"}, "uclimit": {strconv.Itoa(min(most, c.rows()))},
	}, mostPieces, func(a queryAnswer) bool {
		for _, r := range a.Query.UserContribs {
			if cut = read == most; cut {
				return false
			}
			read++
			since = r.Timestamp
			if open[r.PageID] {
				delete(open, r.PageID)
				found[r.PageID] = r.revision()
			}
		}
		return len(open) > 0 && read < most
	})
	if whole && !cut {
		since = time.Time{}
	}
	return found, since, err
}

func (r contribution) revision() provider.Revision {
	return provider.Revision{ID: r.RevID, Page: r.PageID, Parent: r.ParentID, User: clip(r.User), Time: r.Timestamp, Reverts: provider.Reverts(r.Tags), Tags: clipped(r.Tags)}
}
