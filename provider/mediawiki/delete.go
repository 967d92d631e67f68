package mediawiki

import (
	"context"
	"fmt"
	"net/url"

	"wikiform/provider"
)

type deleteAnswer struct {
	Delete *struct {
		Title     string
		Scheduled bool
	}
}

// Delete lets a page go, with its file and all that it has been. A long history the wiki
// deletes later: the deletion is queued then. The file is gone at once all the same, and
// until the page is gone, too, asking again does nothing more (facts §13.3).
func (c *Client) Delete(ctx context.Context, d provider.Delete) (queued bool, err error) {
	if c.creds.anonymous() {
		return false, notLoggedIn("delete")
	}
	params := url.Values{"action": {"delete"}, "title": {d.Title.Page()}, "reason": {d.Reason}}
	if len(d.Tags) > 0 {
		params.Set("tags", multi(d.Tags))
	}
	var (
		a      deleteAnswer
		gone   bool
		effort = c.newEffort()
	)
	err = c.call(ctx, request{
		op: "delete", title: d.Title, params: params, post: true, write: true, counts: "delete", patience: publishIn,
		tell: d.Progress, tookEffect: c.sawGone(d, effort, &gone), stop: d.Stop, effort: effort,
	}, &a)
	if err != nil || gone {
		return false, byHand(err)
	}
	return a.queued(d)
}

// queued reads the answer to a deletion that was made, or is going to be.
func (a deleteAnswer) queued(d provider.Delete) (bool, error) {
	switch {
	case a.Delete == nil:
		return false, malformed("delete", "the wiki does not say what became of the deletion")
	case a.Delete.Title != "" && titleOf(a.Delete.Title) != d.Title:
		return false, conflict("delete", "the wiki deleted File:%s instead of File:%s", titleOf(a.Delete.Title), d.Title)
	}
	return a.Delete.Scheduled, nil
}

// sawGone looks whether a deletion whose answer was lost was made after all. It is not
// made again where the title has another page by now, which nobody wanted to go.
func (c *Client) sawGone(d provider.Delete, spent *effort, gone *bool) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		var (
			now  page
			seen sighting
		)
		err := c.pages(ctx, []provider.Title{d.Title}, 1, request{tell: d.Progress, effort: spent, params: url.Values{
			"prop": {"info|imageinfo"}, "iiprop": {"canonicaltitle"},
		}}, func(_ provider.Title, p page) error {
			now = p
			seen.add(p)
			return sameTitle(d.Title, provider.File{Title: titleOf(p.Title)})
		})
		switch {
		case err != nil:
			return false, fmt.Errorf("%w: %w", errCannotLook, err)
		case now.PageID == 0 && seen.file(d.Title).Version == nil:
			*gone = true
			return true, nil
		case now.PageID == d.Page:
			return false, nil
		}
		return false, conflict("delete", "File:%s has another page by now than the one that was to be deleted", d.Title)
	}
}
