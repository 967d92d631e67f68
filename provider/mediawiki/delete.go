package mediawiki

import (
	"cmp"
	"context"
	"fmt"
	"net/url"

	"wikiform/provider"
)

type deleteAnswer struct {
	Delete *struct {
		Title     string
		Scheduled bool
		LogID     int64
	}
}

// Delete lets a page go, with its file and all that it has been. A long history the wiki
// deletes later: the deletion is queued then. The file is gone at once all the same, and
// until the page is gone, too, asking again does nothing more (facts §13.3).
func (c *Client) Delete(ctx context.Context, d provider.Delete) (provider.Removed, error) {
	if c.creds.anonymous() {
		return provider.Removed{}, notLoggedIn("delete")
	}
	params := url.Values{"action": {"delete"}, "title": {d.Title.Page()}, "reason": {d.Reason}}
	if len(d.Tags) > 0 {
		params.Set("tags", multi(d.Tags))
	}
	var (
		a      deleteAnswer
		gone   *provider.Removed
		effort = c.newEffort()
	)
	err := c.call(ctx, request{
		op: "delete", title: d.Title, params: params, post: true, write: true, counts: "delete", patience: publishIn,
		tell: d.Progress, tookEffect: c.sawGone(d, effort, &gone), takenBack: c.broughtBack(d, effort, &gone), stop: d.Stop, effort: effort,
		unguarded: d.Revision != 0,
	}, &a)
	switch {
	case err != nil && gone != nil:
		return *gone, byHand(err)
	case err != nil:
		return provider.Removed{}, byHand(err)
	case gone != nil:
		return *gone, nil
	}
	return a.removed(d)
}

// removed reads the answer to a deletion that was made, or is going to be.
func (a deleteAnswer) removed(d provider.Delete) (provider.Removed, error) {
	switch {
	case a.Delete == nil:
		return provider.Removed{}, malformed("delete", "the wiki does not say what became of the deletion")
	case a.Delete.Title != "" && titleOf(a.Delete.Title) != d.Title:
		return provider.Removed{}, conflict("delete", "the wiki deleted File:%s instead of File:%s", titleOf(a.Delete.Title), d.Title)
	}
	return provider.Removed{Queued: a.Delete.Scheduled, Log: a.Delete.LogID}, nil
}

// sawGone looks whether a deletion whose answer was lost was made after all. It is not
// made again where the title has another page by now, which nobody wanted to go.
func (c *Client) sawGone(d provider.Delete, spent *effort, gone **provider.Removed) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		var (
			now  page
			seen sighting
			last logEvent
		)
		batch := []provider.Title{d.Title}
		read := newReading(batch)
		err := c.query(ctx, request{tell: d.Progress, effort: spent, params: url.Values{
			"prop": {"info|imageinfo"}, "iiprop": {"canonicaltitle"},
			"list": {"logevents"}, "letype": {"delete"}, "letitle": {d.Title.Page()}, "lelimit": {"1"}, "leprop": {"ids|type|user|comment"},
		}}.about(batch), func(a queryAnswer) error {
			if len(a.Query.LogEvents) > 0 {
				last = a.Query.LogEvents[0]
			}
			err := read.piece(a, func(_ provider.Title, p page) error {
				now = p
				seen.add(p)
				return sameTitle(d.Title, provider.File{Title: titleOf(p.Title)})
			})
			if err == nil {
				err = read.whole()
			}
			return cmp.Or(err, errEnough) // there are always older entries
		})
		switch {
		case err != nil:
			return false, fmt.Errorf("%w: %w", errCannotLook, err)
		case now.PageID == 0 && seen.file(d.Title).Version == nil:
			*gone = &provider.Removed{Log: c.ours(last, d)}
			return true, nil
		case now.PageID == d.Page && d.Revision != 0 && now.LastRevID != d.Revision:
			return false, conflict("delete", "File:%s has a revision by now that nobody saw who wanted it to go", d.Title)
		case now.PageID == d.Page:
			return false, nil
		}
		return false, conflict("delete", "File:%s has another page by now than the one that was to be deleted", d.Title)
	}
}

// broughtBack looks whether a deletion was made, and the title has something again since.
func (c *Client) broughtBack(d provider.Delete, spent *effort, gone **provider.Removed) func(context.Context, error) error {
	began := c.wikiTime()
	return func(ctx context.Context, _ error) error {
		made, err := c.madeByUs(ctx, inLog{"delete", d.Title, began, func(e logEvent) bool {
			return d.Page != 0 && e.LogPage == d.Page && e.Action == "delete"
		}}, request{tell: d.Progress, effort: spent})
		if made == nil {
			return err
		}
		*gone = &provider.Removed{Log: made.LogID}
		return conflict("delete", "the wiki deleted File:%s, and somebody has restored it or made it anew since", d.Title)
	}
}

// ours is the number of an entry of the log if it is that of a deletion of ours, else 0:
// somebody else may have been faster.
func (c *Client) ours(e logEvent, d provider.Delete) int64 {
	if e.Action != "delete" || e.LogPage != d.Page || shown(e.User, e.UserHidden) != c.account.Name {
		return 0
	}
	return e.LogID
}
