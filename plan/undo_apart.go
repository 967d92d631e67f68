package plan

import (
	"fmt"
	"slices"

	"wikiform/provider"
)

// givesWay reports whether a page is the redirect that the run wrote where a file was that
// it moved away: moved back, the file takes its place.
func (u *undo) givesWay(g *undone) bool {
	have := u.f.Have[g.now]
	if !g.made || g.against != nil || have.Page == nil || have.Page.Parent != 0 || !have.Redirect || have.Version != nil {
		return false
	}
	m := u.returning()[g.now]
	return m != nil && m.against == nil && have.Page.TextSHA1 == provider.TextSHA1(SetRedirect{m.now}.Text())
}

// returning are the pages that are to be moved back, by where to.
func (u *undo) returning() map[provider.Title]*undone {
	if u.back == nil {
		u.back = map[provider.Title]*undone{}
		for _, g := range u.pages {
			if g.returns() {
				u.back[g.before] = g
			}
		}
	}
	return u.back
}

// gaveWay reports whether such a page is gone, since the file is back in its place.
func (u *undo) gaveWay(g *undone) bool {
	return g.back && g.now == "" && slices.ContainsFunc(u.pages, func(m *undone) bool { return m != g && m.now == g.last })
}

// apart keeps two claims from having one title: where the run made a file under a title that
// it had freed, that one goes first. Who would come there, and who waits for those, comes
// with another plan.
func apart(claims []Claim) {
	by := map[provider.Title][]int{}
	leaving := map[provider.Title]int{}
	for i := range claims {
		by[claims[i].Title] = append(by[claims[i].Title], i)
		if o := claims[i].From; o != nil {
			leaving[o.Title] = i
		}
	}
	for _, same := range by {
		if len(same) < 2 {
			continue
		}
		var active []int
		goes := -1
		for _, i := range same {
			c := &claims[i]
			if c.Undoes.Against != nil { // it gets nothing
				c.Fault = &c.Undoes.Against[0]
				continue
			}
			if active = append(active, i); c.Gone && goes < 0 {
				goes = i
			}
		}
		for _, i := range active {
			if i != goes && len(active) > 1 {
				claims[i].later(claims[i].Title, goes >= 0)
			}
		}
	}
	for again := true; again; {
		again = false
		for i := range claims {
			c := &claims[i]
			if j, found := leaving[c.Title]; found && c.From != nil && c.Fault == nil && claims[j].Fault != nil {
				if c.later(c.Title, true); c.Undoes.Against != nil {
					c.Fault = &c.Undoes.Against[0]
				}
				again = true
			}
		}
	}
}

// later says that something is taken back only after what is under its title has gone.
func (c *Claim) later(t provider.Title, goes bool) {
	c.Fault = &Problem{
		Reason: UndoLater, Names: []string{t.Page()}, Text: fmt.Sprintf("%s has something that has to go first", t.Page()),
		Hint: "apply what this plan does, and then make a rollback of the same receipt again",
	}
	if !goes {
		c.Fault.Reason, c.Fault.Hint = UndoUnclear, byHand
		c.Fault.Text = fmt.Sprintf("the receipt speaks of several things under %s that cannot be taken back together", t.Page())
	}
}
