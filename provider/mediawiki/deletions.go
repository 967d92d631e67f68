package mediawiki

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"wikiform/provider"
)

const (
	// singly is how many titles are looked up in the deletion log one by one. Of
	// more the log is read, which takes logPieces requests at most.
	singly    = 50
	logPieces = 20
	// mostDeletions is how many deletions of one title are told.
	mostDeletions = 50
)

type logEvent struct {
	Title         string
	Action        string
	User          string
	Timestamp     time.Time
	Comment       string
	CommentHidden bool
}

// deleting are the actions of the deletion log that let a page go. The others
// restore or hide something.
var deleting = []string{"delete", "delete_redir", "delete_redir2"}

// Deletions reads who has deleted pages of titles, and why. A title of which the log
// tells nothing is not in the map, or is cut when the log was not read to its end. What an
// administrator has hidden as a whole the wiki leaves out without a word.
func (c *Client) Deletions(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.DeletionLog, error) {
	if len(titles) > singly {
		return c.readDeletions(ctx, titles)
	}
	var mu sync.Mutex
	logs := make(map[provider.Title]provider.DeletionLog, len(titles))
	err := each(ctx, "deletions", titles, func(ctx context.Context, t provider.Title) error {
		var past provider.DeletionLog
		params := deletionLog(strconv.Itoa(mostDeletions))
		params.Set("letitle", t.Page())
		whole, err := c.list(ctx, "deletions", params, 1, func(a queryAnswer) bool {
			for _, e := range a.Query.LogEvents {
				past.Deletions = e.addTo(past.Deletions)
			}
			return false
		})
		past.Cut = !whole || len(past.Deletions) == mostDeletions
		mu.Lock()
		defer mu.Unlock()
		logs[t] = past
		return err
	})
	if err != nil {
		return nil, err
	}
	return logs, nil
}

// readDeletions reads the log of all deletions of files.
func (c *Client) readDeletions(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.DeletionLog, error) {
	found := make(map[provider.Title][]provider.Deletion, len(titles))
	for _, t := range titles {
		found[t] = nil
	}
	params := deletionLog("max")
	params.Set("lenamespace", "6")
	whole, err := c.list(ctx, "deletions", params, logPieces, func(a queryAnswer) bool {
		for _, e := range a.Query.LogEvents {
			if past, asked := found[titleOf(e.Title)]; asked {
				found[titleOf(e.Title)] = e.addTo(past)
			}
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	logs := make(map[provider.Title]provider.DeletionLog, len(titles))
	for t, deletions := range found {
		logs[t] = provider.DeletionLog{Deletions: deletions, Cut: !whole || len(deletions) == mostDeletions}
	}
	return logs, nil
}

func deletionLog(limit string) url.Values {
	return url.Values{"list": {"logevents"}, "letype": {"delete"}, "lelimit": {limit}, "leprop": {"title|type|user|timestamp|comment"}}
}

// addTo adds the event to older ones that were told before it, if it is a deletion.
func (e logEvent) addTo(ds []provider.Deletion) []provider.Deletion {
	if !slices.Contains(deleting, e.Action) || len(ds) == mostDeletions {
		return ds
	}
	return append(ds, provider.Deletion{
		User: clip(e.User), Time: e.Timestamp, Reason: clip(e.Comment), Hidden: e.CommentHidden, Redirect: e.Action != "delete",
	})
}
