package plan

import (
	"context"
	"slices"
	"strings"

	"wikiform/provider"
)

// SettleWhose asks the wiki whose work a plan replaces that was read from a file and
// confirmed, and has the changes say that and nothing that the file said of it. Where the
// wiki shows something else by now than the plan saw, it is not known whose that is. Facts
// are those with which the plan was confirmed; [Plan.SettleOwners] came before.
func (p *Plan) SettleWhose(ctx context.Context, r Reader, f *Facts) error {
	whose := Facts{
		Accounts: f.Accounts, Account: f.Account, Mark: f.Mark, FormerMarks: f.FormerMarks,
		Have: f.Have, Histories: f.Histories, Bases: f.Bases, Authors: map[provider.Title]Author{}, Uploaders: map[provider.Title]Author{},
	}
	var ask []Change
	for i := range p.Changes {
		c := &p.Changes[i]
		if !c.Writes() {
			continue
		}
		now, done := f.Have[c.at()], *c
		if (c.Edits() || c.deletesNamed()) && c.Was().Page != nil {
			switch page := now.Page; {
			case page != nil && page.TextSHA1.Known() && page.TextSHA1 == c.Was().Page.TextSHA1:
				done.setPage(page)
			case page == nil && c.deletes():
				whose.Authors[c.at()] = Author{User: f.us()[0]}
			case page != nil && c.Edits() && page.TextSHA1 == provider.TextSHA1(c.edit().Text): // a run before has written it
				whose.Authors[c.at()] = Author{User: f.us()[0]}
			default:
				whose.Authors[c.at()] = changedSince
			}
		}
		if v, up := now.Version, c.Upload(); up != nil && c.Was().Version != nil {
			switch {
			case v != nil && v.SHA1.Known() && v.SHA1 == c.Was().Version.SHA1:
			case v != nil && v.SHA1.Known() && v.SHA1 == up.Content.Digest.SHA1:
				whose.Uploaders[c.at()] = Author{User: f.us()[0]}
			default:
				whose.Uploaders[c.at()] = changedSince
			}
		}
		ask = append(ask, done)
	}
	if err := surveyAuthors(ctx, r, ask, &whose); err != nil {
		return err
	}
	for i := range p.Changes {
		if c := &p.Changes[i]; c.Writes() {
			c.Remarks = slices.Concat(whose.takesOthers(c), whose.whoseWork(c), slices.DeleteFunc(slices.Clone(c.Remarks), func(r Remark) bool {
				return r.Kind.ReplacesOthers() || r.Kind == BroughtBack
			}))
		}
	}
	return nil
}

// changedSince is of what a plan saw and the wiki does not show any more.
var changedSince = Author{Unknown: "the wiki shows another one since the plan was made"}

// setPage gives a change the page as the wiki shows it now, which has the same text.
func (c *Change) setPage(now *provider.Page) {
	page := *c.Was().Page
	page.Rev, page.Parent, page.User, page.Time, page.Comment = now.Rev, now.Parent, now.User, now.Time, now.Comment
	if c.Move() != nil {
		c.From.Page = &page
		return
	}
	c.Before.Page = &page
}

// whoseWork are the remarks on versions and texts of others whose place a change takes.
func (f *Facts) whoseWork(c *Change) (rs []Remark) {
	if c.onlyOurs() {
		return nil
	}
	if v := c.Was().Version; c.Upload() != nil && v != nil {
		a, asked := f.Uploaders[c.at()]
		if !asked {
			a = Author{User: v.User, Time: v.Time}
		}
		rs = append(rs, f.replaced(ReplacesVersion, "version", "uploaded", a)...)
	}
	page, what := c.Was().Page, "replaces"
	switch {
	case c.deletesNamed() && page != nil:
		what = "deletes"
	case !c.replacesText():
		return rs
	}
	a, asked := f.Authors[c.at()]
	switch {
	case !asked && what == "deletes":
		return rs
	case !asked:
		a = Author{User: page.User, Time: page.Time}
	}
	if lost := c.lostLines(a); a.Lined && a.Unknown == "" {
		if len(lost) > 0 {
			rs = append(rs, Remark{Kind: ReplacesText, Text: what + " lines " + by("wrote", lost[0].User, lost[0].Time) + besidesThem(lost), User: lost[0].User, Time: lost[0].Time})
		}
		return rs
	}
	for _, r := range f.replaced(ReplacesText, "text", "saved", a) {
		r.Text = strings.Replace(r.Text, "replaces", what, 1)
		rs = append(rs, r)
	}
	return rs
}
