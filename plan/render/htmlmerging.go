package render

import (
	"wikiform/internal/number"
	"wikiform/plan"
)

// htmlPlace is one of which both sides made something else.
type htmlPlace struct {
	Name         string
	Ours, Theirs *htmlDiff
}

// merging shows what others wrote, as far as the difference of the page does not, and gives
// the flags of the change.
func (b *htmlBuilder) merging(h *htmlChange, m *merging) (flags []string) {
	h.Said = visible(sentenceCase(m.sentence()))
	for i, c := range m.clashes {
		if i == placesShown {
			h.Cut = "There are " + number.Of(len(m.clashes)-i, "more place") + ". “wikiform plan -full” shows all of them."
			break
		}
		h.Places = append(h.Places, htmlPlace{
			"Line " + number.Grouped(c.line) + " of the page",
			b.side("What the manifest makes of it", c.became(c.ours)), b.side("What others have made of it", c.became(c.theirs)),
		})
	}
	if m.theirs != nil {
		h.Kept = b.side("What others have made of it, and stays", m.theirs.hunks())
		h.Badges = append(h.Badges, htmlBadge{"", "changed by others"})
		flags = append(flags, "kept")
	}
	if m.joins && len(m.writers) > 0 {
		h.Badges = append(h.Badges, htmlBadge{"", "merged with others’ work"})
		flags = append(flags, "merged")
	}
	return flags
}

func (b *htmlBuilder) side(name string, hunks []plan.Hunk) *htmlDiff {
	d := &htmlDiff{Name: name}
	if b.room <= 0 {
		d.Cut = "There are more differences than one page can hold. “wikiform plan -full” shows them all."
		return d
	}
	b.hunks(d, hunks)
	return d
}
