package mediawiki

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"

	"wikiform/internal/working"
	"wikiform/provider"
)

// RevisionTexts reads the texts of revisions by their numbers, of whatever pages. One
// that is hidden or that the wiki does not show is not in the map, and neither is what
// would make all texts together too long.
func (c *Client) RevisionTexts(ctx context.Context, ids []int64) (map[int64]string, error) {
	texts, kept := make(map[int64]string, len(ids)), 0
	task := working.Begin(ctx, "texts of revisions", len(ids))
	defer task.End()
	for batch := range slices.Chunk(ids, textBatch) {
		err := c.query(ctx, aboutRevisions(batch, "ids|sha1|content"), func(a queryAnswer) error {
			for _, p := range a.Query.Pages {
				for _, r := range p.Revisions {
					text, shown := r.text()
					if _, told := texts[r.RevID]; told || !shown || !slices.Contains(batch, r.RevID) {
						continue
					}
					if kept += len(text); kept > mostTexts {
						return errEnough
					}
					texts[r.RevID] = text
				}
			}
			return nil
		})
		if err != nil || kept > mostTexts {
			return texts, err
		}
		task.Done(len(batch))
	}
	return texts, nil
}

// PageHistory reads the revisions of one page, without texts, from one of them on back
// (0: from the latest) and at most so many. A title without a page has none, and neither
// has a page of which the wiki does not know that revision.
//
// The wiki orders them by time: what was imported may stand anywhere (facts §13.6). Who
// wants to know what followed what goes by their parents.
func (c *Client) PageHistory(ctx context.Context, t provider.Title, from int64, most int) ([]provider.Revision, error) {
	var history []provider.Revision
	params := url.Values{
		"prop": {"revisions"}, "rvprop": {rvProps + "|comment"}, "rvslots": {"main"}, "rvlimit": {strconv.Itoa(min(most, c.rows()))},
	}
	if from > 0 {
		params.Set("rvstartid", strconv.FormatInt(from, 10))
	}
	err := c.pages(ctx, []provider.Title{t}, 1, request{params: params}, func(_ provider.Title, p page) error {
		for _, r := range p.Revisions {
			if len(history) == most {
				break
			}
			history = append(history, r.revision(p.PageID))
		}
		if len(history) == most {
			return errEnough
		}
		return nil
	})
	if e, told := errors.AsType[*provider.Error](err); told && e.Code == "badid_rvstartid" {
		return nil, nil
	}
	return history, err
}

// aboutRevisions is a question about a batch of revisions.
func aboutRevisions(batch []int64, props string) request {
	return request{op: "query", post: true, params: url.Values{
		"prop": {"revisions"}, "revids": {multi(numbers(batch))}, "rvprop": {props}, "rvslots": {"main"},
	}}
}

// text is that of a revision, unless an administrator has hidden it: also from an account
// that may see it.
func (r revision) text() (text string, told bool) {
	main := r.Slots.Main
	if main.TextHidden || r.SHA1Hidden || main.Content == nil {
		return "", false
	}
	return *main.Content, true
}

// sum is that of a revision's text, not known of one that is hidden.
func (r revision) sum() provider.SHA1 {
	main := r.Slots.Main
	if r.SHA1Hidden || main.SHA1Hidden {
		return provider.SHA1{}
	}
	for _, s := range []string{main.SHA1, r.SHA1} {
		if sum, err := provider.ParseSHA1(s); err == nil {
			return sum
		}
	}
	return provider.SHA1{}
}
