package plan

import (
	"wikiform/provider"
)

// Moving gives the file the title of the claim.
type Moving struct {
	From provider.Title // the title that it has now
	// Via is a free title through which it goes, since what is under the claim's title
	// has to go away first, and that needs the title From; "" where there is no such
	// cycle.
	Via provider.Title
	// Redirect leaves a redirect at From.
	Redirect bool
}

// Aspect implements [Step].
func (Moving) Aspect() Aspect { return NameAspect }
func (Moving) step()          {}

func compareName(_ *Claim, s situation) difference {
	if s.course.move == nil {
		return difference{}
	}
	return difference{step: *s.course.move, reason: TitleDiffers}
}

// moveRights has suppressredirect where no redirect is to be left: a wiki that misses
// it leaves one all the same, without a word (facts §8).
func moveRights(c *Change, _ provider.Account) []string {
	rights := []string{"move", "movefile"}
	if !c.Move().Redirect {
		rights = append(rights, "suppressredirect")
	}
	return rights
}

// moveAsks asks whether the file may go away and whether there may be a page where it
// goes.
func moveAsks(c *Change) []question {
	return []question{{c.Move().From, "move"}, {c.Claim.Title, "edit"}}
}

// moveRequests counts the look at both titles and, where a redirect is left, at where it
// leads; and a second move through a passing title.
func moveRequests(s Step) int {
	n := 2
	if s.(Moving).Redirect {
		n++
	}
	if s.(Moving).Via != "" {
		n += 2
	}
	return n
}

// moveShown says what a change moves to where.
func moveShown(c *Change) (after, before string) {
	after = versionShown(c.From.Version) + " from " + c.Move().From.Page()
	switch {
	case c.Before.Version != nil:
		return after, versionShown(c.Before.Version)
	case c.Before.Page != nil:
		return after, pageShown(c.Before.Page)
	}
	return after, "nothing"
}
