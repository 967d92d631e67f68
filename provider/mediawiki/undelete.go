package mediawiki

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"wikiform/provider"
)

type undeleteAnswer struct {
	Undelete *struct {
		Title                   string
		Revisions, FileVersions int
	}
}

// Undelete brings back exactly the rows that are named, under a title that has nothing. The
// wiki would merge them into what is there, and without names restore all that was ever
// deleted there (facts §13.3).
func (c *Client) Undelete(ctx context.Context, u provider.Undelete) error {
	if c.creds.anonymous() {
		return notLoggedIn("undelete")
	}
	effort := c.newEffort()
	before, err := c.remains(ctx, u, effort)
	if err == nil {
		err = c.mayRestore(u, before)
	}
	if err != nil {
		return err
	}
	var (
		a    undeleteAnswer
		seen bool
	)
	params := url.Values{"action": {"undelete"}, "title": {u.Title.Page()}, "reason": {u.Reason}}
	for name, values := range map[string][]string{"timestamps": stamps(u.Rows.Revisions), "fileids": numbers(versionIDs(u.Rows.Versions)), "tags": u.Tags} {
		if len(values) > 0 {
			params.Set(name, multi(values))
		}
	}
	err = c.call(ctx, request{
		op: "undelete", title: u.Title, post: true, write: true, counts: "undelete", patience: publishIn, effort: effort,
		params: params, tell: u.Progress, stop: u.Stop, tookEffect: c.sawRestored(u, effort, &seen), takenBack: c.goneAgain(u, effort),
	}, &a)
	switch {
	case err != nil:
		return c.inPart(ctx, u, effort, byHand(err))
	case seen:
		return nil
	case a.Undelete == nil:
		return malformed("undelete", "the wiki does not say what became of the restoration")
	case a.Undelete.Title != "" && titleOf(a.Undelete.Title) != u.Title:
		return conflict("undelete", "the wiki restored File:%s instead of File:%s", titleOf(a.Undelete.Title), u.Title)
	}
	now, err := c.remains(ctx, u, effort)
	if err != nil {
		return unseen("undelete", err)
	}
	return now.restored(u)
}

// inPart is the error of a restoration, which may have been made in part: the wiki has an
// error beside what it did where the revisions are gone and the versions are not.
func (c *Client) inPart(ctx context.Context, u provider.Undelete, spent *effort, err error) error {
	if provider.KindOf(err) != provider.Conflict {
		return err
	}
	now, cannot := c.remains(ctx, u, spent)
	all := len(u.Rows.Revisions) + len(u.Rows.Versions)
	left := now.left(u.Rows)
	if cannot == nil && left < all && now.Version == nil && now.Page == nil {
		return conflict("undelete", "nothing of File:%s came back: of its %d deleted rows %d are others by now, since somebody restored or deleted there: %v", u.Title, all, all-left, err)
	}
	if cannot == nil && left > 0 && left < all {
		return conflict("undelete", "of File:%s %d of the %d rows came back, and then the wiki refused: %v", u.Title, all-left, all, err)
	}
	return err
}

// remaining is what a title has, and what was deleted under it.
type remaining struct {
	provider.File
	provider.Deleted
}

func (c *Client) remains(ctx context.Context, u provider.Undelete, spent *effort) (remaining, error) {
	r := request{tell: u.Progress, effort: spent}
	titles := []provider.Title{u.Title}
	files, err := c.files(ctx, titles, r)
	if err == nil {
		err = sameTitle(u.Title, files[u.Title])
	}
	if err != nil {
		return remaining{}, err
	}
	rows, err := c.deletedRows(ctx, titles, r)
	return remaining{files[u.Title], rows[u.Title]}, err
}

// left are how many of the rows that are named are still deleted.
func (r remaining) left(named provider.Deleted) (n int) {
	for _, rev := range named.Revisions {
		if r.hasRevision(rev) {
			n++
		}
	}
	for _, v := range named.Versions {
		if r.hasVersion(v) {
			n++
		}
	}
	return n
}

func (r remaining) hasRevision(is provider.Revision) bool {
	return slices.ContainsFunc(r.Revisions, func(rev provider.Revision) bool { return rev.ID == is.ID && rev.Time.Equal(is.Time) })
}

func (r remaining) hasVersion(is provider.DeletedVersion) bool {
	return slices.ContainsFunc(r.Versions, func(v provider.DeletedVersion) bool { return v.ID == is.ID && sameContent(v.Version, is.Version) })
}

