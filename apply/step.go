package apply

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"wikiform/plan"
	"wikiform/provider"
)

// step takes one change through the protocol: look, compare with what the plan
// saw, write, look again.
type step struct {
	*session
	change *plan.Change // what is left of it
	// want is the content that the wiki is to show. For a URL without a pin it
	// is known only after somebody fetched it.
	want provider.Digest
	now  provider.File // what the wiki showed last

	uploaded, edited bool              // what the wiki took, or shows to have taken
	overtook         *provider.Version // what ours came to lie on though the plan did not see it; nil: nothing

	staging, staged bool // of a run that stages first: that is to be done, was done

	kept provider.Stash // what the wiki keeps of the content, not published; zero for nothing
	sent int64          // bytes of the content that arrived, for the run's budget
}

func newStep(s *session, c *plan.Change) *step {
	return &step{session: s, change: c, want: c.Digest}
}

func (s *step) run(ctx context.Context) Result {
	if ended := s.compare(ctx); ended != nil {
		return *ended
	}
	if s.change.Content {
		if err := s.putContent(ctx); err != nil {
			return s.failed(ctx, err)
		}
	}
	if s.contentShown() && s.textDue() {
		if err := s.putText(ctx); err != nil {
			return s.failed(ctx, err)
		}
	}
	switch {
	case !s.contentShown():
		return s.failed(ctx, &MismatchError{Want: s.want, Now: s.now})
	case !s.textShown():
		return s.failed(ctx, &MismatchError{Want: s.want, Now: s.now, Text: true})
	}
	if s.overtook != nil {
		return s.result(Overtook, &OvertookError{Title: s.change.Title, Old: *s.overtook})
	}
	return s.result(Done, nil)
}

// compare holds the wiki against what the plan saw; nil is to go on.
func (s *step) compare(ctx context.Context) *Result {
	if err := s.look(ctx); err != nil {
		r := s.failed(ctx, err)
		return &r
	}
	if r := s.judged(); r.Outcome != NotStarted {
		return &r
	}
	return nil
}

// look reads what the wiki has under the title now.
func (s *step) look(ctx context.Context) error { return s.lookBy(ctx, s.Wiki.Files) }

// lookBack does so after an upload, and notices what nobody could prevent: that a
// version which came after the last look before it was overtaken.
func (s *step) lookBack(ctx context.Context) error {
	if err := s.lookBy(ctx, s.Wiki.FilesWithOld); err != nil {
		return err
	}
	old := s.now.Old
	s.now.Old = nil
	if old != nil && s.contentShown() && !sameVersion(old, s.change.Before.Version) {
		s.overtook = old
	}
	return nil
}

func (s *step) lookBy(ctx context.Context, read func(context.Context, []provider.Title) (map[provider.Title]provider.File, error)) error {
	title := s.change.Title
	files, err := read(ctx, []provider.Title{title})
	if err != nil {
		return err
	}
	return s.saw(files[title])
}

// saw takes what the wiki shows under the change's title, and nothing that it
// shows under another: a wiki that was upgraded or set up anew, or a plan that
// somebody wrote by hand, may have titles that are stored in other forms.
func (s *step) saw(now provider.File) error {
	title, info := s.change.Title, ""
	switch {
	case now.Invalid != "":
		info = fmt.Sprintf("the wiki takes no title %q: %s", title, now.Invalid)
	case now.Title != title:
		info = fmt.Sprintf("the wiki stores the title %q as %q", title, now.Title)
	default:
		s.now = now
		return nil
	}
	return &provider.Error{Kind: provider.Conflict, Op: "query", Info: info, Hint: "run plan again: it asks the wiki for the title"}
}

// contentShown reports whether the wiki shows the wanted content. Where none is
// known to be wanted, an edit wants the content to stay.
func (s *step) contentShown() bool {
	v := s.now.Version
	if !s.want.Known() {
		return !s.change.Content && sameVersion(v, s.change.Before.Version)
	}
	return v != nil && v.SHA1 == s.want.SHA1 && (s.want.Size == 0 || v.Size == s.want.Size)
}

// textShown reports whether the page is as wanted; any page is when it is not
// managed. A page that the change is not to write is as wanted as the plan saw
// it, also where that differs from the manifest in what no edit can change.
func (s *step) textShown() bool {
	c, page := s.change, s.now.Page
	switch {
	case c.Text == nil:
		return true
	case page == nil:
		return false
	case page.TextSHA1 == provider.TextSHA1(*c.Text):
		return true
	}
	return !c.WritesText() && sameText(c.Before.Page, page)
}

// textDue reports whether the page still has to be edited, and may be: it has
// the text that the plan saw. An upload creates a page but never changes one
// (facts §4.2).
func (s *step) textDue() bool {
	return s.change.WritesText() && !s.textShown() && sameText(s.change.Before.Page, s.now.Page)
}

// putText edits the page, and reads back what the wiki then has.
func (s *step) putText(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	e := provider.Edit{
		Title:    s.change.Title,
		Text:     *s.change.Text,
		Base:     revision(s.now),
		Summary:  marked(s.change.Comment, s.Mark),
		Tags:     s.change.Tags,
		Accept:   s.change.Accept,
		Progress: s.progress,
	}
	if !s.uploaded { // no file is left half done for a stop
		e.Stop = s.halted
	}
	rev, err := s.Wiki.Edit(ctx, e)
	s.edited = rev != 0
	if err := s.readBack(ctx, err, s.look, s.textShown); err != nil {
		return err
	}
	s.edited = s.edited || err != nil
	return nil
}

func (s *step) progress(p provider.Progress) {
	if s.staged && p.Phase == provider.Resuming {
		return // it is this run's own
	}
	s.count(p)
	s.emit(Progressed{Address: s.change.Address, Progress: p})
}

// failed tells what an error means for the file as a whole.
func (s *step) failed(ctx context.Context, err error) Result {
	_, unsure := errors.AsType[*UnsureError](err)
	_, stale := errors.AsType[*StaleError](err)
	untouched := !s.uploaded && !s.edited
	switch {
	case unsure:
		return s.result(Unsure, err)
	case untouched && (ctx.Err() != nil && errors.Is(err, ctx.Err()) || errors.Is(err, provider.ErrStopped)):
		return s.result(NotStarted, nil)
	case stale, untouched && provider.KindOf(err) == provider.Conflict:
		return s.result(Stale, err)
	}
	return s.result(Failed, err)
}

func (s *step) result(o Outcome, err error) Result {
	r := Result{Change: s.change, Outcome: o, Err: err, Now: s.now, Kept: s.kept}
	if o != Done && o != AlreadyDone && o != Overtook {
		r.Partial = s.partial(o)
		return r
	}
	s.Journal.drop(s.change.Title, provider.Stash{Digest: s.want})
	r.Kept = provider.Stash{}
	return r
}

// partial says what was done of a change that is not done.
func (s *step) partial(o Outcome) string {
	var parts []string
	if s.uploaded {
		parts = append(parts, "the content was uploaded")
	}
	switch {
	case s.edited:
		parts = append(parts, "the description was changed")
	case s.uploaded && o == Failed && s.change.Text != nil && !s.textShown():
		parts = append(parts, "the description was not changed")
	}
	return strings.Join(parts, ", ")
}
