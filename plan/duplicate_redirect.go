package plan

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"wikiform/provider"
	"wikiform/spec"
)

// findHolders gives claims the titles to which theirs are to lead, where on_duplicate says
// so. What of them cannot be done, or told, their situations have.
func findHolders(claims []Claim, ss []situation, f *Facts) {
	if !slices.ContainsFunc(claims, func(c Claim) bool { return c.OnDuplicate == spec.DuplicateRedirect }) {
		return
	}
	s := newSharing(claims, ss, f)
	open := map[provider.SHA1]bool{}
	for i := range claims {
		if c := &claims[i]; c.Holder == "" && s.yields(i, spec.DuplicateRedirect) {
			if c.Holder = s.leads(i); c.Holder == "" {
				open[c.Content.Digest.SHA1] = true
			}
		}
	}
	for _, sum := range slices.SortedFunc(maps.Keys(open), compareSums) {
		s.redirect(sum)
	}
}

// leading are the claims with the titles to which theirs are to lead.
func leading(claims []Claim, f *Facts) []Claim {
	claims = slices.Clone(claims)
	findHolders(claims, situations(claims, f), f)
	return claims
}

// leads is the title of a file of the wanted content to which the title of a claim leads
// already, "" for none.
func (s *sharing) leads(i int) provider.Title {
	c := &s.claims[i]
	to, same := s.f.leadsToSame(c)
	if !same {
		return ""
	}
	if h, stays := s.stays(to, c.Content.Digest.SHA1); !stays || h.title != to {
		return ""
	}
	return to
}

// leadsToSame is the title to which that of a claim is a redirect, where that has a file
// of the wanted content.
func (f *Facts) leadsToSame(c *Claim) (provider.Title, bool) {
	have := f.Have[c.Title]
	to, isFile := f.Site.FileTitle(have.Target)
	file := f.Have[to]
	return to, isFile && have.Redirect && have.Version == nil && file.Version != nil && !file.Redirect && file.Version.SHA1.Known() && file.Version.SHA1 == c.Content.Digest.SHA1
}

// givenWay reports whether a title leads to a file of the wanted content, as it should, and
// it was us who let it: no log is needed to tell how that came.
func (f *Facts) givenWay(c *Claim) bool {
	_, same := f.leadsToSame(c)
	page := f.Have[c.Title].Page
	return same && c.OnDuplicate == spec.DuplicateRedirect && page != nil && f.mine(page.User)
}

// redirect lets all claims that yield lead to the one file of a content.
func (s *sharing) redirect(sum provider.SHA1) {
	hs, going := s.holders(sum)
	var to provider.Title
	var unsure, why *Problem
	switch {
	case len(hs) > 0:
		var h holder
		h, unsure = s.canonical(hs)
		to = h.title
	case going != "":
		why = isGoing(going)
	default:
		if i := s.uploader(sum); i >= 0 {
			to = s.claims[i].Title
		}
	}
	for _, i := range s.wants[sum] {
		if c := &s.claims[i]; c.Holder == "" && c.Title != to && s.yields(i, spec.DuplicateRedirect) {
			c.Holder, s.ss[i].problem, s.ss[i].unsure = to, cmp.Or(s.ss[i].problem, why), unsure
		}
	}
}

// brings is the content that comes to be under the title, be it by way of a redirect.
func (c *Change) brings() provider.SHA1 {
	if c.Claim.Holder != "" && c.Redirects() != "" {
		return c.Claim.Content.Digest.SHA1
	}
	return c.uploads()
}

// blockLeading stops redirects to files that are not there and do not come, since who
// would bring them is blocked.
func blockLeading(changes []Change, f *Facts) {
	comes := map[provider.Title]*Change{}
	for i := range changes {
		if c := &changes[i]; c.Claim.Holder == "" && c.Claim.Fault == nil {
			comes[c.Claim.Title] = c
		}
	}
	for i := range changes {
		c := &changes[i]
		by := comes[c.Claim.Holder]
		if c.Claim.Holder == "" || !c.Writes() || by == nil || by.Verdict == VerdictClear && by.willHave() == c.brings() || f.holds(c.Claim.Holder, c.brings()) {
			continue
		}
		verdict, so := VerdictBlocked, "stays as it is"
		switch by.Verdict {
		case VerdictBlocked:
			so = "is blocked"
		case VerdictUnknown:
			verdict, so = VerdictUnknown, "cannot be told"
		}
		c.end(verdict, []Problem{{
			Reason: FileWaits, Other: c.Claim.Holder, Names: []string{c.Claim.Holder.Page(), string(by.Claim.Address)},
			Text: fmt.Sprintf("it is to lead to %s, which has the same bytes, and %s %s", c.Claim.Holder.Page(), by.Claim.Address, so),
			Hint: "mend that one",
		}})
	}
}

// willHave is the content that the file has after the change.
func (c *Change) willHave() provider.SHA1 {
	if u := c.Upload(); u != nil {
		return u.Content.Digest.SHA1
	}
	if v := c.Was().Version; v != nil {
		return v.SHA1
	}
	return provider.SHA1{}
}

// holds reports whether the wiki has a content under a title.
func (f *Facts) holds(t provider.Title, sum provider.SHA1) bool {
	v := f.Have[t].Version
	return v != nil && v.SHA1.Known() && v.SHA1 == sum
}

// givesWay is the remark on a redirect in place of a file.
func givesWay(c *Change, f *Facts) []Remark {
	to := c.Claim.Holder
	if to == "" || c.Redirects() == "" {
		return nil
	}
	text := fmt.Sprintf("gives way to %s, which has the same bytes", to.Page())
	if a, theirs := f.others(f.Have[to]); theirs && f.toldWho() {
		text += ": " + a.brought(f.Have[to])
	} else if mark := f.theirMark(f.Have[to]); mark != "" {
		text += " and is of another set, whose mark it bears: " + mark
	}
	if c.Claim.Text != nil {
		text += "; the description is not used"
	}
	return []Remark{{Kind: GivesWay, Text: text}}
}
