package plan

import (
	"fmt"
	"wikiform/internal/number"
	"wikiform/provider"
)

// SetText gives the page a text, by an edit.
type SetText struct {
	Text string
	How  How
}

// How is how a text comes out of what the manifest says; see [Change.TextComment].
type How string

// How texts come to be.
const (
	HowExact How = ""      // it is what the manifest says, whatever others wrote
	HowWhole How = "whole" // it is what the manifest says, and nothing of others is in the page
	HowMerge How = "merge" // that was merged with what others wrote
	HowKeep  How = "keep"  // that, and behind it links that others added
)

// Aspect implements [Step].
func (SetText) Aspect() Aspect { return TextAspect }
func (SetText) step()          {}

// compareText compares by the wiki's sums where they are equal. Where they
// differ the text itself decides if it is at hand: an imported page may hold
// what the wiki would not save, and an edit that undoes only that is no edit
// to the wiki (facts §7).
func compareText(c *Claim, s situation) difference {
	have := s.file()
	switch {
	case c.Text == nil:
		return difference{}
	case have.Page == nil && have.Version == nil: // nobody misses the page of a file that is missing
		return difference{step: SetText{Text: c.Text.Text}}
	case have.Page == nil:
		return difference{step: SetText{Text: c.Text.Text}, reason: PageMissing}
	case have.Page.TextSHA1 == provider.TextSHA1(c.Text.Text):
		return difference{}
	case have.Page.HasText && provider.NormalizeText(have.Page.Text) == c.Text.Text:
		return difference{}
	}
	return s.joining.compare(c, s)
}

func editRights(c *Change, _ provider.Account) []string {
	if c.Was().Page == nil {
		return []string{"edit", "createpage"}
	}
	return []string{"edit"}
}

// textShown says what a change puts in the place of which page.
func textShown(c *Change) (after, before string) {
	return "a text of " + number.Bytes(int64(len(*c.pageText()))), pageShown(c.Was().Page)
}

func pageShown(p *provider.Page) string {
	if p == nil {
		return "no page"
	}
	return fmt.Sprintf("revision %d", p.Rev) + byWhom(p.User, stamp(p.Time))
}

func byWhom(user, when string) string {
	s := ""
	if user != "" {
		s += " by " + user
	}
	if when != "" {
		s += " of " + when
	}
	return s
}
