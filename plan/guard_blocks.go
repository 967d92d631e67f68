package plan

import (
	"fmt"
	"slices"

	"wikiform/provider"
	"wikiform/spec"
)

// stopped are the guards that block a change.
func stopped(c *Change, f *Facts) *Problem {
	if p := preventDestroy(c, f); p != nil {
		return p
	}
	for _, g := range c.Claim.Guards {
		if blocks := rules[g.Rule].blocks; blocks != nil {
			if p := blocks(c, g, f); p != nil {
				return p
			}
		}
	}
	return nil
}

// preventOverwrite lets nothing take the place of a content, whoever brought it.
func preventOverwrite(c *Change, g Guard, _ *Facts) *Problem {
	v := c.Was().Version
	if c.Upload() == nil || v == nil {
		return nil
	}
	return &Problem{
		Reason: OverwritePrevented, At: g.At, Text: "its content would be replaced, and its block says " + string(g.Rule),
		Hint: "look which of the two is right: if it is the new one, take that line out; if it is the wiki's, take that as the source",
	}
}

// overwriteOwn lets a content be replaced only where its version is ours, and with a set
// the file as well, and a text only where we wrote it: an edit that does not change it,
// such as a bot's or that of a protection, makes it nobody else's. Where there is nothing
// yet, nothing is replaced.
func overwriteOwn(c *Change, g Guard, f *Facts) *Problem {
	if !f.toldWho() {
		return nil // nor is it blocked: see leaveUnchecked
	}
	was, page := c.Was(), c.at().Page()
	whose := func(what, brought string) *Problem {
		text := fmt.Sprintf("the %s of %s is not ours: %s", what, page, brought)
		return &Problem{
			Reason: SomebodyElses, At: g.At, Text: text, Names: []string{page, brought},
			Hint: fmt.Sprintf("ask whose it is; %s lets only what is ours be replaced", g.Rule),
		}
	}
	if v := was.Version; c.Upload() != nil && v != nil {
		by, asked := f.Uploads[c.at()]
		switch {
		case f.Planned != nil && !asked:
			return whose("content", "it is not there any more")
		case asked && !f.mine(by.User):
			return whose("content", owner{Act: by}.brought(was))
		case !f.mine(v.User):
			return whose("content", owner{Act{v.User, v.Time}, v.Comment}.brought(was))
		}
		was.Title = c.at()
		if o, theirs := f.others(was); theirs {
			return whose("content", "it bears no mark of this set; "+o.brought(was))
		}
	}
	if !c.replacesText() || f.authorsLater {
		return nil
	}
	switch a, asked := f.Authors[c.at()]; {
	case !asked:
		return whose("text", "who wrote it was not looked for")
	case a.Unknown != "":
		return whose("text", "who wrote it is not known: "+a.Unknown)
	case !a.Lined && !f.mine(a.User):
		return whose("text", owner{Act: Act{a.User, a.Time}}.brought(provider.File{Page: was.Page}))
	case len(c.lostLines(a)) > 0:
		return whose("text", "it has lines "+by("wrote", a.Joined[0].User, a.Joined[0].Time)+besidesThem(a.Joined))
	}
	return nil
}

// replacesUnchecked is the guard that lets only what is ours be replaced, of a change
// that replaces something; nil for none.
func (c *Change) replacesUnchecked() *Guard {
	i := slices.IndexFunc(c.Claim.Guards, func(g Guard) bool { return g.Rule == OverwriteOwn })
	was := c.Was()
	if i < 0 || !(c.Upload() != nil && was.Version != nil || c.Edits() && was.Page != nil) {
		return nil
	}
	return &c.Claim.Guards[i]
}

// Keeper is a block that lets nobody delete its file.
type Keeper struct {
	Title   provider.Title // as it is written
	Address spec.Address
	At      Position
}

// Keepers are those of the whole manifest by their titles, as [Facts.Keepers] has them.
func Keepers(m *spec.Manifest) map[provider.Title][]Keeper {
	var all map[provider.Title][]Keeper
	for i := range m.Files {
		f := &m.Files[i]
		if !f.Lifecycle.PreventDestroy {
			continue
		}
		if all == nil {
			all = map[provider.Title][]Keeper{}
		}
		at := f.Where().PreventDestroy
		if at.Filename == "" {
			at = f.Where().Block
		}
		t := anyFirst(f.Title)
		all[t] = append(all[t], Keeper{f.Title, f.Address, position(at)})
	}
	return all
}

// preventDestroy lets nothing delete what is under the title of a file, whatever the
// plan is for: an absent block of another spelling, which the wiki takes for the same
// title, is found even where the plan leaves the file out.
func preventDestroy(c *Change, f *Facts) *Problem {
	if !c.deletes() {
		return nil
	}
	for _, k := range f.Keepers[anyFirst(c.Claim.Title)] {
		if have, asked := f.Have[k.Title]; asked && have.Title != c.Claim.Title {
			continue // on a wiki that tells first letters apart
		}
		return &Problem{
			Reason: DestroyPrevented, At: k.At, Names: []string{string(k.Address), k.At.String()},
			Text: fmt.Sprintf("%s has this title and says prevent_destroy = true (%s)", k.Address, k.At),
			Hint: "take that line out if the file is to go, and the block with it",
		}
	}
	return nil
}

// keptTitles are those of blocks that let nobody delete their files, of which only the
// wiki can say whether they are the ones that would be deleted.
func (f *Facts) keptTitles(changes []Change) []provider.Title {
	var ts []provider.Title
	for i := range changes {
		c := &changes[i]
		if !c.Claim.Gone || c.Before.Version == nil && c.Before.Page == nil {
			continue
		}
		for _, k := range f.Keepers[anyFirst(c.Claim.Title)] {
			if k.Title != c.Claim.Title {
				ts = append(ts, k.Title)
			}
		}
	}
	return once(ts)
}
