package plan

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/internal/number"
	"wikiform/provider"
)

// deleted are the problems of a file that was deleted before.
func deleted(c *Change, f *Facts) []Problem {
	var ps []Problem
	for _, k := range deletionWarnings {
		ts := f.deletedTitles(c, k)
		if len(ts) == 0 || c.Claim.accepts(k) || slices.Contains(c.OwnDeletions, k) {
			continue
		}
		p := Problem{Reason: DeletedBefore, Text: "a page of this title was deleted from the wiki" + f.whoDeleted(ts)}
		if k == provider.WarnDuplicateArchive {
			p.Reason, p.Text = DeletedContent, fmt.Sprintf("the wiki had these bytes as %s, deleted%s", deletedAs(ts), f.whoDeleted(ts))
		}
		for _, n := range []string{deletedAs(ts), f.whoDeleted(ts)} {
			if n != "" && strings.Contains(p.Text, n) {
				p.Names = append(p.Names, strings.TrimSpace(n))
			}
		}
		p.Hint = fmt.Sprintf(`ask there whether it may come back, and if so accept it with accept_warnings = ["%s"]`, k)
		ps = append(ps, p)
	}
	return ps
}

// deletionRemarks say what was deleted before and may come back all the same.
func deletionRemarks(c *Change, f *Facts) []Remark {
	if !c.getsTitle() {
		return nil
	}
	var rs []Remark
	for _, k := range deletionWarnings {
		ts := f.deletedTitles(c, k)
		if len(ts) == 0 {
			continue
		}
		r := Remark{Kind: WasDeleted, Text: "a page of this title was deleted from the wiki" + f.whoDeleted(ts)}
		if k == provider.WarnDuplicateArchive {
			r.Kind, r.Text = ContentDeleted, fmt.Sprintf("the wiki had these bytes as %s, deleted%s", deletedAs(ts), f.whoDeleted(ts))
		}
		if d := f.telling(ts); d != nil {
			r.User, r.Time = d.User, d.Time
		}
		rs = append(rs, r)
	}
	return rs
}

func deletedAs(ts []provider.Title) string {
	var names []string
	for _, t := range ts {
		if t != "" {
			names = append(names, t.Page())
		}
	}
	if slices.Contains(ts, "") {
		return strings.Join(names[:min(len(names), 1)], "") + " and many more"
	}
	return someOf(names)
}

// telling is the deletion of titles that tells most: the newest that was not ours, or
// else the newest; nil when the log tells none.
func (f *Facts) telling(ts []provider.Title) *provider.Deletion {
	var best *provider.Deletion
	for _, t := range ts {
		for _, d := range f.DeletionLogs[t].Deletions {
			theirs, was := !isOurs(d, f.marks()), best != nil && !isOurs(*best, f.marks())
			if best == nil || theirs && !was || theirs == was && d.Time.After(best.Time) {
				best = &d
			}
		}
	}
	return best
}

// whoDeleted says by whom, when and why titles were deleted, as far as the log tells.
func (f *Facts) whoDeleted(ts []provider.Title) string {
	n, cut := 0, slices.Contains(ts, "")
	for _, t := range ts {
		n += len(f.DeletionLogs[t].Deletions)
		cut = cut || f.DeletionLogs[t].Cut
	}
	d := f.telling(ts)
	switch {
	case d == nil && cut:
		return " so long ago that the plan did not look for by whom and why"
	case d == nil:
		return ", and the log does not tell by whom and why"
	}
	s := " by " + orHidden(d.User) + at(d.Time)
	switch reason := shortened(oneLine(d.Reason)); {
	case d.Hidden:
		s += " for a hidden reason"
	case d.Redirect:
		s += " to make way for a page that was moved there"
	case reason == "":
		s += " without a reason"
	default:
		s += `: "` + reason + `"`
	}
	switch {
	case cut:
		s += " (and maybe more often)"
	case n == 2:
		s += " (and once more)"
	case n > 2:
		s += fmt.Sprintf(" (and %s times more)", number.Grouped(n-1))
	}
	return s
}

// mostReason is how much of a reason is told, in characters.
const mostReason = 160

func shortened(s string) string {
	if r := []rune(s); len(r) > mostReason {
		return strings.TrimSpace(string(r[:mostReason-1])) + "…"
	}
	return s
}
