package mediawiki

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"

	"wikiform/provider"
)

// revertAnswer is an answer to action=filerevert, which says of most failures that it
// was answered well.
type revertAnswer struct {
	FileRevert *struct {
		Result string // "Success" or "Failure"
		Errors []apiError
	}
}

func (a *revertAnswer) failure() []apiError {
	if a.FileRevert == nil || a.FileRevert.Result != "Failure" {
		return nil
	}
	return a.FileRevert.Errors
}

// Revert makes an old version of a file the current one again, and gives the version that
// the wiki shows then. What the wiki has at the moment already is success.
//
// The wiki has no compare-and-set for files, so that the current version is looked at just
// before. If another one came between all the same, the error says so, and the version
// comes with it: it is the current one.
func (c *Client) Revert(ctx context.Context, r provider.Revert) (provider.Version, error) {
	if c.creds.anonymous() {
		return provider.Version{}, notLoggedIn("revert")
	}
	effort := c.newEffort()
	before, err := c.versionsNow(ctx, r, effort)
	if err != nil {
		return provider.Version{}, err
	}
	if has(before.File, r.Old.Digest) {
		return *before.Version, nil
	}
	archive, err := before.archiveOf(r)
	if err != nil {
		return provider.Version{}, err
	}
	var (
		a    revertAnswer
		seen bool
	)
	err = c.call(ctx, request{
		op: "revert", title: r.Title, post: true, write: true, counts: "upload", patience: publishIn, effort: effort,
		params: url.Values{"action": {"filerevert"}, "filename": {string(r.Title)}, "archivename": {archive}, "comment": {r.Comment}},
		tell:   r.Progress, stop: r.Stop, tookEffect: c.sawReverted(r, effort, &seen), unguarded: true,
	}, &a)
	switch {
	case err != nil:
		return provider.Version{}, byHand(err)
	case !seen && (a.FileRevert == nil || a.FileRevert.Result != "Success"):
		return provider.Version{}, malformed("revert", "the wiki does not say what became of the revert")
	}
	now, err := c.versionsNow(ctx, r, effort)
	if err != nil {
		return provider.Version{}, unseen("revert", err)
	}
	if !has(now.File, r.Old.Digest) {
		err := now.asSeen(r)
		if err == nil {
			err = &provider.Error{Kind: provider.Lost, Op: "revert", Info: "the wiki says that it was done, and shows the version that was there before", Advice: hintAgain}
		}
		return provider.Version{}, err
	}
	if err := now.alone(r); err != nil {
		return *now.Version, err
	}
	return *now.Version, c.tagRevert(ctx, r, before, now)
}

// unseen is the error of a write that was made, after which the wiki did not tell what
// it has.
func unseen(op string, err error) error {
	return &provider.Error{Kind: provider.Lost, Op: op, Info: "it was done, and the wiki could not be asked what it has now", Err: err, Advice: hintAgain}
}

// sawReverted looks whether a revert whose answer was lost was made after all.
func (c *Client) sawReverted(r provider.Revert, spent *effort, seen *bool) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		now, err := c.versionsNow(ctx, r, spent)
		if err != nil {
			return false, fmt.Errorf("%w: %w", errCannotLook, err)
		}
		*seen = has(now.File, r.Old.Digest)
		if *seen {
			return true, nil
		}
		return false, now.asSeen(r)
	}
}

// versioned is what a title has, with the versions of its file.
type versioned struct {
	provider.File
	versions []provider.Version // the newest first
}

// versionsNow reads what a title has, with as many versions as come at once or, where the
// one that is wanted is not among them, with all.
func (c *Client) versionsNow(ctx context.Context, r provider.Revert, spent *effort) (versioned, error) {
	var (
		seen sighting
		now  versioned
	)
	err := c.pages(ctx, []provider.Title{r.Title}, 1, request{tell: r.Progress, effort: spent, params: url.Values{
		"prop": {fileProps}, "iiprop": {iiProps + "|archivename"}, "iilimit": {"max"}, "rvprop": {rvProps}, "rvslots": {"main"},
	}}, func(_ provider.Title, p page) error {
		seen.add(p)
		if versions, told := p.versions(); told {
			now.versions = versions
		}
		return sameTitle(r.Title, provider.File{Title: titleOf(p.Title)})
	})
	if err != nil {
		return versioned{}, err
	}
	if now.File = seen.file(r.Title); len(now.versions) < c.rows() || now.old(r.Old) != nil {
		return now, nil
	}
	left := mostReadOn
	h, err := c.longHistory(ctx, r.Title, &left, spent)
	now.versions = h.Versions
	return now, err
}

