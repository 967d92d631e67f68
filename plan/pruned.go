package plan

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/provider"
)

// Anew is what the wiki says now of the orphans that a saved plan deletes. On the word of
// a file none is: no block declares them by their titles.
type Anew struct {
	Plan *Plan                   // of the manifests at hand, for all that they say
	Gone map[provider.Title]bool // under which the wiki has nothing any more
}

// Prunes are the titles of the orphans that the plan deletes.
func (p *Plan) Prunes() []provider.Title { return prunedTitles(p.Changes) }

// pruned is the deletion of an orphan in a saved plan as it may be carried out: what it
// is in the plan that was made anew, with the precondition of the one that was reviewed.
// Where that plan has none, it says why.
func (f *Facts) pruned(saved *Plan, c *Change) (Change, string) {
	title := c.Claim.Title
	switch {
	case f.Anew == nil:
		return *c, "no manifest declares it"
	case !saved.Scope.Complete() || saved.Since != nil || len(saved.Only) > 0 && !slices.Contains(saved.Only, Deletions):
		return *c, "a plan for a part of the manifest prunes nothing"
	case f.Anew.Gone[title]:
		return Change{Claim: c.Claim, Before: provider.File{Title: title}}, ""
	}
	fresh := f.Anew.Plan
	for i := range fresh.Changes {
		now := fresh.Changes[i]
		if !now.Claim.Orphan || now.Claim.Title != title {
			continue
		}
		if now.Verdict == VerdictBlocked {
			return now, ""
		}
		why := c.otherThan(now.Claim)
		if c.Claim.Address != now.Claim.Address {
			why = append(why, fmt.Sprintf("its address is %s", now.Claim.Address))
		}
		now.Before = c.Before
		return now, strings.Join(why, "; ")
	}
	for _, o := range fresh.Orphans {
		if o.Title == title {
			now := Change{Claim: c.Claim, Before: c.Before}
			now.block(o.Why)
			return now, ""
		}
	}
	return *c, "it is no orphan of the manifests at hand: a block names it, it is not ours, or nobody says who we are"
}
