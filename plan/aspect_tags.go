package plan

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"wikiform/provider"
)

// SetTags gives our own last revision of the page, and the log entry of the same write,
// change tags that they lack. None is ever taken away.
type SetTags struct {
	Rev  int64
	User string // who made it, one of us
	Tags []string
}

// Aspect implements [Step].
func (SetTags) Aspect() Aspect { return TagsAspect }
func (SetTags) step()          {}

// Tags is the step that adds change tags to what was written before, nil when none are.
// Whatever else a change writes carries all tags with it.
func (c *Change) Tags() *SetTags {
	if t, found := stepOf[SetTags](c); found {
		return &t
	}
	return nil
}

// compareTags compares the tags of what we wrote last.
func compareTags(c *Claim, s situation) difference {
	if c.KeepsTags || s.last == nil {
		return difference{}
	}
	missing := provider.MissingTags(c.Tags, s.last.Tags)
	if len(missing) == 0 {
		return difference{}
	}
	return difference{step: SetTags{s.last.ID, s.last.User, missing}, reason: TagsMissing}
}

func tagRights(*Change, provider.Account) []string { return []string{rightToTag} }

// rightToTag is the right to add tags to what was written before. That of who writes is
// another one.
const rightToTag = "changetags"

// tagsShown says which revision gets tags.
func tagsShown(c *Change) (after, before string) {
	t := c.Tags()
	return "the tags " + strings.Join(t.Tags, ", ") + " on revision " + strconv.FormatInt(t.Rev, 10), "none of them"
}

// tagsLate is for how long the tags of a write may not be shown. A wiki adds them once it
// has answered, which takes seconds (facts §3).
const tagsLate = time.Minute

// unseen is why it is not known, or does not matter, what tags our last revision has;
// "": it is known, or nobody asks.
type unseen string

const (
	unseenWho    unseen = "who"    // nobody says who we are
	unseenUnread unseen = "unread" // it is too far back
	unseenLate   unseen = "late"   // its tags may still come
	unseenRight  unseen = "right"  // the account may not add any
)

// lastOfOurs is the revision of a file that is in its place which has to have the tags of
// the claim, nil when there is none to look at.
func (f *Facts) lastOfOurs(c *Claim, s situation) (*provider.Revision, unseen) {
	page := s.have.Page
	if c.Content == nil || c.KeepsTags || s.have.Version == nil || s.course.move != nil || page == nil || lacks(c, page.Tags) == 0 {
		return nil, "" // the latest revision has them, whoever made it
	}
	last := provider.Revision{ID: page.Rev, Page: page.ID, User: page.User, Time: page.Time, Tags: page.Tags}
	switch {
	case !f.toldWho():
		return nil, unseenWho
	case !f.mine(page.User):
		r, found := f.LastRevisions[page.ID]
		switch {
		case !found:
			return nil, "" // we have written nothing there
		case r.ID == 0:
			return nil, unseenUnread
		case !f.mine(r.User) || lacks(c, r.Tags) == 0:
			return nil, ""
		}
		last = r
	}
	switch {
	case f.Site.Time.Sub(last.Time) < tagsLate:
		return nil, unseenLate
	case !f.Account.Anonymous() && !f.Account.Can(rightToTag):
		return nil, unseenRight
	}
	return &last, ""
}

func lacks(c *Claim, tags []string) int { return len(provider.MissingTags(c.Tags, tags)) }

// carried reports whether a difference of tags ends with what is written beside: every
// write carries all tags.
func (a *aspect) carried(steps []Step) bool { return a.name == TagsAspect && len(steps) > 0 }

// sameTags compares what is added, and to what.
func sameTags(a, b *SetTags) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Rev == b.Rev && a.User == b.User && slices.Equal(a.Tags, b.Tags)
}
