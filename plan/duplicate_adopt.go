package plan

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"wikiform/provider"
	"wikiform/spec"
)

// adopt gives claims the titles of the files that they adopt. A file is adopted by one
// block, the first by address, and only if no other block names its title.
func adopt(claims []Claim, f *Facts) {
	if !adopting(claims) {
		return
	}
	s := newSharing(claims, situations(claims, f), f)
	named := maps.Clone(f.Named)
	for _, i := range s.adopters() {
		c := &claims[i]
		h, why, unsure := s.adoptable(i)
		if why != nil || unsure != nil || h.file.Version == nil {
			continue
		}
		c.Declared, c.Title = c.Title, h.title
		s.at[h.title] = i
		if named != nil {
			named[anyFirst(h.title)] = true
		}
	}
	f.Named = named
}

func adopting(claims []Claim) bool {
	return slices.ContainsFunc(claims, func(c Claim) bool { return c.OnDuplicate == spec.DuplicateAdopt })
}

// adopters are the claims that would adopt a file, in the order of their addresses.
func (s *sharing) adopters() []int {
	var all []int
	for i := range s.claims {
		if s.yields(i, spec.DuplicateAdopt) {
			all = append(all, i)
		}
	}
	slices.SortFunc(all, func(i, j int) int { return cmp.Compare(s.claims[i].Address, s.claims[j].Address) })
	return all
}

// findAdopted says of claims that adopt no file why they do not, where one has their
// content.
func findAdopted(claims []Claim, ss []situation, f *Facts) {
	if !adopting(claims) {
		return
	}
	s := newSharing(claims, ss, f)
	for _, i := range s.adopters() {
		_, why, unsure := s.adoptable(i)
		ss[i].problem, ss[i].unsure = cmp.Or(ss[i].problem, why), unsure
	}
}

// adoptable is the file that a claim adopts, none where the wiki has none of its content;
// or why it adopts none, or why that cannot be told.
func (s *sharing) adoptable(i int) (h holder, why, unsure *Problem) {
	c := &s.claims[i]
	hs, going := s.holders(c.Content.Digest.SHA1)
	if to := s.leads(i); to != "" {
		hs = []holder{{to, s.f.Have[to]}}
	}
	switch {
	case len(hs) == 0 && going != "":
		return h, isGoing(going), nil
	case len(hs) == 0:
		return h, nil, nil
	}
	if h, unsure = s.canonical(hs); unsure != nil {
		return h, nil, unsure
	}
	page := h.title.Page()
	if j, named := s.at[h.title]; named {
		other := string(s.claims[j].Address)
		return h, &Problem{
			Reason: Duplicate, Text: fmt.Sprintf("%s has the same bytes, and its file is %s", other, page), Names: []string{other, page}, Other: h.title,
			Hint: `remove one of the two, or let this title lead to that file with on_duplicate = "redirect"`,
		}, nil
	}
	if s.f.Named[anyFirst(h.title)] {
		return h, &Problem{
			Reason: Duplicate, Text: fmt.Sprintf("the wiki has these bytes as %s, which another block of the manifest names, and this plan leaves out", page), Names: []string{page},
			Hint: "remove one of the two, or accept that it is there twice with on_duplicate = \"allow\"",
		}, nil
	}
	if c.Adopt {
		return h, nil, nil
	}
	return h, s.f.notToAdopt(h.file), s.f.uncheckedToAdopt(h.file)
}

// notToAdopt is why a file is not adopted without adopt = true.
func (f *Facts) notToAdopt(file provider.File) *Problem {
	page := file.Title.Page()
	a, theirs := f.others(file)
	mark := f.theirMark(file)
	switch {
	case !f.toldWho():
		return nil
	case mark != "":
		return &Problem{
			Reason: OtherSet, Text: fmt.Sprintf("the wiki has these bytes as %s, which is of another set, whose mark it bears: %s", page, mark), Names: []string{page, mark}, Other: file.Title,
			Hint: "take it out of that manifest and write adopt = true in this block; or, if the set was renamed, name it in former_sets",
		}
	case theirs:
		return &Problem{
			Reason: SomebodyElses, Text: fmt.Sprintf("the wiki has these bytes as %s, which%s%s", page, f.notOurs(a), a.brought(file)), Names: []string{page, a.brought(file)}, Other: file.Title,
			Hint: "ask whose it is, and if it may be managed here write adopt = true in the block",
		}
	}
	return nil
}

// uncheckedToAdopt is why it cannot be told whether a file is adopted.
func (f *Facts) uncheckedToAdopt(file provider.File) *Problem {
	if f.toldWho() {
		return nil
	}
	page := file.Title.Page()
	return &Problem{
		Reason: OwnerUnchecked, Text: fmt.Sprintf("the wiki has these bytes as %s, and whose that is, is not checked: %s", page, nobodyToldWho), Names: []string{page}, Other: file.Title,
		Hint: `log in, or write accounts = ["…"] in the wiki block; adopt = true says that it may be managed whoever brought it`,
	}
}

// adoptsOthers blocks what is done to a file that was adopted, and is somebody else's
// after all: a plan that was saved may say anything of what is adopted.
func adoptsOthers(c *Change, f *Facts) *Problem {
	if !c.Claim.adopted() || c.Claim.Adopt {
		return nil
	}
	return f.notToAdopt(c.Before)
}

// adopted reports whether the file is managed under another title than the manifest says,
// since that has its content.
func (c *Claim) adopted() bool {
	return c.OnDuplicate == spec.DuplicateAdopt && c.Declared != ""
}

func isGoing(t provider.Title) *Problem {
	return &Problem{
		Reason: Duplicate, Text: fmt.Sprintf("the wiki has these bytes as %s, which this plan changes, moves or deletes", t.Page()), Names: []string{t.Page()}, Other: t,
		Hint: "apply that first, with -exclude for this one, and plan again",
	}
}

// adoptRemarks say which file is managed in place of that of the manifest, and whose it is.
func adoptRemarks(c *Change, f *Facts) []Remark {
	rs := []Remark{{Kind: Adopts, Text: fmt.Sprintf("the manifest says %s, and the wiki has these bytes under this title", c.Claim.Declared.Page())}}
	if a, theirs := f.others(c.Before); theirs && f.toldWho() {
		rs = append(rs, Remark{Kind: TakesOthers, Text: "not ours: " + a.brought(c.Before), User: a.User, Time: a.Time})
	}
	return rs
}

// adopted tells of files that are as wanted under other titles than the manifest says.
func adopted(changes []Change) string {
	var names []string
	for i := range changes {
		if c := &changes[i]; c.Claim.adopted() && !c.Writes() && c.Verdict == VerdictClear {
			names = append(names, fmt.Sprintf("%s is %s", c.Claim.Declared.Page(), c.Claim.Title.Page()))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "Managed under the titles that their bytes have on the wiki: " + someOf(names) + "."
}
