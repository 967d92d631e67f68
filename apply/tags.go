package apply

import (
	"context"

	"wikiform/plan"
	"wikiform/provider"
)

// tags are change tags on what was written before.
type tags struct{ *step }

func (tags) aspect() plan.Aspect { return plan.TagsAspect }
func (t tags) written() bool     { return t.change.Tags() != nil }
func (tags) onText() bool        { return false }

func (t tags) shown() bool {
	set := t.change.Tags()
	return set == nil || t.tagged != nil && len(provider.MissingTags(set.Tags, t.tagged.Tags)) == 0
}

// due: the revision is one of the file's page, and was made by whom the plan saw. What
// became of the page since is nothing to its tags.
func (t tags) due() bool {
	set, page := t.change.Tags(), pageID(t.now)
	return set != nil && t.tagged != nil && t.tagged.User == set.User && t.tagged.Page == page && page != 0
}

func (t tags) rest() plan.Step { return *t.change.Tags() }

func (t tags) do(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	set := t.change.Tags()
	t.progress(provider.Progress{Phase: Tagging})
	err := t.Wiki.Tag(ctx, provider.Tagging{
		Title: t.change.Claim.Title, Rev: set.Rev, Tags: set.Tags, Reason: t.change.Claim.Comment,
		Stop: t.halted, Progress: t.doing(Tagging),
	})
	if err == nil {
		t.note(plan.TagsAspect)
	}
	made := err == nil
	if err = t.readBack(ctx, err, t.lookAgain, t.shown); err == nil {
		t.note(plan.TagsAspect)
	}
	if t.shown() || made && err != nil {
		t.wrote(provider.Write{Kind: provider.WroteTags, Title: t.change.Claim.Title, Page: pageID(t.now), Revision: set.Rev})
	}
	return err
}

func (t tags) mismatch() error {
	return &MismatchError{Aspect: plan.TagsAspect, Now: t.now, Rev: t.change.Tags().Rev}
}

// readTags looks at the revisions that are to get tags, where the page's latest is
// another.
func (s *session) readTags(ctx context.Context, steps []*step) error {
	var open []*step
	var ids []int64
	for _, st := range steps {
		set := st.change.Tags()
		if set == nil {
			continue
		}
		if p := st.now.Page; p != nil && p.Rev == set.Rev {
			st.tagged = &provider.Revision{ID: p.Rev, Page: p.ID, User: p.User, Tags: p.Tags}
			continue
		}
		open, ids = append(open, st), append(ids, set.Rev)
	}
	return s.readRevisions(ctx, open, ids)
}

// lookAgain looks at the revision alone.
func (t tags) lookAgain(ctx context.Context) error {
	return t.readRevisions(ctx, []*step{t.step}, []int64{t.change.Tags().Rev})
}

// readRevisions reads for each step the revision that is to get tags.
func (s *session) readRevisions(ctx context.Context, steps []*step, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	revisions, err := s.Wiki.Revisions(ctx, ids)
	if err != nil {
		return err
	}
	for i, st := range steps {
		st.tagged = nil
		if r, shown := revisions[ids[i]]; shown {
			st.tagged = &r
		}
	}
	return nil
}
