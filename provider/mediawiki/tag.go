package mediawiki

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"wikiform/provider"
)

// tagAnswer has an entry for each revision that was asked about.
type tagAnswer struct {
	Tag []struct {
		RevID  int64
		Status string // "success", "error", "skipped", "failure"
		apiError
		Errors []apiError
	}
}

// limitTags is the limit of the account that tags count against. MediaWiki 1.39 calls it
// limitTag.
const (
	limitTags = "changetags"
	limitTag  = "changetag"
)

// Tag gives a revision change tags. Asking twice does no harm, since the wiki adds only
// those that are missing (facts §3.1).
func (c *Client) Tag(ctx context.Context, t provider.Tagging) error {
	if c.creds.anonymous() {
		return notLoggedIn("tag")
	}
	var (
		a      tagAnswer
		seen   bool
		effort = c.newEffort()
	)
	err := c.call(ctx, request{
		op: "tag", title: t.Title, post: true, write: true, counts: limitTags, effort: effort,
		params: url.Values{"action": {"tag"}, "revid": {strconv.FormatInt(t.Rev, 10)}, "add": {multi(t.Tags)}, "reason": {t.Reason}},
		tell:   t.Progress, stop: t.Stop, tookEffect: c.sawTagged(t, effort, &seen),
	}, &a)
	if err != nil || seen {
		return byHand(err)
	}
	return a.outcome(t)
}

// outcome reads the answer about the one revision.
func (a tagAnswer) outcome(t provider.Tagging) error {
	if len(a.Tag) != 1 || a.Tag[0].RevID != t.Rev {
		return malformed("tag", "the wiki does not say what became of the tags")
	}
	switch r := a.Tag[0]; r.Status {
	case "success":
		return nil
	case "skipped":
		return &provider.Error{Kind: provider.Busy, Op: "tag", Code: codeRateLimited, Info: "the account has added too many tags in a short time", Advice: hintAgain}
	default:
		errs := append(r.Errors, r.apiError)
		errs = slices.DeleteFunc(errs, func(e apiError) bool { return e.Code == "" })
		if len(errs) == 0 {
			return malformed("tag", fmt.Sprintf("the wiki answered %q", clip(r.Status)))
		}
		means := ruleFor(errs[0].Code, errs[0].Text)
		return &provider.Error{
			Kind: means.kind, Op: "tag", Code: clip(errs[0].Code), Ground: groundOf(errs[0].Code), Info: clip(sentences(errs)), Cure: means.cure, Advice: means.hint,
		}
	}
}

// sawTagged looks whether tags whose answer was lost were added after all.
func (c *Client) sawTagged(t provider.Tagging, spent *effort, seen *bool) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		var now *revision
		err := c.query(ctx, request{op: "query", title: t.Title, post: true, tell: t.Progress, effort: spent, params: url.Values{
			"prop": {"revisions"}, "revids": {strconv.FormatInt(t.Rev, 10)}, "rvprop": {"ids|tags"},
		}}, func(a queryAnswer) error {
			for _, p := range a.Query.Pages {
				for i := range p.Revisions {
					if p.Revisions[i].RevID == t.Rev {
						now = &p.Revisions[i]
					}
				}
			}
			return nil
		})
		switch {
		case err != nil:
			return false, fmt.Errorf("%w: %w", errCannotLook, err)
		case now == nil:
			return false, conflict("tag", "the wiki no longer shows revision %d of File:%s", t.Rev, t.Title)
		}
		*seen = len(provider.MissingTags(t.Tags, now.Tags)) == 0
		return *seen, nil
	}
}
