package plan

import (
	"fmt"
	"strings"

	"wikiform/internal/filetype"
	"wikiform/provider"
)

// overPage keeps redirects off pages that are none: an edit would send the readers of
// a file, or of a text that somebody wrote, away from it.
func overPage(c *Change, _ *Facts) *Problem {
	what := "a page about something"
	switch {
	case c.Redirects() == "" || c.Before.Page == nil && c.Before.Version == nil || c.Before.Redirect && c.Before.Version == nil:
		return nil
	case c.Before.Version != nil:
		what = "a file of its own"
	}
	return &Problem{
		Reason: TargetTaken, Names: []string{c.Claim.Title.Page()},
		Text: fmt.Sprintf("%s has %s, which a redirect would hide from its readers", c.Claim.Title.Page(), what),
		Hint: "move it away with a moved block, or choose another title",
	}
}

// retyped blocks a move to an extension that stands for another type: the wiki would
// refuse it, since the bytes stay what they are.
func retyped(c *Change, _ *Facts) *Problem {
	m := c.Move()
	if m == nil || filetype.Alike(m.From.Ext(), c.Claim.Title.Ext()) {
		return nil
	}
	return &Problem{
		Reason: TypeRefused, At: c.Claim.From.At, Text: fmt.Sprintf("a move keeps the type of a file, and .%s is another type than .%s", c.Claim.Title.Ext(), m.From.Ext()),
		Hint: "upload the other file under its own title, and let the old one be a redirect or absent",
	}
}

// stranded blocks moves that have to leave no redirect, since another file gets the
// title, and would leave one: what waits for the title could then never be done.
func stranded(c *Change, s situation, f *Facts) *Problem {
	m := c.Move()
	if m == nil || !s.course.shut || f.Account.Anonymous() || f.Account.Can("suppressredirect") {
		return nil
	}
	return &Problem{
		Reason: NoWay, At: c.Claim.From.At, Names: []string{m.From.Page()},
		Text: fmt.Sprintf("%s gets another file, so that no redirect may be left there, and the account %s lacks the right suppressredirect", m.From.Page(), f.Account.Name),
		Hint: "grant the right to the account's group and to its bot password, or do this one move after the other with titles of their own",
	}
}

// blockWaiting blocks moves that wait for a title, or whose title is waited for, where
// one of them is blocked: half a chain, or half a circle, is worse than none.
func blockWaiting(changes []Change, ss []situation) {
	waiting := map[int][]int{}
	for i := range changes {
		if j := ss[i].course.waits; j >= 0 {
			waiting[i], waiting[j] = append(waiting[i], j), append(waiting[j], i)
		}
	}
	var open []int
	for i := range changes {
		if changes[i].Verdict == VerdictBlocked && waiting[i] != nil {
			open = append(open, i)
		}
	}
	for len(open) > 0 {
		i := open[0]
		open = open[1:]
		for _, j := range waiting[i] {
			c := &changes[j]
			if c.Verdict == VerdictBlocked {
				continue
			}
			c.block([]Problem{{
				Reason: MoveWaits, At: c.Claim.From.At, Names: []string{changes[i].Claim.Title.Page()},
				Text: fmt.Sprintf("it is moved together with the file that gets the title %s, and that is blocked", changes[i].Claim.Title.Page()),
				Hint: "mend that one",
			}})
			open = append(open, j)
		}
	}
}

// notOurs blocks what moves, deletes or points elsewhere what is not ours, unless the
// block says that it may.
func notOurs(c *Change, f *Facts) *Problem {
	what, at, allowed := c.takes()
	if what == "" || allowed || f.Account.Anonymous() {
		return nil
	}
	a, theirs := f.others(c.Was())
	if !theirs {
		return nil
	}
	return &Problem{
		Reason: SomebodyElses, At: at, Text: c.at().Page() + " is not ours: " + a.brought(c.Was()), Names: []string{c.at().Page(), a.brought(c.Was())},
		Hint: fmt.Sprintf("ask whose it is, and if it may be %s write foreign = true in the block", what),
	}
}

