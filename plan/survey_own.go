package plan

import (
	"context"
	"maps"
	"slices"

	"wikiform/provider"
)

// ownerRounds is how often histories are asked for: what is decided by some can lead to
// files that matter only then.
const ownerRounds = 3

// computeOwned computes the changes, and asks for the histories of files that are taken
// from where they are and whose latest versions do not tell whether they are ours.
func computeOwned(ctx context.Context, r Reader, claims []Claim, f *Facts) ([]Change, error) {
	f.authorsLater = true
	defer func() { f.authorsLater = false }()
	for range ownerRounds {
		var changes []Change
		asked, err := f.readOwners(ctx, r, func() { changes = Compute(claims, *f).Changes })
		if err != nil {
			return nil, err
		}
		if !asked {
			return changes, f.ask(ctx, r, f.keptTitles(changes))
		}
	}
	return Compute(claims, *f).Changes, nil
}

// readOwners asks for what would have to be known of owners to decide something.
func (f *Facts) readOwners(ctx context.Context, r Reader, decide func()) (asked bool, err error) {
	f.unread, f.unwritten = map[provider.Title]bool{}, map[provider.Title]bool{}
	decide()
	files, pages := slices.Sorted(maps.Keys(f.unread)), slices.Sorted(maps.Keys(f.unwritten))
	f.unread, f.unwritten = nil, nil
	if err := f.readHistories(ctx, r, files); err != nil {
		return false, err
	}
	var trails []*trail
	for _, t := range pages {
		if page := f.Have[t].Page; page != nil {
			trails = append(trails, newTrail(t, *page))
		}
	}
	return len(files)+len(pages) > 0, f.readAuthors(ctx, r, trails)
}

// readHistories asks for the versions that files have had.
func (f *Facts) readHistories(ctx context.Context, r Reader, titles []provider.Title) error {
	if f.Histories == nil && len(titles) > 0 {
		f.Histories = make(map[provider.Title]provider.History, len(titles))
	}
	for batch := range slices.Chunk(titles, historiesAtOnce) {
		histories, err := r.Histories(ctx, batch)
		if err != nil {
			return err
		}
		for _, t := range batch {
			f.Histories[t] = histories[t]
		}
	}
	return nil
}

// SettleOwners asks the wiki whose the files are that a saved plan changes, and what others
// have left there: what the plan says of that is nobody's word.
func (p *Plan) SettleOwners(ctx context.Context, r Reader, f *Facts) error {
	var files []provider.Title
	for i := range p.Changes {
		if c := &p.Changes[i]; c.Writes() && (c.Was().Version != nil || c.Was().Page != nil) {
			files = append(files, c.at())
		}
	}
	if err := f.ask(ctx, r, files); err != nil {
		return err
	}
	_, err := f.readOwners(ctx, r, func() {
		for i := range p.Changes {
			c := &p.Changes[i]
			if what, _, allowed := c.takes(); what != "" && !allowed || c.Claim.Declared != "" {
				f.others(f.Have[c.at()])
			}
		}
	})
	return err
}

// owned takes from the wiki, as it is now, whose the versions and the texts are that a saved
// plan says it has. Where it has others by now the plan does not hold, and whoever carries
// it out sees that.
func (f *Facts) owned(now map[provider.Title]provider.File) {
	for t, was := range f.Have {
		is, asked := now[t]
		if !asked {
			continue
		}
		if v := is.Version; v != nil && was.Version != nil && v.SHA1 == was.Version.SHA1 && v.Time.Equal(was.Version.Time) {
			version := *was.Version
			version.User, version.Comment, version.Hidden = v.User, v.Comment, v.Hidden
			was.Version = &version
		}
		if p := is.Page; p != nil && was.Page != nil && p.Rev == was.Page.Rev {
			page := *was.Page
			page.User, page.Time, page.Parent = p.User, p.Time, p.Parent
			was.Page = &page
		}
		f.Have[t] = was
	}
}
