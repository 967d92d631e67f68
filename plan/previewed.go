package plan

import (
	"fmt"

	"wikiform/internal/number"
	"wikiform/provider"
)

// Previewed is the text of a change of which there is a preview to be made: one that comes
// or changes, and is wikitext. ok is false where there is none.
func (c *Change) Previewed() (text string, ok bool) {
	t := c.NewText()
	if t == nil || *t == "" || c.Verdict != VerdictClear || c.Claim.Undoes != nil {
		return "", false
	}
	if page := c.Was().Page; page != nil && page.Model != "" {
		return "", false // it is shown as it stands
	}
	return *t, true
}

// mostCounted is up to which number what a text lacks is counted.
const mostCounted = 999

// fewOf names some of them.
func fewOf(names []string) string {
	if len(names) > mostCounted {
		return someOf(names[:3]) + " and others"
	}
	return someOf(names)
}

// Lacking remarks what the wiki does not have of what a text names, as it said when it was
// asked for a preview. No digest covers it.
func Lacking(p provider.Preview) (all []Remark) {
	say := func(k RemarkKind, one, several string, names []string) {
		if len(names) == 0 {
			return
		}
		what := one
		switch {
		case len(names) > mostCounted: // and perhaps many more, which nobody kept
			what = fmt.Sprintf(several, "more than "+number.Grouped(mostCounted))
		case len(names) > 1:
			what = fmt.Sprintf(several, number.Grouped(len(names)))
		}
		all = append(all, Remark{Kind: k, Text: what + fewOf(names)})
	}
	say(PageLacking, "the text brings in a page that the wiki does not have: ", "the text brings in %s pages that the wiki does not have: ", p.Pages)
	say(CategoryLacking, "the text is in a category that has no page: ", "the text is in %s categories that have no page: ", p.Categories)
	return all
}
