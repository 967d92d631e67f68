package apply

import (
	"context"
	"fmt"

	"wikiform/plan"
	"wikiform/provider"
)

// lookFirst looks before anything is written. Where the wiki guards what is written, what
// it has may have been asked together with what is under the next titles of the plan.
func (s *step) lookFirst(ctx context.Context) error {
	if s.guarded && s.NoShared {
		return s.lookBy(ctx, s.ahead.files)
	}
	return s.look(ctx)
}

// look reads what the wiki has under the titles of the change now.
func (s *step) look(ctx context.Context) error { return s.lookBy(ctx, s.looks.files) }

func (s *step) lookBy(ctx context.Context, read files) error {
	files, err := read(ctx, s.change.Titles())
	if err != nil {
		return err
	}
	if err := s.saw(files); err != nil {
		return err
	}
	if err := s.aim(ctx, []*step{s}); err != nil {
		return err
	}
	return s.readTags(ctx, []*step{s})
}

// saw takes what the wiki shows under the change's titles, and nothing that it shows
// under others: a wiki that was upgraded or set up anew, or a plan that somebody wrote
// by hand, may have titles that are stored in other forms.
func (s *step) saw(files map[provider.Title]provider.File) error {
	s.files = make(map[provider.Title]provider.File)
	for _, title := range s.change.Titles() {
		now, info := files[title], ""
		switch {
		case now.Invalid != "":
			info = fmt.Sprintf("the wiki takes no title %q: %s", title, now.Invalid)
		case now.Title != title:
			info = fmt.Sprintf("the wiki stores the title %q as %q", title, now.Title)
		}
		if info != "" {
			return &provider.Error{Kind: provider.Conflict, Op: "query", Info: info, Advice: "run plan again: it asks the wiki for the title"}
		}
		s.files[title] = now
	}
	s.where = whereabouts(s.change, s.files)
	s.now = provider.File{Title: s.change.Claim.Title}
	if s.where != "" {
		s.now = s.files[s.where]
	}
	if title := s.change.Claim.Title; s.change.Redirects() != "" && nothing(s.change.Before) && s.leaves(title) {
		s.now = provider.File{Title: title} // as it is when its turn comes
	}
	return nil
}

// whereabouts is the title under which the file of a change is, "" when it is under
// none of the change's. Where it is moved, only the page's id tells: after a swap the
// same titles exist as before.
func whereabouts(c *plan.Change, files map[provider.Title]provider.File) provider.Title {
	if c.Move() == nil {
		return c.Claim.Title
	}
	for _, title := range c.Titles() {
		if is(files[title], pageID(c.From)) {
			return title
		}
	}
	return ""
}

// is reports whether a page is the one with an id that is known.
func is(f provider.File, id int64) bool { return id != 0 && pageID(f) == id }

// pageID is 0 where there is no page, or nobody told its id.
func pageID(f provider.File) int64 {
	if f.Page == nil {
		return 0
	}
	return f.Page.ID
}

// aim asks where the redirects lead that changes are about.
func (s *session) aim(ctx context.Context, steps []*step) error {
	var titles []provider.Title
	for _, st := range steps {
		if st.change.Redirects() != "" && st.now.Redirect {
			titles = append(titles, st.change.Claim.Title)
		}
	}
	if len(titles) == 0 {
		return nil
	}
	targets, err := s.Wiki.Targets(ctx, titles)
	if err != nil {
		return err
	}
	for _, st := range steps {
		st.now.Target = targets[st.change.Claim.Title]
	}
	return nil
}

// leaves reports whether what is under a title is a file that another change of the
// plan moves away, so that it may be there as long as it is early.
func (s *step) leaves(title provider.Title) bool {
	return s.early && is(s.files[title], s.leaving[title].page)
}

// succeed takes what a move of this plan has left for what the plan saw, where it saw
// the file that was moved: by this run, or by one that broke.
func (s *step) succeed() {
	gone := s.leaving[s.change.Claim.Title]
	if s.change.Redirects() == "" || !is(s.change.Before, gone.page) || s.now.Version != nil {
		return
	}
	if s.now.Page == nil || s.now.Redirect && s.now.Target == gone.to.Page() {
		c := *s.change
		c.Before = s.now
		s.change, s.seen = &c, s.now.Page
	}
}

// stale says what the wiki has in place of what the plan saw.
func (s *step) stale() *StaleError {
	e := &StaleError{Before: s.change.Before, Now: s.now}
	if set := s.change.Tags(); set != nil && !(tags{s}).shown() && !(tags{s}).due() {
		e.Rev = set.Rev
	}
	if r := (redirect{s}); r.written() && !r.resolves() {
		e.Lost = s.change.Claim.Holder
	}
	if s.change.Move() == nil {
		return e
	}
	e.Before, e.Now = s.change.From, s.now
	if n := (name{s}); !n.shown() && !n.free() {
		e.Taken = s.change.Claim.Title
	}
	for _, title := range s.change.Titles() {
		seen := Seen{Title: title, Before: provider.File{Title: title}, Now: s.files[title]}
		switch title {
		case s.change.Claim.Title:
			seen.Before = s.change.Before
		case s.change.Move().From:
			seen.Before = s.change.From
		}
		e.Titles = append(e.Titles, seen)
	}
	return e
}
