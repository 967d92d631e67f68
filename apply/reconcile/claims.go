package reconcile

import (
	"context"
	"maps"
	"slices"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// claims are what a part of the manifest says, with the digests of its sources. A
// source that is larger than what the wiki takes is read only if the wiki has a file
// of that very size there, which it may be: nobody needs the rest to know that it
// cannot be uploaded.
func (p *Project) claims(ctx context.Context, t Target, m *spec.Manifest, forced string) ([]plan.Claim, error) {
	site := t.Wiki.Site()
	sums, err := p.sum(ctx, m.Files, site.MaxUpload)
	if err != nil {
		return nil, err
	}
	claims := p.marked(plan.Claims(m, sums, site, t.Declared), forced)
	same, err := sameSize(ctx, t, m.Files, claims)
	if err != nil || len(same) == 0 {
		return claims, err
	}
	more, err := p.sum(ctx, same, 0)
	if err != nil {
		return nil, err
	}
	maps.Copy(sums, more)
	return p.marked(plan.Claims(m, sums, site, t.Declared), forced), nil
}

// marked gives claims their comments as they are written. So they are what a plan
// shows, what its digest is of, and what a saved plan is held against: whose the files
// are follows from the mark. Why limits are overridden is said in all of them.
func (p *Project) marked(claims []plan.Claim, forced string) []plan.Claim {
	for i := range claims {
		c := &claims[i]
		c.Comment = p.comment(c.Comment, forced)
		if c.From != nil {
			c.From.Comment = p.comment(c.From.Comment, forced)
		}
	}
	return claims
}

// comment is one of the manifest as it is written.
func (p *Project) comment(said, forced string) string {
	return provider.EndComment(because(said, forced), p.mark())
}

func (p *Project) sum(ctx context.Context, files []spec.File, most int64) (map[spec.Address]provider.Content, error) {
	sums, diags, err := p.sources.Sum(ctx, files, most)
	if err == nil {
		err = asError(diags)
	}
	return sums, err
}

// sameSize gives the files that are too large for the wiki and have the size of what
// it has there already.
func sameSize(ctx context.Context, t Target, files []spec.File, claims []plan.Claim) ([]spec.File, error) {
	large := slices.DeleteFunc(slices.Clone(claims), func(c plan.Claim) bool { return c.Fault == nil || c.Fault.Reason != plan.TooLarge })
	if len(large) == 0 {
		return nil, nil
	}
	facts := plan.Facts{Site: t.Wiki.Site()}
	if err := plan.Settle(ctx, t.Wiki, large, &facts); err != nil {
		return nil, t.failed(err)
	}
	same := map[spec.Address]bool{}
	for _, c := range large {
		v := facts.Have[c.Title].Version
		same[c.Address] = v != nil && v.Size == c.Content.Digest.Size
	}
	return slices.DeleteFunc(slices.Clone(files), func(f spec.File) bool { return !same[f.Address] }), nil
}
