package plan

import (
	"context"

	"wikiform/internal/merge"
	"wikiform/provider"
)

// Paged is a page that does not say what the manifest says.
type Paged struct {
	Title        provider.Title
	Rev          int64 // its latest revision
	Ours, Theirs string
}

// Brought asks the wiki which of these pages others have changed since the manifest was last
// written there, and gives their texts as the manifest has to have them: what others changed,
// and what the manifest changed meanwhile. Where the two contradict it is what others wrote.
// Pages that only the manifest is ahead of are not in it. Of one of which it is not known
// what the manifest said last it is all that the page says. Pages are looked at as a
// [Survey] with these facts would.
func Brought(ctx context.Context, r Reader, pages []Paged, f *Facts) (map[provider.Title]string, error) {
	f.Bases = map[provider.Title]Base{}
	wanted := map[provider.Title]string{}
	var ps []*lineage
	for _, p := range pages {
		if _, twice := wanted[p.Title]; !twice {
			wanted[p.Title] = provider.NormalizeText(p.Ours)
			ps = append(ps, f.lineage(p.Title, &provider.Page{Rev: p.Rev, Text: p.Theirs}, wanted[p.Title]))
		}
	}
	if err := f.readBases(ctx, r, ps, wanted); err != nil {
		return nil, err
	}
	brought := map[provider.Title]string{}
	for _, p := range pages {
		b, ours, theirs := f.Bases[p.Title], provider.NormalizeText(p.Ours), provider.NormalizeText(p.Theirs)
		if b.Unknown != "" {
			brought[p.Title] = p.Theirs
			continue
		}
		both := merge.Texts(b.Text, ours, theirs, true)
		switch text := provider.NormalizeText(both.Text); {
		case text == ours && both.Clean():
		case text == theirs:
			brought[p.Title] = p.Theirs
		default:
			brought[p.Title] = text
		}
	}
	return brought, nil
}
