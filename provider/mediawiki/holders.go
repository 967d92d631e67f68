package mediawiki

import (
	"context"
	"net/url"
	"sync"

	"wikiform/provider"
)

const (
	// mostHolders is how many files of one content are told.
	mostHolders = 100
	// mostListed is how many requests the list of all files of a wiki takes at most.
	mostListed = mostPieces
)

// Holders finds the files of this wiki that have given contents already; a sum
// that nobody has is not in the map. It asks for each sum, or lists all files of the
// wiki, whichever takes fewer requests.
func (c *Client) Holders(ctx context.Context, sums []provider.SHA1) (map[provider.SHA1][]provider.Title, error) {
	if most := min(len(sums)-1, mostListed); c.listed() <= most {
		holders, whole, err := c.listHolders(ctx, sums, most)
		if whole || err != nil {
			return holders, err
		}
	}
	var mu sync.Mutex
	holders := map[provider.SHA1][]provider.Title{}
	err := each(ctx, "duplicates", sums, func(ctx context.Context, sum provider.SHA1) error {
		var titles []provider.Title
		err := c.query(ctx, request{op: "query", params: url.Values{
			"list": {"allimages"}, "aisha1": {sum.String()}, "aiprop": {"sha1"}, "ailimit": {"max"},
		}}, func(a queryAnswer) error {
			for _, f := range a.Query.AllImages {
				if len(titles) < mostHolders {
					titles = append(titles, f.title())
				}
			}
			return nil
		})
		mu.Lock()
		defer mu.Unlock()
		if len(titles) > 0 {
			holders[sum] = titles
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return holders, nil
}

// listed is how many requests the list of all files takes, by the number of files
// that the wiki has counted.
func (c *Client) listed() int { return int(max(c.images, 0)/int64(c.rows())) + 1 }

// listHolders goes through the list of all files, and gives up where that takes more
// requests than it is worth: what a wiki has counted need not be right.
func (c *Client) listHolders(ctx context.Context, sums []provider.SHA1, most int) (found map[provider.SHA1][]provider.Title, whole bool, err error) {
	list := newListing(sums, mostHolders)
	whole, err = c.list(ctx, "all files of the wiki", url.Values{"list": {"allimages"}, "aiprop": {"sha1"}, "ailimit": {"max"}}, most, func(a queryAnswer) bool {
		list.add(a.Query.AllImages)
		return true
	})
	return list.found, whole, err
}

// listing picks some contents out of a list of files.
type listing struct {
	found map[provider.SHA1][]provider.Title
	want  map[provider.SHA1]bool
	most  int // titles of one content
}

func newListing(sums []provider.SHA1, most int) *listing {
	l := &listing{map[provider.SHA1][]provider.Title{}, make(map[provider.SHA1]bool, len(sums)), most}
	for _, s := range sums {
		l.want[s] = true
	}
	return l
}

func (l *listing) add(files []storedFile) {
	for _, f := range files {
		sum, err := provider.ParseSHA1(f.SHA1)
		if err != nil || !l.want[sum] || len(l.found[sum]) >= l.most { // a hidden one has none
			continue
		}
		l.found[sum] = append(l.found[sum], f.title())
	}
}

func (f storedFile) title() provider.Title { return provider.Title(clip(string(titleOf(f.Title)))) }
