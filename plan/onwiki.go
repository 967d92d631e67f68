package plan

import (
	"fmt"

	"wikiform/provider"
)

// movedAway is the problem of a file whose title is a redirect since somebody moved it
// on the wiki; nil where that is not known.
func movedAway(c *Change, f *Facts) *Problem {
	to, last := f.movedTo(c.Claim.Title)
	if to == "" {
		return nil
	}
	text := fmt.Sprintf("%s moved %s to %s", orHidden(last.User), c.Claim.Title.Page(), to.Page()) + at(last.Time)
	if reason := oneLine(last.Reason); reason != "" {
		text += fmt.Sprintf(" (%s)", shortened(reason))
	}
	return &Problem{
		Reason: MovedOnWiki, Text: text, Names: []string{text, string(to)}, Other: to,
		Hint: fmt.Sprintf(`write title = "%s", or let the file be managed under the titles that it gets there, with on_moved = "follow"`, to),
	}
}

// movedTo is the title to which somebody moved the file that was under another one,
// which is a redirect now; "" where the wiki does not tell so.
func (f *Facts) movedTo(t provider.Title) (provider.Title, provider.LoggedMove) {
	have := f.Have[t]
	to, isFile := f.Site.FileTitle(have.Target)
	if !have.Redirect || have.Version != nil || !isFile || f.Have[to].Version == nil {
		return "", provider.LoggedMove{}
	}
	l := logs{read: f.MoveLogs}
	if yes, told := l.leads(t, to); !yes || !told {
		return "", provider.LoggedMove{}
	}
	last, _ := l.latest(t, 0)
	return to, last
}

// follow gives files that were moved on the wiki the titles that they have there, where
// the manifest lets them. A title that something else is said of stays out of it.
func follow(claims []Claim, f *Facts) {
	taken := map[provider.Title]bool{}
	for i := range claims {
		for _, t := range claims[i].titles() {
			taken[*t] = true
		}
	}
	for i := range claims {
		c := &claims[i]
		if !c.Follow || c.Fault != nil || c.From != nil {
			continue
		}
		if to, _ := f.movedTo(c.Title); to != "" && !taken[to] && !f.Named[anyFirst(to)] {
			c.Declared, c.Title, taken[to] = c.Title, to, true
		}
	}
}
