package plan

import (
	"fmt"
	"slices"

	"wikiform/internal/number"
	"wikiform/provider"
)

// mine reports whether user is one of us. Nobody is, as long as nobody says who we are:
// then every replaced author is named.
func (f *Facts) mine(user string) bool { return f.toldWho() && slices.Contains(f.us(), user) }

// us are who we are, by what was told.
func (f *Facts) us() []string {
	if len(f.Accounts) > 0 {
		return f.Accounts
	}
	return []string{f.Account.Name}
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
		Reason: SomebodyElses, At: at, Text: c.at().Page() + f.notOurs(a) + a.brought(c.Was()), Names: []string{c.at().Page(), a.brought(c.Was())},
		Hint: fmt.Sprintf("ask whose it is, and if it may be %s write %s = true in the block", what, c.permission()),
	}
}

// permission is the attribute by which a block allows what is done to what is not ours.
func (c *Change) permission() string {
	if c.Claim.Holder != "" { // it is a file block
		return "adopt"
	}
	return "foreign"
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
		Reason: SomebodyElses, At: c.From.At, Text: page + f.notOurs(a) + a.brought(way.file), Names: []string{page, a.brought(way.file)},
		Hint: "ask whose it is, and if it may be moved write foreign = true in every moved block on its way",
	}
}

// notOurs says that something is not, between its name and who brought it.
func (f *Facts) notOurs(a owner) string {
	if f.mine(a.User) {
		return " bears no mark of this set, which would make it ours: "
	}
	return " is not ours: "
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
		Hint: fmt.Sprintf("log in, or write accounts = [\"…\"] in the wiki block; %s = true says that it may be %s whoever brought it", c.permission(), what),
	})
}

const nobodyToldWho = "nobody is logged in and the wiki block names no accounts"

// takes is what the change does to something that may be somebody else's, where that
// is declared, and whether the manifest allows it; "" for nothing of the kind. What is taken
// back is mostly what we did ourselves, and nobody else has done anything since.
func (c *Change) takes() (what string, at Position, allowed bool) {
	switch {
	case c.onlyOurs():
	case c.deletes():
		return "deleted", c.Claim.At, c.Claim.Foreign
	case c.Move() != nil:
		return "moved", c.Claim.From.At, c.Claim.From.Foreign
	case c.Redirects() != "" && c.Before.Redirect:
		return "pointed elsewhere", c.Claim.At, c.Claim.Foreign || c.Claim.Holder != "" && c.Claim.Adopt
	}
	return "", Position{}, false
}

// owner is who brought what is under a title, and the mark that was left.
type owner struct {
	Act
	comment string
}

// others reports whether what is under a title is somebody else's, and who brought what
// is there now. A file is ours whose latest version one of us uploaded; with a set it has
// to bear a mark, and an older version of ours with a mark of this set does as well: such
// a file stays ours whatever others upload. Whether the latest mark is that of this set is
// looked at by itself: see [otherSet].
func (f *Facts) others(file provider.File) (owner, bool) {
	switch v, page := file.Version, file.Page; {
	case v != nil:
		o := owner{Act{v.User, v.Time}, v.Comment}
		latest := f.mine(v.User) && (f.Mark == "" || markOf(v.Comment) != "")
		return o, !latest && !f.oursBefore(file.Title)
	case page != nil:
		return f.writer(file)
	}
	return owner{}, false
}

// writer is who wrote the page of a title without a file, and whether that is somebody
// else. Who has made its latest revision may only have moved it.
func (f *Facts) writer(file provider.File) (owner, bool) {
	page := file.Page
	last := owner{Act: Act{page.User, page.Time}}
	if !f.mine(page.User) || page.Parent == 0 || !f.toldWho() {
		return last, !f.mine(page.User)
	}
	a, asked := f.Authors[file.Title]
	switch {
	case !asked && f.unwritten != nil:
		f.unwritten[file.Title] = true
		return last, true
	case !asked, a.Unknown != "":
		return last, true
	}
	return owner{Act: Act{a.User, a.Time}}, !f.mine(a.User)
}

// oursBefore reports whether a version of a file is ours, whichever. Where that was not
// asked, it is noted that it should be.
func (f *Facts) oursBefore(t provider.Title) bool {
	if f.Mark == "" || !f.toldWho() {
		return false
	}
	h, asked := f.Histories[t]
	if !asked && f.unread != nil {
		f.unread[t] = true
	}
	return f.hasOurs(h)
}

// hasOurs reports whether a history has a version of ours, under our mark.
func (f *Facts) hasOurs(h provider.History) bool {
	return slices.ContainsFunc(h.Versions, func(v provider.Version) bool { return f.mine(v.User) && f.marked(v.Comment) })
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

// foreignAsWanted tells of files that are as wanted and that others uploaded. Where nobody
// has said who we are by name, or marks what is ours, every file of an older account of ours
// would be among them.
func (f *Facts) foreignAsWanted(p *Plan) string {
	if !f.toldWho() || len(f.Accounts) == 0 && f.Mark == "" {
		return ""
	}
	all := *p
	if !p.Matching.uploaders(func(user string) bool { return !f.mine(user) }) {
		all.Matching = nil
	}
	var names []string
	for c := range all.All() {
		if v := c.Before.Version; c.Claim.Type() == TypeFile && c.Verdict == VerdictClear && !c.Writes() && v != nil && !f.mine(v.User) {
			names = append(names, c.Claim.Title.Page())
		}
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("Of the files that are as wanted, the content of %s was uploaded by others: %s.", number.Of(len(names), "file"), someOf(names))
}

// takesOthers are the remarks on what is taken from somebody else because the manifest
// says so, and on a file of ours whose latest version is somebody else's.
func (f *Facts) takesOthers(c *Change) []Remark {
	what, _, allowed := c.takes()
	if what == "" {
		return nil
	}
	a, theirs := f.others(c.Was())
	switch {
	case !f.toldWho() && allowed:
		return []Remark{{Kind: TakesOthers, Text: "whose it is, is not checked: " + a.brought(c.Was()), User: a.User, Time: a.Time}}
	case !f.toldWho():
		return nil
	case theirs && allowed:
		return []Remark{{Kind: TakesOthers, Text: "not ours: " + a.brought(c.Was()), User: a.User, Time: a.Time}}
	case !theirs && !f.mine(a.User):
		return []Remark{{Kind: TakesOthers, Text: "ours, but for its latest version: " + a.brought(c.Was()), User: a.User, Time: a.Time}}
	}
	return nil
}
