package apply

import (
	"context"
	"errors"
	"fmt"

	"wikiform/provider"
)

// resumable lets an upload go on with what an earlier run left on the wiki, and
// leaves to the next run what this one does not bring to its end.
func (s *step) resumable(ctx context.Context, u *provider.Upload) error {
	if err := s.settle(ctx, *u); err != nil {
		return err
	}
	if u.Resume = s.Journal.left(u.Title, u.Digest); u.Resume != nil {
		s.kept = *u.Resume
	}
	u.Keep = s.keep
	u.Stop = s.halted
	return nil
}

// keep notes what the wiki keeps of this file.
func (s *step) keep(st provider.Stash) error {
	if st.Key == "" {
		s.Journal.drop(s.change.Claim.Title, s.kept)
		s.kept = provider.Stash{}
		return nil
	}
	if err := s.Journal.keep(s.change.Claim.Title, st); err != nil {
		return err
	}
	s.kept = st
	s.spent.succeeded()
	return nil
}

// settle asks after other content that an earlier run told the wiki to publish
// under this title: published later than ours, it would replace ours.
func (s *step) settle(ctx context.Context, u provider.Upload) error {
	other := s.Journal.queued(u.Title, u.Digest)
	if other == nil {
		return nil
	}
	if v := s.now.Version; v != nil && v.SHA1 == other.Digest.SHA1 {
		s.Journal.drop(u.Title, *other)
		return nil
	}
	if s.Stager == nil {
		return &UnsureError{Write: unsettled(*other, errors.New("nobody can be asked what became of it"))}
	}
	s.kept = *other
	u.Digest, u.Body, u.URL = other.Digest, nil, ""
	u.Keep, u.Stop = s.keep, s.halted
	_, err := s.Stager.Publish(ctx, u, *other)
	switch {
	case err == nil:
		if err = s.look(ctx); err == nil {
			err = s.stale()
		}
	case errors.Is(err, provider.ErrStopped):
	case s.kept.Key == "": // nothing came of it, and nothing will
		return nil
	default:
		err = &UnsureError{Write: unsettled(*other, err)}
	}
	return err
}

func unsettled(s provider.Stash, err error) error {
	return fmt.Errorf("an earlier run told the wiki to publish %s here: %w", describeDigest(s.Digest), err)
}

// atRest reports whether an upload ended between two requests, so that no
// publication is under way.
func atRest(err error) bool {
	_, journal := errors.AsType[*JournalError](err)
	return journal || errors.Is(err, provider.ErrStopped)
}

// pending reports whether the wiki was told to publish and may do so at any
// time.
func (s *step) pending() bool { return s.kept.State == provider.Queued }
