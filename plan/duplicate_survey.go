package plan

import (
	"context"

	"wikiform/provider"
)

// surveyHolders asks which files have the contents of claims that give way to them: for
// contents whose claims do not lead to such a file already. Of contents that several have
// it asks which of them was first. Sought are the contents that it has asked about.
func surveyHolders(ctx context.Context, r Reader, claims []Claim, f *Facts) (sought map[provider.SHA1]bool, err error) {
	var sums []provider.SHA1
	for i := range claims {
		if c := &claims[i]; c.OnDuplicate != "" && c.Fault == nil && c.Content != nil && c.Content.Digest.Known() && f.Have[c.Title].Version == nil {
			if _, leads := f.leadsToSame(c); !leads {
				sums = append(sums, c.Content.Digest.SHA1)
			}
		}
	}
	if sums = once(sums); len(sums) == 0 {
		return nil, nil
	}
	if f.Holders, err = r.Holders(ctx, sums); err != nil {
		return nil, err
	}
	sought = map[provider.SHA1]bool{}
	var titles, several []provider.Title
	for _, sum := range sums {
		sought[sum] = true
		titles = append(titles, f.Holders[sum]...)
		if len(f.Holders[sum]) > 1 {
			several = append(several, f.Holders[sum]...)
		}
	}
	if err := f.ask(ctx, r, titles); err != nil {
		return nil, err
	}
	return sought, f.readHistories(ctx, r, once(several))
}
