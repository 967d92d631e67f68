package plan

import (
	"fmt"

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

// blockWaiting stops moves that wait for a title, or whose title is waited for, where
// one of them is blocked or cannot be told: half a chain, or half a circle, is worse than
// none.
func blockWaiting(changes []Change, ss []situation) {
	waiting := map[int][]int{}
	for i := range changes {
		if j := ss[i].course.waits; j >= 0 {
			waiting[i], waiting[j] = append(waiting[i], j), append(waiting[j], i)
		}
	}
	spread(changes, waiting, VerdictBlocked, "is blocked")
	spread(changes, waiting, VerdictUnknown, "cannot be told")
}

// spread gives a verdict to all that is moved together with what has it.
func spread(changes []Change, waiting map[int][]int, v Verdict, so string) {
	var open []int
	for i := range changes {
		if changes[i].Verdict == v && waiting[i] != nil {
			open = append(open, i)
		}
	}
	for len(open) > 0 {
		i := open[0]
		open = open[1:]
		for _, j := range waiting[i] {
			c := &changes[j]
			if c.Verdict != VerdictClear {
				continue
			}
			c.end(v, []Problem{{
				Reason: MoveWaits, At: c.Claim.From.At, Names: []string{changes[i].Claim.Title.Page()},
				Text: fmt.Sprintf("it is moved together with the file that gets the title %s, and that %s", changes[i].Claim.Title.Page(), so),
				Hint: "mend that one",
			}})
			open = append(open, j)
		}
	}
}

// blockStaying stops redirects under titles that a file was to leave, where that is
// blocked or cannot be told.
func blockStaying(changes []Change, ss []situation) {
	for i := range changes {
		c, j := &changes[i], ss[i].after
		if j < 0 || changes[j].Verdict == VerdictClear || c.Verdict != VerdictClear {
			continue
		}
		so := "is blocked"
		if changes[j].Verdict == VerdictUnknown {
			so = "cannot be told"
		}
		c.end(changes[j].Verdict, []Problem{{
			Reason: MoveWaits, Names: pagesOf(c.Claim.Title, changes[j].Claim.Title),
			Text: fmt.Sprintf("%s is to become a redirect after its file was moved to %s, and that %s", c.Claim.Title.Page(), changes[j].Claim.Title.Page(), so),
			Hint: "mend that one",
		}})
	}
}

// getsTitle reports whether the change gives a title to a file, or to a redirect, under
// which there was none: what a wiki asks about new titles then concerns it.
func (c *Change) getsTitle() bool {
	if c.Claim.Undoes != nil { // it had it before
		return false
	}
	return c.Action() == Create || c.Move() != nil && c.Before.Version == nil
}

// nameRemarks are what a reviewer of a move or a redirect should know.
func nameRemarks(c *Change, f *Facts) []Remark {
	var rs []Remark
	if m := c.Move(); m != nil && c.Claim.From.Redirect && !m.Redirect && m.From == c.Claim.From.Title {
		rs = append(rs, Remark{Kind: LeavesNothing, Text: fmt.Sprintf("leaves no redirect: %s gets another file", m.From.Page())})
	}
	switch {
	case c.Claim.adopted():
		rs = append(rs, adoptRemarks(c, f)...)
	case c.Claim.Declared != "":
		rs = append(rs, Remark{Kind: Follows, Text: fmt.Sprintf("the manifest says %s, which was moved to this title on the wiki", c.Claim.Declared.Page())})
	}
	return rs
}

// namesFile reports whether the change gives a title to a file, be it a new one.
func (c *Change) namesFile() bool { return c.getsTitle() && c.Redirects() == "" }

// remarkTargets tells of redirects that would lead nowhere, now and after the plan.
func remarkTargets(changes []Change, f *Facts) {
	comes, goes := map[provider.Title]bool{}, map[provider.Title]bool{}
	for i := range changes {
		c := &changes[i]
		if c.namesFile() {
			comes[c.Claim.Title] = true
		}
		if m := c.Move(); m != nil {
			goes[m.From] = true
		}
	}
	for i := range changes {
		c := &changes[i]
		to := c.Redirects()
		have, asked := f.Have[to]
		if to == "" || !asked || (have.Version != nil || have.Shared) && !goes[to] || comes[to] {
			continue
		}
		text := "the wiki has no file " + to.Page() + ", to which the redirect leads"
		switch {
		case goes[to]:
			text = "this plan moves " + to.Page() + " away, to which the redirect leads"
		case have.Redirect:
			text = to.Page() + " is a redirect itself, and a wiki follows no second one"
		}
		c.Remarks = append(c.Remarks, Remark{Kind: TargetMissing, Text: text})
	}
}

func toWhere(target string) string {
	if target == "" {
		return "to another page"
	}
	return "to " + target
}
