package plan

import (
	"context"
	"maps"
	"slices"
	"strings"

	"wikiform/provider"
)

// readRaces looks at texts of ours that we wrote right upon one of somebody else. Where that
// was saved in the moment of our edit, the wiki has joined the two without a word (facts §7):
// what they added is in our text then, and nothing in its revision tells.
func (f *Facts) readRaces(ctx context.Context, r Reader, trails []*trail) error {
	var upon []*trail
	for _, t := range trails {
		if t.why == "" && t.text != "" && f.mine(t.last.User) && t.under.ID != 0 && !f.mine(t.under.User) && !f.Authors[t.title].Lined {
			upon = append(upon, t)
		}
	}
	for batch := range slices.Chunk(upon, textsAtOnce) {
		ids := map[int64]bool{}
		for _, t := range batch {
			ids[t.under.ID], ids[t.under.Parent] = true, true
		}
		delete(ids, 0)
		texts, err := r.RevisionTexts(ctx, slices.Sorted(maps.Keys(ids)))
		if err != nil {
			return err
		}
		for _, t := range batch {
			f.raced(t, texts)
		}
	}
	return nil
}

// raced notes whose lines are in a text of ours, by the one before it and the one before
// that.
func (f *Facts) raced(t *trail, texts map[int64]string) {
	theirs, shown := texts[t.under.ID]
	before, also := texts[t.under.Parent]
	if !shown || !also && t.under.Parent != 0 {
		return
	}
	ours, some := lacking(t.text, added(before, theirs))
	if !some {
		return
	}
	a := f.Authors[t.title]
	a.Lined, a.Joined, a.Said = true, []Act{{t.under.User, t.under.Time}}, ours
	f.Authors[t.title] = a
}

// added are the lines that a text has and one before it had not.
func added(before, after string) map[string]bool {
	more := map[string]bool{}
	for _, l := range lines(provider.NormalizeText(after)) {
		more[l] = true
	}
	for _, l := range lines(provider.NormalizeText(before)) {
		delete(more, l)
	}
	delete(more, "")
	return more
}

// lacking is a text without some lines, and whether it had any.
func lacking(text string, some map[string]bool) (rest string, had bool) {
	var kept []string
	for _, l := range lines(provider.NormalizeText(text)) {
		if some[l] {
			had = true
			continue
		}
		kept = append(kept, l)
	}
	return strings.Join(kept, "\n"), had
}
