package mediawiki

import (
	"context"
	"net/url"

	"wikiform/provider"
)

// fileNS is the namespace of files.
const fileNS = 6

// Moves reads to where pages were moved away from titles. Every title is in the map.
func (c *Client) Moves(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.MoveLog, error) {
	params := url.Values{"letype": {"move"}, "leprop": {"ids|title|type|user|timestamp|comment|details"}}
	logs, err := readLog(ctx, c, "moves", params, titles, logEvent.move)
	if err != nil {
		return nil, err
	}
	told := make(map[provider.Title]provider.MoveLog, len(logs))
	for t, p := range logs {
		told[t] = provider.MoveLog{Moves: p.entries, Cut: p.cut}
	}
	return told, nil
}

func (e logEvent) move() (provider.LoggedMove, bool) {
	m := provider.LoggedMove{ID: e.LogID, Page: e.LogPage, User: shown(e.User, e.UserHidden), Time: e.Timestamp, Reason: shown(e.Comment, e.CommentHidden), Over: e.Action == "move_redir"}
	if e.Params.NS == fileNS {
		m.To = provider.Title(clip(string(titleOf(e.Params.Title))))
	}
	return m, true
}
