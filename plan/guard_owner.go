package plan

import (
	"context"

	"wikiform/provider"
	"wikiform/spec"
)

// SettleGuards asks the wiki whose that is what a saved plan would replace, where the manifest
// lets only what is ours be replaced, and about titles whose files nobody may delete:
// what the plan itself says of that is nobody's word. The claims are those of the manifest
// at hand, which may say more now than when the plan was made.
func (p *Plan) SettleGuards(ctx context.Context, r Reader, claims []Claim, f *Facts) error {
	if err := f.ask(ctx, r, f.keptTitles(p.Changes)); err != nil {
		return err
	}
	guards := map[spec.Address]Guards{}
	for i := range claims {
		guards[claims[i].Address] = claims[i].Guards
	}
	var ts []provider.Title
	for _, c := range p.Changes {
		c.Claim.Guards = guards[c.Claim.Address]
		if c.replacesUnchecked() != nil {
			ts = append(ts, c.at())
		}
	}
	files, err := ask(ctx, r.Files, once(ts))
	if err != nil {
		return err
	}
	f.Uploads = map[provider.Title]Act{}
	var trails []*trail
	_, err = f.readOwners(ctx, r, func() {
		for _, t := range once(ts) {
			file := files[t]
			if v := file.Version; v != nil {
				f.Uploads[t] = Act{v.User, v.Time}
				f.others(file)
			}
			if file.Page != nil {
				trails = append(trails, newTrail(t, *file.Page))
			}
		}
	})
	if err != nil {
		return err
	}
	return f.readAuthors(ctx, r, trails)
}

// recallKept adds what was asked of titles whose files nobody may delete.
func (f *Facts) recallKept(asked Facts) {
	for _, kept := range f.Keepers {
		for _, k := range kept {
			have, told := asked.Have[k.Title]
			if _, planned := f.Have[k.Title]; told && !planned {
				f.Have[k.Title] = have
			}
		}
	}
}
