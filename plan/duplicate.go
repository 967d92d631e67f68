package plan

import (
	"fmt"
	"slices"

	"wikiform/provider"
	"wikiform/spec"
)

// blockDuplicates stops uploads of content that is, or will be, on the wiki
// under another title: the wiki would warn, and only a manifest that accepts
// the warning goes on.
func blockDuplicates(changes []Change, f *Facts) {
	held, made := holders(changes, f), map[spec.Address]bool{}
	for i := range changes {
		if from := changes[i].Claim.From; from != nil {
			made[from.Address] = true
		}
	}
	for i := range changes {
		c := &changes[i]
		sum := c.uploads()
		if !sum.Known() || c.Claim.accepts(provider.WarnDuplicate) {
			continue
		}
		if names := elsewhere(c.Claim.Title, held[sum]); len(names) > 0 {
			c.block([]Problem{{
				Reason: Duplicate, Text: "the wiki has these bytes already as " + someOf(names), Names: []string{someOf(names)}, Other: titleOf(names[0]),
				Hint: duplicateHint(c, held[sum], made, f),
			}})
		}
	}
	blockTwins(changes)
}

// duplicateHint says what to do of a content that is under titles already. Where a moved
// block that the plan leaves out leads away from one, that is on its way to where it is
// wanted: a second one would be in its way.
func duplicateHint(c *Change, there []provider.Title, made map[spec.Address]bool, f *Facts) string {
	for _, t := range there {
		if out := f.Leaving[anyFirst(t)]; out != "" && !made[out] {
			return "plan it together with " + string(out) + ", which moves that file away"
		}
	}
	switch {
	case c.Claim.OnDuplicate == "":
	case c.Was().Version == nil: // who has a file and leads elsewhere is none to lead to
		return "let its page, which is a redirect, be about the file again; or remove one of the two"
	default:
		return fmt.Sprintf("remove one of the two: on_duplicate = %q takes no content away from a title that has one", c.Claim.OnDuplicate)
	}
	return `remove one of the two; or let it be uploaded with on_duplicate = "allow", or lead to the other with "redirect"`
}

// uploads is the sum of the content that the change uploads, as far as it is known.
func (c *Change) uploads() provider.SHA1 {
	if u := c.Upload(); u != nil {
		return u.Content.Digest.SHA1
	}
	return provider.SHA1{}
}

// holders are the titles that have a content now: those that the wiki was asked
// for, and those that are known because the manifest names them.
func holders(changes []Change, f *Facts) map[provider.SHA1][]provider.Title {
	held := make(map[provider.SHA1][]provider.Title, len(f.Holders))
	for sum, titles := range f.Holders {
		held[sum] = slices.Clone(titles)
	}
	uploaded := map[provider.SHA1]bool{}
	for i := range changes {
		c := &changes[i]
		if was := c.Was(); was.Version != nil && was.Version.SHA1.Known() {
			held[was.Version.SHA1] = append(held[was.Version.SHA1], c.at())
		}
		if sum := c.uploads(); sum.Known() {
			uploaded[sum] = true
		}
	}
	f.Matching.holders(held, uploaded)
	return held
}

// elsewhere names the pages of titles but that of one.
func elsewhere(one provider.Title, titles []provider.Title) []string {
	var names []string
	for _, t := range titles {
		if t != one {
			names = append(names, t.Page())
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// blockTwins looks at uploads of one content within the plan. Files are
// uploaded in no order that counts, so where one of them accepts duplicates the
// others, which do not, might come second; where none does, the first may go.
func blockTwins(changes []Change) {
	first := make(map[provider.SHA1]*Change)
	for i := range changes {
		c := &changes[i]
		sum := c.uploads()
		if f := first[sum]; sum.Known() && (f == nil || c.Claim.accepts(provider.WarnDuplicate) && !f.Claim.accepts(provider.WarnDuplicate)) {
			first[sum] = c
		}
	}
	for i := range changes {
		c := &changes[i]
		f := first[c.uploads()]
		if f == nil || f == c || c.Claim.accepts(provider.WarnDuplicate) {
			continue
		}
		c.block([]Problem{{
			Reason: Duplicate, Text: string(f.Claim.Address) + " has the same bytes", Names: []string{string(f.Claim.Address)}, Other: f.Claim.Title,
			Hint: `remove one of the two; or let them be uploaded with on_duplicate = "allow" on both, or this one lead to the other with "redirect"`,
		}})
	}
}
