package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"wikiform/internal/number"
)

const (
	htmlMembers  = 250 // names of a group that are laid out together
	groupRemarks = 8   // of a group; what only some have is said of these, too
)

// htmlGroup is what a card has that stands for many changes: what is to be said of
// each is said once, and all are named.
type htmlGroup struct {
	Count string         // of its changes, as "30 files"
	Some  string         // the titles of a few
	Parts [][]htmlMember // all of them
	Lazy  bool           // there are several parts
}

// htmlMember is one change of a group.
type htmlMember struct {
	Title, Address, Flags string
	Note                  string // what is to be said of it alone
}

// together are the changes of a section as a page shows them: alike ones on one card
// where they are more than examples, whatever block declares them, for a page's reader
// does not know blocks. What replaces somebody else's work has a card of its own.
func (s section) together() []group {
	if s.kind == heldBack {
		groups, told := byGuard(s.changes, true)
		for i := range told {
			told[i].alike = len(told[i].changes) > examples
		}
		return append(groups, told...)
	}
	groups, alone := singly(s.changes[:s.others]), 0
	for _, g := range groupBy(s.changes[s.others:], func(v *view) (string, string) {
		if v.merging != nil && (v.merging.clashes != nil || v.merging.theirs != nil) {
			alone++
			return "", fmt.Sprint("alone", alone)
		}
		switch s.kind {
		case blocked, unknown, description, tagged:
			return "", cause(s.kind, v)
		}
		alone++
		return "", fmt.Sprint("alone", alone)
	}) {
		g.alike = len(g.changes) > examples
		g.words = s.kind == description && g.linesDiffer()
		groups = append(groups, g)
	}
	return groups
}

// cards counts what is opened by itself: a group of alike changes is one, and so is
// the first of several with the same words in it.
func cards(groups []group) int {
	n := 0
	for _, g := range groups {
		if g.alike || g.words {
			n++
		} else {
			n += len(g.changes)
		}
	}
	return n
}

// several shows changes singly. Of those with the same words only the first is open.
func (b *htmlBuilder) several(g group) []*htmlChange {
	var rows []*htmlChange
	for i, v := range g.changes {
		row := b.change(v)
		if g.words && row.Diff != nil {
			if i == 0 {
				row.Diff.More = number.Of(len(g.changes)-1, "more file")
			} else {
				row.follows = true
				row.Diff.leadBy(rows[0])
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// leadBy says which change has the same words, unless all of it is the same as some.
func (d *htmlDiff) leadBy(first *htmlChange) {
	if d.Same == "" {
		d.Words, d.SameAs = first.ID, first.name()
	}
}

// name is what a change is called in a link to it; a card of several blocks has no address.
func (h *htmlChange) name() string { return cmp.Or(h.Address, "a card above") }

// group shows alike changes on one card.
func (b *htmlBuilder) group(g group) *htmlChange {
	first := g.changes[0]
	h := &htmlChange{ID: b.id(), Sign: palette{}.symbol(first.action).sign, Address: visible(g.commonBlock())}
	why, differ := g.why()
	for _, p := range why {
		h.Problems = append(h.Problems, visible(sentenceCase(p)))
	}
	held := first.kind == heldBack
	if held {
		h.Said = visible(sentenceCase(g.held()))
	} else {
		said := summary(g.changes)
		for _, r := range said[:min(len(said), groupRemarks)] {
			h.Remarks = append(h.Remarks, visible(sentenceCase(r)))
		}
	}
	if first.text != nil && !held {
		h.Diff = b.diff(h, first.text)
		if g.words {
			h.Diff.Aside = strings.TrimSpace(h.Diff.Aside + " " + sameWords + visible(first.address) + ".")
		}
	}
	h.Preview = b.previewOf(g.changes)
	h.Meta = commonMeta(g.changes)
	h.Group = b.members(h, g, differ)
	return h
}

// members names the changes of a group, and gives the card the marks of each.
func (b *htmlBuilder) members(h *htmlChange, g group, differ bool) *htmlGroup {
	out := &htmlGroup{Count: number.Of(len(g.changes), "file")}
	var some []string
	all, stillUsed := shared(g.changes), 0
	var part []htmlMember
	for i, v := range g.changes {
		m := htmlMember{Title: visible(string(v.title)), Address: visible(v.address)}
		var flags, notes []string
		for _, r := range v.remarks {
			if v.kind != heldBack && !all[r.Text] {
				notes = append(notes, r.Text)
			}
		}
		if used := v.inUse(); used != "" {
			flags, notes = append(flags, "used"), append(notes, "named by "+used)
			stillUsed++
		}
		if v.merging != nil && v.merging.joins && len(v.merging.writers) > 0 {
			flags, notes = append(flags, "merged"), append(notes, v.merging.sentence())
		}
		for _, f := range v.facts {
			if f.label == keptLabel && !slices.Contains(h.Meta, htmlFact{Name: upperFirst(f.label), After: oneLine(f.value)}) {
				notes = append(notes, "keeps "+f.value)
			}
		}
		if names := v.unsaid(); differ && names != "" {
			notes = append(notes, names)
		}
		if v.kind == heldBack {
			notes = append(notes, what(v.stays))
		}
		for _, f := range flags {
			b.flags[f]++
		}
		m.Flags, m.Note = strings.Join(flags, " "), visible(strings.Join(notes, "; "))
		if i < examples {
			some = append(some, clip(m.Title, 80))
		}
		if part = append(part, m); len(part) == htmlMembers {
			out.Parts, part = append(out.Parts, part), nil
		}
	}
	if part != nil {
		out.Parts = append(out.Parts, part)
	}
	out.Lazy = len(out.Parts) > 1
	out.Some = strings.Join(some, ", ")
	if stillUsed > 0 {
		h.Badges = append(h.Badges, htmlBadge{"warn", number.Grouped(stillUsed) + " still used"})
	}
	return out
}

// shared are the remarks that each of some changes has.
func shared(changes []*view) map[string]bool {
	times, all := map[string]int{}, map[string]bool{}
	for _, v := range changes {
		for _, r := range v.remarks {
			times[r.Text]++
		}
	}
	for text, n := range times {
		all[text] = n == len(changes)
	}
	return all
}

// commonBlock is the block that declares them all, "" for several.
func (g group) commonBlock() string {
	for _, v := range g.changes {
		if v.block != g.changes[0].block {
			return ""
		}
	}
	return g.changes[0].block
}

// commonMeta is what is the same with each of some changes.
func commonMeta(changes []*view) []htmlFact {
	common := htmlMeta(changes[0])
	for _, v := range changes[1:] {
		if len(common) == 0 {
			break
		}
		facts := htmlMeta(v)
		common = slices.DeleteFunc(common, func(f htmlFact) bool { return !slices.Contains(facts, f) })
	}
	return common
}
