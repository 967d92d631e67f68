package plan

import (
	"context"
	"maps"
	"slices"

	"wikiform/provider"
	"wikiform/spec"
)

// SettleBases asks the wiki what the manifest said last of the pages whose texts a saved
// plan joins with what others wrote. The walk begins at the revision that the plan saw, also
// where the wiki has later ones by now: whether these let the plan hold is seen when it is
// carried out. That this is a revision of the page, and of the text that the plan says it had,
// is not taken from the plan. [Plan.SettleOwners] comes before.
func (p *Plan) SettleBases(ctx context.Context, r Reader, claims []Claim, f *Facts) error {
	f.Bases = map[provider.Title]Base{}
	declared := make(map[spec.Address]*Claim, len(claims))
	for i := range claims {
		declared[claims[i].Address] = &claims[i]
	}
	var joined []*Change
	var titles []provider.Title
	revs := map[int64]bool{}
	for i := range p.Changes {
		c := &p.Changes[i]
		claim, page := declared[c.Claim.Address], c.Was().Page
		// Also where only something else of the file is written: that the page stays as it is
		// follows from the base, too.
		if claim != nil && claim.Text != nil && claim.Text.joins() && c.Writes() && page != nil && page.TextSHA1 != provider.TextSHA1(claim.Text.Text) {
			joined, revs[page.Rev] = append(joined, c), true
			titles = append(titles, c.at(), c.Claim.Title) // a run that broke may have moved it
		}
	}
	if err := f.ask(ctx, r, titles); err != nil {
		return err
	}
	revisions, err := ask(ctx, r.Revisions, slices.Sorted(maps.Keys(revs)))
	if err != nil {
		return err
	}
	var ps []*lineage
	wanted := map[provider.Title]string{}
	for _, c := range joined {
		page, text, t := c.Was().Page, declared[c.Claim.Address].Text.Text, c.Was().Title
		if _, twice := wanted[t]; twice {
			continue
		}
		past := f.lineage(c.at(), page, text)
		past.title = t
		if seen := revisions[page.Rev]; !page.TextSHA1.Known() || seen.TextSHA1 != page.TextSHA1 || !f.has(seen.Page, c.at(), c.Claim.Title) {
			past.end("revision %d, which the plan saw, is not of the page, or has another text", page.Rev)
		}
		wanted[t] = text
		ps = append(ps, past)
	}
	return f.readBases(ctx, r, ps, wanted)
}

// has reports whether one of some titles has the page with this id.
func (f *Facts) has(id int64, titles ...provider.Title) bool {
	return slices.ContainsFunc(titles, func(t provider.Title) bool {
		page := f.Have[t].Page
		return page != nil && id != 0 && page.ID == id
	})
}
