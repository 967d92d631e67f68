package mediawiki

import (
	"context"
	"net/url"
	"slices"
	"sync"

	"wikiform/provider"
)

const (
	// mostArchive is how many requests about deleted contents are made at most: a
	// wiki does not say how many it has.
	mostArchive = 20
	// mostDeletedTitles is how many titles are told under which one content was deleted, and
	// mostDeletedRows how many rows are looked at for that: a title has one for each version.
	mostDeletedTitles, mostDeletedRows = 10, 200
)

// DeletedContents finds the titles under which given contents were deleted, as far as that is
// cheap; a title "" stands for more of them. Whole is false when it was not looked
// for everything: the wiki has deleted too much, or does not let this account read it.
func (c *Client) DeletedContents(ctx context.Context, sums []provider.SHA1) (found map[provider.SHA1][]provider.Title, whole bool, err error) {
	asked := 0
	params := url.Values{"list": {"filearchive"}, "faprop": {"sha1"}, "falimit": {"max"}}
	archive := newListing(sums, mostDeletedRows)
	if len(sums) > 1 {
		whole, err = c.list(ctx, "deleted files", params, mostArchive, func(a queryAnswer) bool {
			asked++
			archive.addArchived(a.Query.FileArchive)
			return len(sums) > mostArchive-asked // else it is cheaper to ask for each
		})
		if whole || err != nil || len(sums) > mostArchive-asked {
			return archive.told(), whole, readable(err)
		}
	}
	var mu sync.Mutex
	archive = newListing(sums, mostDeletedRows)
	err = each(ctx, "deleted files", sums, func(ctx context.Context, sum provider.SHA1) error {
		one := url.Values{"list": params["list"], "faprop": params["faprop"], "falimit": params["falimit"], "fasha1": {sum.String()}}
		_, err := c.list(ctx, "deleted files", one, 1, func(a queryAnswer) bool {
			mu.Lock()
			defer mu.Unlock()
			archive.addArchived(a.Query.FileArchive)
			return false
		})
		return err
	})
	return archive.told(), err == nil, readable(err)
}

func (l *listing) addArchived(files []archivedFile) {
	for _, f := range files {
		l.add([]storedFile{f.storedFile})
	}
}

// told are the titles of each content once, and no more than mostDeletedTitles.
func (l *listing) told() map[provider.SHA1][]provider.Title {
	for sum, titles := range l.found {
		more := len(titles) == l.most
		slices.Sort(titles)
		titles = slices.Compact(titles)
		if more || len(titles) > mostDeletedTitles {
			titles = append([]provider.Title{""}, titles[:min(len(titles), mostDeletedTitles)]...)
		}
		l.found[sum] = titles
	}
	return l.found
}

// readable drops the error of a wiki that does not let everybody read what it has
// deleted. Nothing is known then, and the upload is told.
func readable(err error) error {
	if provider.KindOf(err) == provider.Denied {
		return nil
	}
	return err
}
