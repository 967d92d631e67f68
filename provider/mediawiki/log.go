package mediawiki

import (
	"context"
	"net/url"

	"wikiform/provider"
)

// Logged reads what a log tells of titles. Every title is in the map.
func (c *Client) Logged(ctx context.Context, log provider.LogType, titles []provider.Title) (map[provider.Title]provider.Log, error) {
	params := url.Values{"letype": {string(log)}, "leprop": {"title|type|user|timestamp|comment"}}
	logs, err := readLog(ctx, c, string(log)+" log", params, titles, logEvent.entry)
	if err != nil {
		return nil, err
	}
	told := make(map[provider.Title]provider.Log, len(logs))
	for t, p := range logs {
		told[t] = provider.Log{Entries: p.entries, Cut: p.cut}
	}
	return told, nil
}

func (e logEvent) entry() (provider.LogEntry, bool) {
	return provider.LogEntry{
		Action: e.Action, User: shown(e.User, e.UserHidden), Time: e.Timestamp, Comment: shown(e.Comment, e.CommentHidden), Hidden: e.CommentHidden,
	}, true
}
