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
	defer func() { f.unread, f.authorsLater = nil, false }()
	for range ownerRounds {
		f.unread = map[provider.Title]bool{}
		changes := Compute(claims, *f).Changes
		if len(f.unread) == 0 {
			return changes, f.ask(ctx, r, f.keptTitles(changes))
		}
		if err := f.readHistories(ctx, r, slices.Sorted(maps.Keys(f.unread))); err != nil {
			return nil, err
		}
	}
	f.unread = nil
	return Compute(claims, *f).Changes, nil
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
	f.unread = map[provider.Title]bool{}
	for i := range p.Changes {
		c := &p.Changes[i]
		if what, _, allowed := c.takes(); what != "" && !allowed || c.Claim.Declared != "" {
			f.others(f.Have[c.at()])
		}
	}
	titles := slices.Sorted(maps.Keys(f.unread))
	f.unread = nil
	return f.readHistories(ctx, r, titles)
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
			page.User, page.Time = p.User, p.Time
			was.Page = &page
		}
		f.Have[t] = was
	}
}
