package plan

import (
	"context"
	"fmt"

	"wikiform/provider"
	"wikiform/spec"
)

// mostAsked is how many texts a wiki is asked about, which has to parse each of them.
const mostAsked = 50

// surveySavings asks the wiki what it would make of the texts of which only it knows
// whether it changes them. When it does not answer once, it is not asked again.
func surveySavings(ctx context.Context, r Reader, claims []Claim, f *Facts) error {
	f.Savings = map[provider.Title]provider.Saving{}
	asked, end := 0, provider.Saving("")
	for i, s := range situations(claims, f) {
		claim := claims[i]
		if claim.Fault != nil {
			continue
		}
		c := decide(claim, s)
		text := c.NewText()
		if text == nil || claim.Undoes != nil {
			continue
		}
		if place, found := spec.Rewrites(*text, f.Site); !found || place.Sure {
			continue
		}
		if end == "" && asked < mostAsked {
			asked++
			said, err := r.Saving(ctx, claim.Title, *text, f.AskTexts)
			if err != nil {
				return err
			}
			f.Savings[claim.Title] = said
			if said == provider.SavingHidden || said == provider.SavingUntold {
				end = said
			}
		} else if end != "" {
			f.Savings[claim.Title] = end
		}
	}
	return nil
}

// rewritten refuses a text that the wiki would store as another one, so that the two
// never compare equal; and one of which that is not known.
func rewritten(c *Change, f *Facts) *Problem {
	text := c.NewText()
	if text == nil || c.Claim.Undoes != nil { // the wiki has stored it so before
		return nil
	}
	place, found := spec.Rewrites(*text, f.Site)
	if !found {
		return nil
	}
	p := Problem{Reason: TextRewritten, At: c.Claim.Text.At, Hint: "write out what it would become, or put it between <nowiki> and </nowiki>"}
	has := fmt.Sprintf("line %d of the description has %s", place.Line, oneLine(place.What))
	said := f.Savings[c.Claim.Title]
	switch {
	case place.Sure:
		p.Text = has + ": " + place.Why + ", and the page would differ from the text for ever"
	case said == provider.SavedAsIs:
		return nil
	case said == provider.SavedChanged:
		p.Text = has + ", and the wiki says that it would change the text, from which the page would differ for ever"
	case said == provider.SavingHidden:
		p.Text = has + ", and whether the wiki would change the text it says only to those who are logged in"
		p.Hint += "; or let it be asked as the account, with -ask-texts: what the wiki answers is not shown"
	case said == provider.SavingUntold:
		p.Text = has + ", and the wiki did not say whether it would change the text"
		p.Hint += ", or plan again"
	default:
		p.Text = has + fmt.Sprintf(", and the wiki is asked of at most %d texts whether it would change them", mostAsked)
	}
	p.Names = []string{has}
	return &p
}
