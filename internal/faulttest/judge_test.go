package faulttest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"wikiform/apply"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/provider/sandbox"
)

// history is everything that a wiki ever had under one title, newest first.
type history struct {
	Versions  []version
	Revisions []sandbox.Revision
}

type version struct {
	SHA1          provider.SHA1
	User, Comment string
}

// histories are those of all titles.
func (w *world) histories() (all map[provider.Title]history, err error) {
	all = map[provider.Title]history{}
	now, err := w.snapshot()
	for title, x := range now {
		all[provider.Title(title)] = history{x.Versions, x.Revisions}
	}
	return all, err
}

// judge holds what a report says against what the wiki had and has.
func (w *world) judge(r *apply.Report, before, after map[provider.Title]history) error {
	var lies []string
	for _, res := range r.Results {
		if res.Change.Claim.Type() != plan.TypeFile || res.Change.Move() != nil || res.Outcome == apply.BlockedNow {
			if lie := w.judgeName(res); lie != "" {
				lies = append(lies, fmt.Sprintf("%s: %s (%v), done %q, but %s", res.Change.Claim.Address, res.Outcome, res.Err, res.Done, lie))
			}
			continue
		}
		if lie := w.judgeOne(res, before[res.Change.Claim.Title], after[res.Change.Claim.Title]); lie != "" {
			lies = append(lies, fmt.Sprintf("%s: %s (%v), done %q, but %s", res.Change.Claim.Address, res.Outcome, res.Err, res.Done, lie))
		}
	}
	if lies != nil {
		return fmt.Errorf("the report is not true:\n%s", strings.Join(lies, "\n"))
	}
	return nil
}

// judgeOne says in how far a result is not true, "" when it is.
func (w *world) judgeOne(res apply.Result, before, after history) string {
	uploads := len(after.Versions) - len(before.Versions)
	edits := len(after.Revisions) - len(before.Revisions) - uploads // every upload makes a revision
	tagged := before.tagsAdded(after)
	writes := uploads + edits + tagged
	asWanted := w.asWanted(res.Change, after)
	switch res.Outcome {
	case apply.Done:
		switch {
		case !asWanted:
			return "the wiki does not show it"
		case writes == 0:
			return "nothing was written"
		case uploads > 0 && !strings.HasSuffix(after.Versions[0].Comment, w.schedule.mark()):
			return fmt.Sprintf("its comment %q does not say whose it is", after.Versions[0].Comment)
		}
		return ""
	case apply.Overtook:
		switch {
		case !asWanted:
			return "the wiki does not show it"
		case uploads < 2:
			return fmt.Sprintf("there are %d new versions", uploads)
		case after.Versions[1].User == after.Versions[0].User:
			return "the version beneath is our own"
		}
		return ""
	case apply.AlreadyDone:
		switch {
		case !asWanted:
			return "the wiki does not show it"
		case writes > 0:
			return "this run wrote it"
		}
		return ""
	case apply.Unsure:
		if len(res.Done) > 0 && writes == 0 {
			return "nothing was written"
		}
		return ""
	}
	switch {
	case asWanted && writes > 0: // else it was so before, and this run could not tell
		return "it is as wanted"
	case (uploads > 0) != slices.Contains(res.Done, plan.ContentAspect):
		return fmt.Sprintf("there are %d new versions", uploads)
	case (edits > 0) != slices.Contains(res.Done, plan.TextAspect):
		return fmt.Sprintf("there are %d edits", edits)
	case (tagged > 0) != slices.Contains(res.Done, plan.TagsAspect):
		return fmt.Sprintf("%d tags were added", tagged)
	}
	return ""
}

// tagsAdded counts tags that revisions have got since.
func (h history) tagsAdded(later history) int {
	n := 0
	for i, rev := range slices.Backward(h.Revisions) {
		if at := len(later.Revisions) - len(h.Revisions) + i; at >= 0 {
			n += len(provider.MissingTags(later.Revisions[at].Tags, rev.Tags))
		}
	}
	return n
}

// asWanted reports whether the wiki has what the manifest wants under a title.
func (w *world) asWanted(c *plan.Change, now history) bool {
	content, text := c.Claim.Content.Digest.SHA1, c.Claim.Text
	switch {
	case c.Claim.Stays && c.Was().Version != nil:
		content = c.Was().Version.SHA1
	case !content.Known():
		content = digest(w.content[strings.TrimPrefix(c.Claim.Content.Source.URL, host)]).SHA1
	}
	if t := c.Tags(); t != nil && !slices.ContainsFunc(now.Revisions, func(r sandbox.Revision) bool {
		return w.schedule.isUs(r.User) && len(provider.MissingTags(t.Tags, r.Tags)) == 0
	}) {
		return false
	}
	return len(now.Versions) > 0 && now.Versions[0].SHA1 == content &&
		(text == nil || len(now.Revisions) > 0 && now.Revisions[0].Text == text.Text)
}

// converged compares the wiki with one on which nothing broke.
func (w *world) converged(untroubled map[provider.Title]history) error {
	now, err := w.histories()
	if err != nil {
		return err
	}
	if diff := cmp.Diff(untroubled, now); diff != "" {
		return fmt.Errorf("the wiki is not what one run makes of it when nothing breaks (-then +now):\n%s", diff)
	}
	return nil
}