// mayRestore is an error when the title is not free, or not all that is named is there.
func (c *Client) mayRestore(u provider.Undelete, now remaining) error {
	switch n := max(len(u.Rows.Revisions), len(u.Rows.Versions)); {
	case n == 0:
		return &provider.Error{Kind: provider.Bug, Op: "undelete", Info: "nothing is named that shall come back", Advice: hintReport}
	case n > c.batch():
		return &provider.Error{
			Kind: provider.Rejected, Op: "undelete", Info: fmt.Sprintf("File:%s had %d revisions or versions, of which this account can restore %d at once", u.Title, n, c.batch()),
			Advice: "restore it by hand on the wiki, or ask its administrators",
		}
	case now.Version != nil:
		return conflict("undelete", "File:%s has a file again, by %s at %s; what was deleted would be merged into it", u.Title, now.Version.User, now.Version.Time.Format(stampFormat))
	case now.Page != nil:
		return conflict("undelete", "File:%s has a page again, by %s at %s; what was deleted would be merged into it", u.Title, now.Page.User, now.Page.Time.Format(stampFormat))
	}
	return now.holds(u)
}

// holds is a conflict when not all that is named is there, or not to be had alone.
func (r remaining) holds(u provider.Undelete) error {
	named := u.Rows
	if all := len(named.Revisions) + len(named.Versions); r.left(named) < all {
		return conflict("undelete", "%d of the %d rows of File:%s that were to be restored are not deleted any more", all-r.left(named), all, u.Title)
	}
	for _, rev := range r.Revisions {
		meant := func(is provider.Revision) bool { return is.ID == rev.ID }
		if !slices.ContainsFunc(named.Revisions, meant) && slices.ContainsFunc(named.Revisions, func(is provider.Revision) bool { return is.Time.Equal(rev.Time) }) {
			return conflict("undelete", "revision %d of File:%s was deleted as well and is of the same second as one that was to be restored: it would come along", rev.ID, u.Title)
		}
	}
	return nil
}

// sawRestored looks whether a restoration whose answer was lost was made after all.
func (c *Client) sawRestored(u provider.Undelete, spent *effort, seen *bool) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		now, err := c.remains(ctx, u, spent)
		if err != nil {
			return false, fmt.Errorf("%w: %w", errCannotLook, err)
		}
		if now.left(u.Rows) > 0 {
			return false, c.mayRestore(u, now)
		}
		*seen = true
		return true, now.restored(u)
	}
}

// goneAgain looks whether a restoration was made, and what came back was deleted since. Where
// something has come back that is not so: it was made in part, or somebody else was there.
func (c *Client) goneAgain(u provider.Undelete, spent *effort) func(context.Context, error) error {
	began := c.wikiTime()
	return func(ctx context.Context, seen error) error {
		if seen != nil {
			return nil
		}
		made, err := c.madeByUs(ctx, inLog{"delete", u.Title, began, func(e logEvent) bool { return e.Action == "restore" }}, request{tell: u.Progress, effort: spent})
		if made == nil {
			return err
		}
		return conflict("undelete", "the wiki restored File:%s, and somebody has deleted it since", u.Title)
	}
}

// restored is a conflict when what was named has not come back, or not alone.
func (r remaining) restored(u provider.Undelete) error {
	named := u.Rows
	if left := r.left(named); left > 0 {
		return conflict("undelete", "%d of the %d rows of File:%s that were to be restored are still deleted", left, len(named.Revisions)+len(named.Versions), u.Title)
	}
	ours := len(named.Versions) == 0 || r.Version != nil && slices.ContainsFunc(named.Versions, func(v provider.DeletedVersion) bool { return sameContent(v.Version, *r.Version) })
	if ours && len(named.Revisions) > 0 {
		ours = r.Page != nil && slices.ContainsFunc(named.Revisions, func(rev provider.Revision) bool { return rev.ID == r.Page.Rev })
	}
	if !ours {
		return conflict("undelete", "what was restored under File:%s is not what the title has now: somebody was at it in the same moment", u.Title)
	}
	return nil
}

// stamps are the times of revisions, each once.
func stamps(revs []provider.Revision) []string {
	var all []string
	for _, rev := range revs {
		if at := rev.Time.UTC().Format(time.RFC3339); !slices.Contains(all, at) {
			all = append(all, at)
		}
	}
	return all
}

func versionIDs(versions []provider.DeletedVersion) []int64 {
	ids := make([]int64, len(versions))
	for i, v := range versions {
		ids[i] = v.ID
	}
	return ids
}

func numbers(ids []int64) []string {
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = strconv.FormatInt(id, 10)
	}
	return all
}