// takes is what the change does to something that may be somebody else's, where that
// is declared, and whether the manifest allows it; "" for nothing of the kind.
func (c *Change) takes() (what string, at Position, allowed bool) {
	switch {
	case c.deletes():
		return "deleted", c.Claim.At, c.Claim.Foreign
	case c.Move() != nil:
		return "moved", c.Claim.From.At, c.Claim.From.Foreign
	case c.Redirects() != "" && c.Before.Redirect:
		return "pointed elsewhere", c.Claim.At, c.Claim.Foreign
	}
	return "", Position{}, false
}

// owner is who brought what is under a title, and the mark that was left.
type owner struct {
	Act
	comment string
}

// others reports whether what is under a title is somebody else's, and whose. A file
// is whose its latest version is; with a set, that has to bear the set's mark.
func (f *Facts) others(file provider.File) (owner, bool) {
	switch v, page := file.Version, file.Page; {
	case v != nil:
		o := owner{Act{v.User, v.Time}, v.Comment}
		return o, !f.mine(v.User) || f.Mark != "" && !strings.HasSuffix(strings.TrimSpace(v.Comment), f.Mark)
	case page != nil:
		return owner{Act: Act{page.User, page.Time}}, !f.mine(page.User)
	}
	return owner{}, false
}

// brought says who brought it and when.
func (o owner) brought(file provider.File) string {
	did := "uploaded"
	if file.Version == nil {
		did = "saved"
	}
	s := o.User
	if s == "" {
		s = "a hidden account"
	}
	s += " " + did + " it"
	if !o.Time.IsZero() {
		s += o.Time.UTC().Format(" on 2006-01-02 15:04 UTC")
	}
	if comment := oneLine(o.comment); comment != "" {
		s += fmt.Sprintf(" (%s)", shortened(comment))
	}
	return s
}

// takesOthers are the remarks on what is taken from somebody else because the manifest
// says so.
func (f *Facts) takesOthers(c *Change) []Remark {
	what, _, allowed := c.takes()
	if what == "" || f.Account.Anonymous() && c.Was().Version == nil {
		return nil
	}
	a, theirs := f.others(c.Was())
	if !theirs || !allowed && !f.Account.Anonymous() {
		return nil
	}
	return []Remark{{TakesOthers, "not ours: " + a.brought(c.Was()), a.User, a.Time}}
}

// getsTitle reports whether the change gives a title to a file, or to a redirect, under
// which there was none: what a wiki asks about new titles then concerns it.
func (c *Change) getsTitle() bool {
	return c.Action() == Create || c.Move() != nil && c.Before.Version == nil
}

// nameRemarks are what a reviewer of a move or a redirect should know.
func nameRemarks(c *Change, f *Facts) []Remark {
	var rs []Remark
	if m := c.Move(); m != nil && c.Claim.From.Redirect && !m.Redirect && m.From == c.Claim.From.Title {
		rs = append(rs, Remark{Kind: LeavesNothing, Text: fmt.Sprintf("leaves no redirect: %s gets another file", m.From.Page())})
	}
	if c.Claim.Declared != "" {
		rs = append(rs, Remark{Kind: Follows, Text: fmt.Sprintf("the manifest says %s, which was moved to this title on the wiki", c.Claim.Declared.Page())})
	}
	return rs
}

// namesFile reports whether the change gives a title to a file, be it a new one.
func (c *Change) namesFile() bool { return c.getsTitle() && c.Redirects() == "" }

// remarkTargets tells of redirects that would lead nowhere, now and after the plan.
func remarkTargets(changes []Change, f *Facts) {
	comes := map[provider.Title]bool{}
	for i := range changes {
		if c := &changes[i]; c.namesFile() {
			comes[c.Claim.Title] = true
		}
	}
	for i := range changes {
		c := &changes[i]
		to := c.Redirects()
		if have, asked := f.Have[to]; to == "" || !asked || have.Version != nil || have.Shared || comes[to] {
			continue
		}
		c.Remarks = append(c.Remarks, Remark{Kind: TargetMissing, Text: "the wiki has no file " + to.Page() + ", to which the redirect leads"})
	}
}
