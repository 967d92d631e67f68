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
		was := c.Was()
		_, walked := f.Authors[c.at()]
		_, read := f.Uploaders[c.at()]
		if c.Edits() && was.Page != nil && !walked {
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
	return nil
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
