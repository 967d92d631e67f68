package mediawiki

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"wikiform/provider"
)

// deleting are the actions of the deletion log that let a page go. Others hide
// something.
var deleting = []string{"delete", "delete_redir", "delete_redir2"}

// Deletions reads who has deleted pages of titles, and why, and what came back. A title of
// which the log tells nothing is cut when the log was not read to its end. What an
// administrator has hidden as a whole the wiki leaves out without a word.
func (c *Client) Deletions(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.DeletionLog, error) {
	params := url.Values{"letype": {"delete"}, "leprop": {"ids|title|type|user|timestamp|comment|details"}}
	logs, err := readLog(ctx, c, "deletions", params, titles, logEvent.deletion)
	if err != nil {
		return nil, err
	}
	told := make(map[provider.Title]provider.DeletionLog, len(logs))
	for t, p := range logs {
		log := provider.DeletionLog{Cut: p.cut}
		for _, e := range p.entries {
			if e.back != nil {
				log.Restorations = append(log.Restorations, *e.back)
			} else {
				log.Deletions = append(log.Deletions, *e.gone)
			}
		}
		told[t] = log
	}
	return told, nil
}

// comingOrGoing is an entry of the deletion log: what let a page go, or what came back.
type comingOrGoing struct {
	gone *provider.Deletion
	back *provider.Restoration
}

func (e logEvent) deletion() (comingOrGoing, bool) {
	switch {
	case slices.Contains(deleting, e.Action):
		return comingOrGoing{gone: &provider.Deletion{
			ID: e.LogID, Page: e.LogPage, User: shown(e.User, e.UserHidden), Time: e.Timestamp, Reason: shown(e.Comment, e.CommentHidden), Hidden: e.CommentHidden,
			Version: e.oneVersion(), Redirect: e.Action != "delete",
		}}, true
	case e.Action == "restore":
		return comingOrGoing{back: &provider.Restoration{
			ID: e.LogID, Page: e.LogPage, User: shown(e.User, e.UserHidden), Time: e.Timestamp, Reason: shown(e.Comment, e.CommentHidden),
			Revisions: e.Params.Count.Revisions, Versions: e.Params.Count.Files,
		}}, true
	}
	return comingOrGoing{}, false
}

// archiveStamp is how the name of an old version begins: when another took its place.
var archiveStamp = regexp.MustCompile(`[0-9]{14}!`)

// oneVersion is the name of the old version that was deleted alone, as the wiki writes it
// into the reason, in words of its own language (facts §13.3).
func (e logEvent) oneVersion() string {
	if e.CommentHidden {
		return ""
	}
	name := strings.ReplaceAll(string(titleOf(e.Title)), " ", "_")
	for _, at := range archiveStamp.FindAllStringIndex(e.Comment, -1) {
		if strings.HasPrefix(e.Comment[at[1]:], name) {
			return clip(e.Comment[at[0]:at[1]] + name)
		}
	}
	return ""
}
