package plan

import (
	"context"
	"maps"
	"slices"

	"wikiform/provider"
)

// How far a plan looks for who brought a text: so many revisions up from the
// latest of each page, the first of which costs a batch of pages one request, and
// so many revisions further up in the whole plan.
const (
	trailSteps = 20
	trailsFar  = 20_000
)

// What is in memory at once of what a wiki says of the past.
const (
	historiesAtOnce = 500
	revisionsAtOnce = 5000
)

// surveyAuthors asks whose text and whose picture the changes would replace, as far as
// that was not asked before.
func surveyAuthors(ctx context.Context, r Reader, changes []Change, f *Facts) error {
	var trails []*trail
	var files []provider.Title
	for i := range changes {
		c := &changes[i]
		if c.onlyOurs() {
			continue
		}
		was := c.Was()
		_, walked := f.Authors[c.at()]
		_, read := f.Uploaders[c.at()]
		if (c.Edits() || c.deletesNamed()) && was.Page != nil && !walked {
			trails = append(trails, newTrail(c.at(), *was.Page))
		}
		if c.Upload() != nil && was.Version != nil && !read {
			files = append(files, c.at())
		}
	}
	if err := f.readAuthors(ctx, r, trails); err != nil {
		return err
	}
	if f.Uploaders == nil {
		f.Uploaders = make(map[provider.Title]Author, len(files))
	}
	for batch := range slices.Chunk(files, historiesAtOnce) {
		histories, err := r.Histories(ctx, batch)
		if err != nil {
			return err
		}
		for _, t := range batch {
			f.Uploaders[t] = firstUploader(*f.Have[t].Version, histories[t])
		}
	}
	return nil
}

// readAuthors walks trails, at whose ends the authors are.
func (f *Facts) readAuthors(ctx context.Context, r Reader, trails []*trail) error {
	if err := walk(ctx, r, trails); err != nil {
		return err
	}
	if f.Authors == nil {
		f.Authors = make(map[provider.Title]Author, len(trails))
	}
	for _, t := range trails {
		f.Authors[t.title] = t.author()
	}
	return f.readJoined(ctx, r, trails)
}

// readJoined asks whose lines are in those texts of ours in which we left lines of others, or
// that git has taken in.
func (f *Facts) readJoined(ctx context.Context, r Reader, trails []*trail) error {
	var open []int64
	for _, t := range trails {
		if !t.asked && t.why == "" && f.mine(t.last.User) {
			open = append(open, t.last.ID)
		}
	}
	told, err := ask(ctx, r.Revisions, open)
	if err != nil {
		return err
	}
	then := Facts{Accounts: f.Accounts, Account: f.Account, Mark: f.Mark, FormerMarks: f.FormerMarks, Bases: map[provider.Title]Base{}}
	var ps []*lineage
	for _, t := range trails {
		if v, asked := told[t.last.ID]; asked && !t.asked {
			t.last.Comment = v.Comment
		}
		how := sayingOf(t.last.Comment).how
		if taken := f.Bases[t.title].Taken; taken || t.why == "" && f.mine(t.last.User) && (how == HowMerge || how == HowKeep) {
			p := then.lineage(t.title, &provider.Page{Rev: t.latest}, "")
			p.all, p.wanted = true, provider.SHA1{}
			ps = append(ps, p)
		}
	}
	if err := then.readBases(ctx, r, ps, nil); err != nil {
		return err
	}
	for t, b := range then.Bases {
		a := f.Authors[t]
		a.Lined, a.Said = true, b.Text
		if b.Unknown != "" && b.Unknown != nothingOurs {
			a.Unknown = "it has lines of others, and " + b.Unknown
		}
		for _, v := range slices.Concat(b.Others, b.Joined) {
			a.Joined = append(a.Joined, Act{v.User, v.Time})
		}
		f.Authors[t] = a
	}
	return f.readRaces(ctx, r, trails)
}

// lostLines are the others of whose lines a change may take some from a text of ours in which
// they were left, none where it takes none.
func (c *Change) lostLines(a Author) []Act {
	page, e := c.Was().Page, c.edit()
	to := ""
	if e != nil {
		to = e.Text
	}
	if len(a.Joined) == 0 || page == nil || page.HasText && !takes(provider.NormalizeText(page.Text), to, a.Said) {
		return nil
	}
	return a.Joined
}

// deletesNamed reports whether a block says that the page is to go.
func (c *Change) deletesNamed() bool { return c.deletes() && !c.Claim.Orphan }

// takes reports whether a text lacks lines of another one that are not among some.
func takes(from, to, some string) bool {
	ours := map[string]bool{"": true}
	for _, l := range lines(some) {
		ours[l] = true
	}
	return slices.ContainsFunc(Diff(from, to), func(h Hunk) bool {
		return slices.ContainsFunc(h.Lines, func(l Line) bool { return l.Op == Remove && !ours[l.Text()] })
	})
}

// walk walks all trails together, one step of each in a question.
func walk(ctx context.Context, r Reader, trails []*trail) error {
	left := trailsFar
	for step := range trailSteps {
		open := map[int64]bool{}
		for _, t := range trails {
			switch {
			case t.next == 0 || open[t.next]:
			case step > 0 && left == 0:
				t.end("the plan looked at too many revisions of other pages")
			default:
				open[t.next] = true
				if step > 0 {
					left--
				}
			}
		}
		if err := stepUp(ctx, r, trails, slices.Sorted(maps.Keys(open))); err != nil {
			return err
		}
	}
	for _, t := range trails {
		if t.next != 0 {
			t.end("the page's history goes further back than the plan looks")
		}
	}
	return nil
}

// stepUp lets each trail look at the revision that it is at, which is among ids.
func stepUp(ctx context.Context, r Reader, trails []*trail, ids []int64) error {
	at := map[int64][]*trail{} // more than one only on a wiki that makes no sense
	for _, t := range trails {
		if t.next != 0 {
			at[t.next] = append(at[t.next], t)
		}
	}
	for batch := range slices.Chunk(ids, revisionsAtOnce) {
		revisions, err := r.Revisions(ctx, batch)
		if err != nil {
			return err
		}
		for _, id := range batch {
			r, shown := revisions[id]
			for _, t := range at[id] {
				t.look(r, shown)
			}
		}
	}
	return nil
}
