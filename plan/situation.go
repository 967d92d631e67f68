package plan

import (
	"fmt"

	"wikiform/provider"
)

// situation is what the wiki has of everything that a claim is about.
type situation struct {
	have   provider.File // under the claim's title, by the time at which its steps are made
	course course
	// problem is why a title can be no redirect: a move leaves another one there.
	problem *Problem
	// unsure is why it cannot be told whether there is anything to do; nil: it can.
	unsure *Problem
	// after is the claim whose file leaves the title before it becomes a redirect; -1:
	// nobody's.
	after int
	// last is our last revision of the file, where it has to have the claim's tags;
	// unseen is why there is none.
	last   *provider.Revision
	unseen unseen
	site   *provider.Site
	// base is what the manifest said last of the page, where that was asked.
	base    *Base
	joining *joining // of the same
}

// file is the one that the claim is about, under whichever title it is now.
func (s situation) file() provider.File {
	if s.course.move != nil {
		return s.course.file
	}
	return s.have
}

// situations are those of all claims.
func situations(claims []Claim, f *Facts) []situation {
	all, _ := courses(claims, f)
	ss := make([]situation, len(claims))
	leaves := map[provider.Title]int{} // claims whose files leave these titles
	for i := range claims {
		ss[i] = situation{have: f.Have[claims[i].Title], course: all[i], after: -1, site: &f.Site}
		if all[i].goes() {
			leaves[all[i].move.From] = i
		}
	}
	for i := range claims {
		ss[i].last, ss[i].unseen = f.lastOfOurs(&claims[i], ss[i])
		ss[i].base, ss[i].joining = f.base(ss[i].file().Title)
		if claims[i].Target == "" {
			continue
		}
		if j, moved := leaves[claims[i].Title]; moved {
			ss[i].after = j
			ss[i].vacated(&claims[i], &claims[j], *all[j].move)
		}
	}
	return ss
}

// vacated is for a redirect under a title that a file leaves: what counts is what is
// there afterwards.
func (s *situation) vacated(c, moved *Claim, by Moving) {
	s.have = provider.File{Title: c.Title}
	switch {
	case !by.Redirect:
	case moved.Title == c.Target:
		s.have.Redirect, s.have.Target, s.have.Page = true, c.Target.Page(), &provider.Page{}
	default:
		s.problem = &Problem{
			Reason: TargetTaken, Names: pagesOf(moved.Title), Other: moved.Title,
			Text: fmt.Sprintf("%s leaves a redirect to %s there", moved.From.Address, moved.Title.Page()),
			Hint: "let it leave none, with redirect = false in the moved block, or name that title in to",
		}
	}
}
