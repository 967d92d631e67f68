package plan

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"wikiform/provider"
	"wikiform/spec"
)

// One content is one file. What becomes of a wanted file whose title has none, while the
// wiki has its content under other titles or other blocks want it as well, is said by
// on_duplicate:
//
//   - block: nothing, until the manifest says what is meant ([blockDuplicates]);
//   - allow: it is uploaded all the same, as with accept_warnings = ["duplicate"];
//   - redirect: its title becomes a redirect to the canonical file;
//   - adopt: the canonical file is managed under the title that it has ([adopt]).
//
// The canonical file is one that is on the wiki and stays there with this content: one
// that is ours, else the one that was uploaded first. Where the wiki has none, it is the
// first of those that the plan uploads: by address, where on_duplicate alone decides. A title that has a file keeps that,
// whatever its content is.

// sharing is what claims that have a content in common are held against.
type sharing struct {
	claims []Claim
	ss     []situation
	f      *Facts
	at     map[provider.Title]int // claims, by their titles
	leaves map[provider.Title]int // claims whose files are to be moved, by where these are
	wants  map[provider.SHA1][]int
	has    map[provider.SHA1][]int // claims whose files have a content, wherever they are now
}

func newSharing(claims []Claim, ss []situation, f *Facts) *sharing {
	s := &sharing{
		claims: claims, ss: ss, f: f, at: map[provider.Title]int{}, leaves: map[provider.Title]int{},
		wants: map[provider.SHA1][]int{}, has: map[provider.SHA1][]int{},
	}
	for i := range claims {
		c, file := &claims[i], ss[i].file()
		if c.Fault != nil {
			continue
		}
		s.at[c.Title] = i
		if m := ss[i].course.move; m != nil {
			s.leaves[m.From] = i
		}
		sum := c.content(file).SHA1
		switch {
		case file.Version != nil && file.Version.SHA1.Known():
			s.has[file.Version.SHA1] = append(s.has[file.Version.SHA1], i)
		case c.Content != nil && sum.Known():
			s.wants[sum] = append(s.wants[sum], i)
		}
	}
	return s
}

// yields reports whether a claim gives way to another file of its content. Where somebody
// has moved its own away, on_moved says what becomes of that.
func (s *sharing) yields(i int, how spec.OnDuplicate) bool {
	c := &s.claims[i]
	if moved, _ := s.f.movedTo(c.Title); moved != "" {
		return false
	}
	return c.OnDuplicate == how && c.Fault == nil && c.Content != nil && c.Content.Digest.Known() && s.ss[i].file().Version == nil && s.ss[i].course.problem == nil
}

// holder is a file that has a content.
type holder struct {
	title provider.Title // that it has once the plan is carried out
	file  provider.File  // as the wiki has it now
}

// holders are the files of the wiki that have a content and keep it. Going is one that
// has it now and will not, "" for none.
func (s *sharing) holders(sum provider.SHA1) (hs []holder, going provider.Title) {
	titles := slices.Clone(s.f.Holders[sum])
	for _, i := range s.has[sum] {
		titles = append(titles, s.ss[i].file().Title)
	}
	slices.Sort(titles)
	for _, t := range slices.Compact(titles) {
		h, stays := s.stays(t, sum)
		switch {
		case h.file.Version == nil || h.file.Version.SHA1 != sum || h.file.Redirect: // who reads it is sent on
		case stays:
			hs = append(hs, h)
		default:
			going = t
		}
	}
	return hs, going
}

// stays tells where the file under a title will be, if it keeps its content.
func (s *sharing) stays(t provider.Title, sum provider.SHA1) (h holder, stays bool) {
	h = holder{t, s.f.Have[t]}
	if i, moves := s.leaves[t]; moves {
		h.title = s.claims[i].Title
		return h, s.claims[i].content(h.file) == (provider.Digest{}) || s.claims[i].content(h.file).SHA1 == sum
	}
	i, named := s.at[t]
	if !named {
		return h, true
	}
	c := &s.claims[i]
	return h, !c.Gone && c.Target == "" && (c.Content == nil || !c.content(h.file).Known() || c.content(h.file).SHA1 == sum)
}

// canonical chooses among the files of the wiki that have a content. The problem is that
// it cannot be told which of them are ours.
func (s *sharing) canonical(hs []holder) (h holder, unsure *Problem) {
	if len(hs) == 1 {
		return hs[0], nil
	}
	if !s.f.toldWho() {
		var names []string
		for _, h := range hs {
			names = append(names, h.title.Page())
		}
		return h, &Problem{
			Reason: OwnerUnchecked, Names: []string{someOf(names)},
			Text: fmt.Sprintf("the wiki has these bytes as %s, and which of them is ours is not checked: %s", someOf(names), nobodyToldWho),
			Hint: "log in, or write accounts = [\"…\"] in the wiki block",
		}
	}
	ours := slices.DeleteFunc(slices.Clone(hs), func(h holder) bool {
		_, theirs := s.f.others(h.file)
		return theirs || s.f.theirMark(h.file) != ""
	})
	if len(ours) > 0 {
		hs = ours
	}
	return slices.MinFunc(hs, func(a, b holder) int {
		return cmp.Or(s.f.firstUploaded(a.file).Compare(s.f.firstUploaded(b.file)), cmp.Compare(a.title, b.title))
	}), nil
}

// firstUploaded is when the first version of a file was uploaded, as far as it is known.
func (f *Facts) firstUploaded(file provider.File) time.Time {
	first := file.Version.Time
	for _, v := range f.Histories[file.Title].Versions {
		if v.Time.Before(first) {
			first = v.Time
		}
	}
	return first
}

// uploader is which of the claims that want a content which the wiki has nowhere uploads
// it for the others; -1: none does.
func (s *sharing) uploader(sum provider.SHA1) int {
	if wants := s.wants[sum]; len(wants) == 1 {
		return wants[0]
	}
	best, least := -1, rankRefused
	for _, i := range s.wants[sum] {
		c := &s.claims[i]
		if c.Holder != "" {
			continue
		}
		r := s.rank(i)
		if best < 0 || r < least || r == least && r >= rankShares && c.Address < s.claims[best].Address {
			best, least = i, r
		}
	}
	return best
}

// The ranks of those that could upload a content: who does so in any case comes first,
// and who does not, or whom the wiki would refuse, last.
const (
	rankAccepts = iota
	rankInsists
	rankShares
	rankRefused
)

func (s *sharing) rank(i int) int {
	c := &s.claims[i]
	switch change := looked(*c, s.ss[i], s.f); {
	case change.Verdict != VerdictClear, change.Upload() == nil: // blocked, or held back by a guard
		return rankRefused
	case c.accepts(provider.WarnDuplicate):
		return rankAccepts
	case c.OnDuplicate != spec.DuplicateRedirect:
		return rankInsists
	}
	return rankShares
}

// looked is the change of a claim by itself, whatever others say.
func looked(claim Claim, s situation, f *Facts) Change {
	c := decide(claim, s)
	c.block(problems(&c, s, f))
	if c.namesFile() {
		c.block(found(oddName(&c, f)))
	}
	if c.getsTitle() {
		c.OwnDeletions = f.ownDeletions(&c)
		c.block(deleted(&c, f))
	}
	return c
}
