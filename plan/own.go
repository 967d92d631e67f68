package plan

import (
	"fmt"
	"slices"

	"wikiform/provider"
)

// mine reports whether user is one of us. Nobody is, as long as nobody says who we are:
// then every replaced author is named.
func (f *Facts) mine(user string) bool {
	if len(f.Accounts) > 0 {
		return slices.Contains(f.Accounts, user)
	}
	return !f.Account.Anonymous() && user == f.Account.Name
}

// toldWho reports whether it is known who we are.
func (f *Facts) toldWho() bool { return len(f.Accounts) > 0 || !f.Account.Anonymous() }

// notOurs blocks what moves, deletes or points elsewhere what is not ours, unless the
// block says that it may.
func notOurs(c *Change, f *Facts) *Problem {
	what, at, allowed := c.takes()
	if what == "" || allowed || !f.toldWho() {
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

// notOursOnTheWay blocks the move of somebody else's file over several titles, of which
// only the last block says that it may be moved.
func notOursOnTheWay(way course, c *Claim, f *Facts) *Problem {
	a, theirs := f.others(way.file)
	if !theirs || !f.toldWho() {
		return nil
	}
	page := way.move.From.Page()
	return &Problem{
		Reason: SomebodyElses, At: c.From.At, Text: page + " is not ours: " + a.brought(way.file), Names: []string{page, a.brought(way.file)},
		Hint: "ask whose it is, and if it may be moved write foreign = true in every moved block on its way",
	}
}

// leaveUnchecked takes the steps from a change that is only for what is ours, while
// nobody says who we are: whether there is anything to do cannot be told.
func (f *Facts) leaveUnchecked(c *Change) {
	if f.toldWho() {
		return
	}
	what, at, allowed := c.takes()
	if what == "" || allowed {
		if g := c.replacesUnchecked(); g != nil {
			c.leave(Problem{
				Reason: OwnerUnchecked, At: g.At, Names: []string{c.at().Page()},
				Text: fmt.Sprintf("whose %s is, is not checked: %s", c.at().Page(), nobodyToldWho),
				Hint: fmt.Sprintf("log in, or write accounts = [\"…\"] in the wiki block; %s lets only what is ours be replaced", g.Rule),
			})
		}
		return
	}
	c.leave(Problem{
		Reason: OwnerUnchecked, At: at, Names: []string{c.at().Page()},
		Text: fmt.Sprintf("whose %s is, is not checked: %s", c.at().Page(), nobodyToldWho),
		Hint: fmt.Sprintf("log in, or write accounts = [\"…\"] in the wiki block; foreign = true says that it may be %s whoever brought it", what),
	})
}

const nobodyToldWho = "nobody is logged in and the wiki block names no accounts"

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
// is whose its latest version is; with a set, that has to bear a mark. Whether it is that
// of this set is looked at by itself: see [otherSet].
func (f *Facts) others(file provider.File) (owner, bool) {
	switch v, page := file.Version, file.Page; {
	case v != nil:
		o := owner{Act{v.User, v.Time}, v.Comment}
		return o, !f.mine(v.User) || f.Mark != "" && markOf(v.Comment) == ""
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
	s := orHidden(o.User) + " " + did + " it" + at(o.Time)
	if comment := oneLine(o.comment); comment != "" {
		s += fmt.Sprintf(" (%s)", shortened(comment))
	}
	return s
}

// takesOthers are the remarks on what is taken from somebody else because the manifest
// says so.
func (f *Facts) takesOthers(c *Change) []Remark {
	what, _, allowed := c.takes()
	if what == "" || !allowed {
		return nil
	}
	a, theirs := f.others(c.Was())
	switch {
	case !f.toldWho():
		return []Remark{{TakesOthers, "whose it is, is not checked: " + a.brought(c.Was()), a.User, a.Time}}
	case !theirs:
		return nil
	}
	return []Remark{{TakesOthers, "not ours: " + a.brought(c.Was()), a.User, a.Time}}
}
