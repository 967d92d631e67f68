package plan

import (
	"context"
	"maps"
	"slices"
	"time"

	"wikiform/internal/number"
	"wikiform/provider"
)

// TagReader answers what tags our revisions have.
type TagReader interface {
	// LastRevisions gives the latest revision of each of these pages, by their ids, that
	// a user has made, as far as it is among so many of the user's newest.
	LastRevisions(ctx context.Context, user string, pages []int64, most int) (provider.Written, error)
}

// How many revisions are looked at for the tags of a plan: as many as the wiki tells in as
// many requests as it takes to ask for the plan's files, and one for logging in. It is the
// same whatever the limits of the account are, and so is the plan.
const (
	titlesAsked   = 50
	revisionsTold = 500
)

// surveyTags asks for the last revisions of ours where the latest of the page is somebody
// else's and nothing else is to be written.
func surveyTags(ctx context.Context, r Reader, claims []Claim, f *Facts) error {
	if !f.toldWho() || !f.asksTags() {
		return nil
	}
	wanted := map[int64]bool{}
	for i, s := range situations(claims, f) {
		c, _ := claims[i].narrowed(s, f.Only)
		page := s.have.Page
		if c.Content == nil || c.Fault != nil || s.have.Version == nil || s.course.move != nil || page == nil || page.ID == 0 {
			continue
		}
		if !c.keeps(TagsAspect, s.have) && lacks(&c, page.Tags) > 0 && !f.mine(page.User) && len(decide(c, s).Steps) == 0 {
			wanted[page.ID] = true
		}
	}
	return f.readLast(ctx, r, slices.Sorted(maps.Keys(wanted)), len(titles(claims))+f.Matching.Len())
}

// readLast reads the last revisions of ours of pages, of one of our accounts after the
// other, in a plan about so many titles.
func (f *Facts) readLast(ctx context.Context, r Reader, pages []int64, titles int) error {
	if len(pages) == 0 {
		return nil
	}
	f.LastRevisions = map[int64]provider.Revision{}
	left := ((titles+titlesAsked-1)/titlesAsked + 1) * revisionsTold
	var since time.Time // all of ours that are newer were looked at
	for _, user := range f.us() {
		w, err := provider.Written{Since: forever}, error(nil)
		if left > 0 {
			w, err = r.LastRevisions(ctx, user, pages, left)
		}
		if err != nil {
			return err
		}
		left -= max(1, (w.Read+revisionsTold-1)/revisionsTold) * revisionsTold
		for id, last := range w.Last {
			if last.Time.After(f.LastRevisions[id].Time) {
				f.LastRevisions[id] = last
			}
		}
		if len(w.Last) < len(pages) && w.Since.After(since) {
			since = w.Since
		}
	}
	for _, id := range pages {
		if f.LastRevisions[id].Time.Before(since) {
			f.LastRevisions[id] = provider.Revision{} // a later one may be further back than was looked
		}
	}
	return nil
}

// asksTags reports whether the plan is for tags as well.
func (f *Facts) asksTags() bool { return len(f.Only) == 0 || slices.Contains(f.Only, NewTags) }

// forever is later than all that a wiki tells.
var forever = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// noteTags says of how many files in their places the tags were not compared, or are not
// added, and why.
func (p *Plan) noteTags(ss []situation, f *Facts) {
	if !f.asksTags() {
		return
	}
	n := map[unseen]int{}
	for i := range ss { // what is pruned comes after
		if c := &p.Changes[i]; c.Verdict == VerdictClear && !c.Writes() && ss[i].unseen != "" && !c.Claim.keeps(TagsAspect, ss[i].have) {
			n[ss[i].unseen]++
			p.TagsUntold++
		}
	}
	say := func(why unseen, text string) {
		if n[why] > 0 {
			p.Notes = append(p.Notes, "The tags of "+number.Of(n[why], "file")+" "+text)
		}
	}
	say(unseenWho, "were not compared: "+nobodyToldWho+".")
	say(unseenUnread, "were not compared: others wrote to their pages after us, and looking for what we wrote there would take more requests than the rest of the plan.")
	say(unseenLate, "are not known yet: what we wrote there is less than a minute old, and a wiki may show tags that late. Plan again in a minute.")
	say(unseenRight, "are not complete, and stay so: to add tags afterwards the account "+f.Account.Name+" needs the right "+rightToTag+".")
}
