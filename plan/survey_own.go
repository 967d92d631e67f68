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

// SettleOwners asks the same of files that a saved plan takes from where they are.
func (p *Plan) SettleOwners(ctx context.Context, r Reader, f *Facts) error {
	f.unread = map[provider.Title]bool{}
	for i := range p.Changes {
		c := &p.Changes[i]
		if what, _, allowed := c.takes(); what == "" || allowed {
			continue
		}
		was := c.Was()
		was.Title = c.at()
		f.others(was)
	}
	titles := slices.Sorted(maps.Keys(f.unread))
	f.unread = nil
	return f.readHistories(ctx, r, titles)
}
