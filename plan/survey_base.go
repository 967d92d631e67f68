package plan

import (
	"context"
	"maps"
	"slices"

	"wikiform/provider"
)

// PastReader answers what pages said.
type PastReader interface {
	// RevisionTexts gives the texts of revisions by their numbers; what the wiki does not
	// show, or what would be too much together, is left out.
	RevisionTexts(ctx context.Context, ids []int64) (map[int64]string, error)
	// PageHistory gives the revisions of a page from one of them on back, at most so many,
	// in an order that the wiki chooses.
	PageHistory(ctx context.Context, t provider.Title, from int64, most int) ([]provider.Revision, error)
}

// How far a plan looks for what the manifest said last: so many revisions up of all pages
// together, a batch of pages in a request; then so many of each page that is left, which
// takes requests of its own, in so many pages.
const (
	pastSteps = 20
	pastFar   = 2000
	pastsFar  = 100
)

// What is in memory at once of what pages said: so many texts of the past, and so
// many bytes of what is made of them.
const (
	textsAtOnce = 50
	mostBases   = 64 << 20
)

// surveyBases asks what the manifest said last of pages that differ from it and whose text
// is joined with it, as far as that was not asked before. Their texts must be known.
func surveyBases(ctx context.Context, r Reader, claims []Claim, f *Facts) error {
	if f.Bases == nil {
		f.Bases = map[provider.Title]Base{}
	}
	var ps []*lineage
	wanted := map[provider.Title]string{}
	for i, s := range situations(claims, f) {
		c, file := claims[i].wanted(), s.file()
		if c.Fault != nil || c.Text == nil || !c.Text.joins() || file.Page == nil || c.keeps(TextAspect, file) {
			continue
		}
		if d := compareText(&c, s); d.step == nil || d.step.(SetText).How != HowExact {
			continue // it takes no base to tell
		}
		_, asked := f.Bases[file.Title]
		_, twice := wanted[file.Title]
		if !asked && !twice {
			wanted[file.Title] = c.Text.Text
			ps = append(ps, f.lineage(file.Title, file.Page, c.Text.Text))
		}
	}
	return f.readBases(ctx, r, ps, wanted)
}

// surveyFoundBases does so for files that were found under other titles by their bytes,
// once that is known.
func surveyFoundBases(ctx context.Context, r Reader, changes []Change, f *Facts) (asked bool, err error) {
	wanted := map[provider.Title]string{}
	for i := range changes {
		c := &changes[i]
		if c.Claim.From != nil && c.Claim.From.Address == "" && c.Merge == nil && slices.Contains(c.Reasons, BaseUnknown) {
			wanted[c.From.Title] = c.Claim.Text.Text
		}
	}
	found := slices.Sorted(maps.Keys(wanted))
	if err := f.askTexts(ctx, r, found); err != nil {
		return false, err
	}
	var ps []*lineage
	for _, t := range found {
		if page := f.Have[t].Page; page != nil {
			ps = append(ps, f.lineage(t, page, wanted[t]))
		}
	}
	return len(ps) > 0, f.readBases(ctx, r, ps, wanted)
}

// base is what the manifest said last of a page, nil where that was not asked.
func (f *Facts) base(t provider.Title) (*Base, *joining) {
	if b, asked := f.Bases[t]; asked {
		return &b, f.joinings[t]
	}
	return nil, nil
}

func (f *Facts) lineage(t provider.Title, page *provider.Page, text string) *lineage {
	p := &lineage{title: t, next: page.Rev, page: page.Text, sum: provider.TextSHA1(page.Text), wanted: provider.TextSHA1(text), taken: f.takenIn(), mine: f.mine, ours: f.wrote}
	if !f.toldWho() {
		p.end("%s", nobodyToldWho)
	}
	return p
}

// takenIn are the revisions that git has taken in, under whatever title: a file that was
// moved since has its history still.
func (f *Facts) takenIn() map[int64]bool {
	if f.pulled == nil {
		f.pulled = map[int64]bool{}
		for _, rev := range f.Pulled {
			f.pulled[rev] = true
		}
	}
	return f.pulled
}

// wrote reports whether a revision is ours: by one of us and, with a set, under our mark.
func (f *Facts) wrote(r provider.Revision) bool {
	return f.mine(r.User) && (f.Mark == "" || f.marked(r.Comment))
}

// readBases walks, and makes bases of what is found.
func (f *Facts) readBases(ctx context.Context, r Reader, ps []*lineage, wanted map[provider.Title]string) error {
	if err := walkPasts(ctx, r, ps); err != nil {
		return err
	}
	if f.joinings == nil {
		f.joinings = make(map[provider.Title]*joining, len(ps))
	}
	left := mostBases
	for len(ps) > 0 {
		var ids []int64
		n := 0
		for n < len(ps) && (n == 0 || len(ids)+len(ps[n].missing()) <= textsAtOnce) {
			ids = append(ids, ps[n].missing()...)
			n++
		}
		batch := ps[:n]
		ps = ps[n:]
		slices.Sort(ids)
		texts, err := ask(ctx, r.RevisionTexts, slices.Compact(ids))
		if err != nil {
			return err
		}
		if texts == nil {
			texts = map[int64]string{}
		}
		for _, p := range batch {
			b := p.rebuilt(texts, wanted[p.title])
			if left -= len(b.Text); left < 0 && b.Unknown == "" {
				b.Text, b.Unknown = "", "what pages said is too much in all; plan for fewer files at a time"
			}
			f.Bases[p.title], f.joinings[p.title] = b, &joining{}
		}
	}
	return nil
}

// walkPasts walks all together, one step of each in a question, and then those that have
// far to go one by one.
func walkPasts(ctx context.Context, r Reader, ps []*lineage) error {
	for range pastSteps {
		at := map[int64][]*lineage{} // more than one only on a wiki that makes no sense
		for _, p := range ps {
			if p.next != 0 {
				at[p.next] = append(at[p.next], p)
			}
		}
		for batch := range slices.Chunk(slices.Sorted(maps.Keys(at)), revisionsAtOnce) {
			revisions, err := r.Revisions(ctx, batch)
			if err != nil {
				return err
			}
			for _, id := range batch {
				v, shown := revisions[id]
				for _, p := range at[id] {
					p.look(v, shown)
				}
			}
		}
	}
	left := pastsFar
	for _, p := range ps {
		switch {
		case p.next == 0:
		case left == 0:
			p.end("too many pages have long histories")
		default:
			left--
			if err := p.farther(ctx, r); err != nil {
				return err
			}
		}
	}
	return nil
}

// farther goes on through the history of one page. The wiki tells that in order of times, and
// an imported revision may have any: what its parent is, only its number leads to.
func (p *lineage) farther(ctx context.Context, r Reader) error {
	left := pastFar
	for n := 0; n < pastSteps && left > 0 && p.next != 0; n++ {
		revisions, err := r.PageHistory(ctx, p.title, p.next, left)
		if err != nil {
			return err
		}
		by := make(map[int64]provider.Revision, len(revisions))
		for _, v := range revisions {
			by[v.ID] = v
		}
		if _, told := by[p.next]; !told {
			if by, err = r.Revisions(ctx, []int64{p.next}); err != nil {
				return err
			}
			if v, shown := by[p.next]; !shown {
				p.look(v, false)
			}
		}
		for told := true; told && p.next != 0 && left > 0; left-- {
			var v provider.Revision
			if v, told = by[p.next]; told {
				p.look(v, true)
			}
		}
	}
	if p.next == 0 {
		return nil
	}
	p.end("what we wrote last is further back in its history than the plan looks")
	return nil
}
