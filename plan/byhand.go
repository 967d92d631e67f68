package plan

import (
	"context"

	"wikiform/provider"
)

// TakenByHand gives, of pages that say what the manifest says, the latest revisions of
// those whose history does not tell that the manifest alone had them say so: somebody has
// put into it what others wrote. The pages are given by their titles as the wiki stores
// them. Where nobody says who we are, that is not known of any.
func TakenByHand(ctx context.Context, r Reader, same map[provider.Title]*provider.Page, f *Facts) (map[provider.Title]int64, error) {
	if !f.toldWho() {
		return nil, nil
	}
	var ps []*lineage
	for t, page := range same {
		p := f.lineage(t, page, "")
		p.wanted = page.TextSHA1
		ps = append(ps, p)
	}
	if err := walkPasts(ctx, r, ps); err != nil {
		return nil, err
	}
	taken := map[provider.Title]int64{}
	for _, p := range ps {
		// All that came after the text of ours has changed none.
		untouched := len(p.later) == 0 && len(p.base.Others) == 0 && p.says.how != HowKeep
		if rev := same[p.title].Rev; p.base.Unknown != "" || !p.same && !untouched {
			taken[p.title] = rev
		}
	}
	return taken, nil
}
