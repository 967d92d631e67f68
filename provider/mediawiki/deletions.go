package mediawiki

import (
	"context"
	"net/url"
	"slices"

	"wikiform/provider"
)

// deleting are the actions of the deletion log that let a page go. The others
// restore or hide something.
var deleting = []string{"delete", "delete_redir", "delete_redir2"}

// Deletions reads who has deleted pages of titles, and why. A title of which the log
// tells nothing is cut when the log was not read to its end. What an administrator has
// hidden as a whole the wiki leaves out without a word.
func (c *Client) Deletions(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.DeletionLog, error) {
	params := url.Values{"letype": {"delete"}, "leprop": {"title|type|user|timestamp|comment"}}
	logs, err := readLog(ctx, c, "deletions", params, titles, logEvent.deletion)
	if err != nil {
		return nil, err
	}
	told := make(map[provider.Title]provider.DeletionLog, len(logs))
	for t, p := range logs {
		told[t] = provider.DeletionLog{Deletions: p.entries, Cut: p.cut}
	}
	return told, nil
}

func (e logEvent) deletion() (provider.Deletion, bool) {
	return provider.Deletion{
		User: shown(e.User, e.UserHidden), Time: e.Timestamp, Reason: shown(e.Comment, e.CommentHidden), Hidden: e.CommentHidden, Redirect: e.Action != "delete",
	}, slices.Contains(deleting, e.Action)
}