// old is the old version that is meant, nil when there is none such. It goes by another
// name when the file has another title by now.
func (v versioned) old(want provider.Version) *provider.Version {
	i := slices.IndexFunc(v.versions, func(is provider.Version) bool { return is.Archive != "" && sameContent(is, want) })
	if i < 0 {
		return nil
	}
	return &v.versions[i]
}

func sameContent(a, b provider.Version) bool { return a.SHA1 == b.SHA1 && a.Time.Equal(b.Time) }

// archiveOf is the name of the version to revert to, if the file is as it was seen.
func (v versioned) archiveOf(r provider.Revert) (string, error) {
	if err := v.asSeen(r); err != nil {
		return "", err
	}
	if v.Page == nil {
		return "", conflict("revert", "File:%s has no page, and the wiki would make one of the comment", r.Title)
	}
	old := v.old(r.Old)
	if old == nil || !r.Old.Known() {
		return "", conflict("revert", "File:%s has no old version of %s with SHA-1 %s any more; somebody may have hidden or deleted it", r.Title, r.Old.Time.Format(stampFormat), r.Old.SHA1)
	}
	return old.Archive, nil
}

const stampFormat = "2006-01-02 15:04:05Z"

// asSeen is a conflict when the current version is not the one that was seen.
func (v versioned) asSeen(r provider.Revert) error {
	switch now := v.Version; {
	case now == nil:
		return conflict("revert", "File:%s has no file any more", r.Title)
	case r.Before == nil || !sameContent(*now, *r.Before):
		return conflict("revert", "File:%s was replaced by %s at %s, after the plan", r.Title, now.User, now.Time.Format(stampFormat))
	}
	return nil
}

// alone is a conflict when something came between the last look and the revert.
func (v versioned) alone(r provider.Revert) error {
	if len(v.versions) < 2 || !sameContent(v.versions[1], *r.Before) {
		return conflict("revert", "somebody uploaded a version of File:%s in the same moment, which lies under the old one now", r.Title)
	}
	return nil
}

// tagRevert adds the tags to the revision that a revert has made: the request for it
// takes none.
func (c *Client) tagRevert(ctx context.Context, r provider.Revert, before, now versioned) error {
	if len(r.Tags) == 0 {
		return nil
	}
	rev, err := c.revisionOf(ctx, r, before, now)
	if err == nil {
		err = c.Tag(ctx, provider.Tagging{Title: r.Title, Rev: rev, Tags: r.Tags, Reason: r.Comment, Stop: r.Stop, Progress: r.Progress})
	}
	if err != nil {
		return fmt.Errorf("the old version of File:%s is the current one again, but its change tags are missing: %w", r.Title, err)
	}
	return nil
}

// revisionOf is the revision that a revert has made: of ours, the one that followed on
// the latest before it.
func (c *Client) revisionOf(ctx context.Context, r provider.Revert, before, now versioned) (int64, error) {
	var parent int64
	if before.Page != nil {
		parent = before.Page.Rev
	}
	if p := now.Page; p != nil && p.Parent == parent && p.User == c.account.Name {
		return p.Rev, nil
	}
	history, err := c.PageHistory(ctx, r.Title, 0, recentRevisions)
	if err != nil {
		return 0, err
	}
	for _, rev := range history {
		if rev.Parent == parent && rev.User == c.account.Name && rev.Time.Sub(now.Version.Time).Abs() <= time.Minute {
			return rev.ID, nil
		}
	}
	return 0, conflict("tag", "the wiki does not show the revision that the revert has made")
}

// recentRevisions is how many revisions are looked at for one that was just made.
const recentRevisions = 50
