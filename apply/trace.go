package apply

import (
	"context"
	"maps"
	"slices"

	"wikiform/plan"
)

// traceSteps is how many revisions a page may have had, since the plan saw it, that
// left its text alone.
const traceSteps = 20

// trace reports whether the page has the text that the plan saw, and had no other
// in between: what somebody put back is not what the plan saw. A protection, a
// move, a caption, a new version of the file make revisions which change no text;
// where there is more than one the walk up to the one that was seen has to be
// asked for, from the revision from on.
func (s *step) trace() (whole bool, from int64) {
	seen, now := s.seen, s.now.Page
	switch {
	case seen == nil || now == nil:
		return seen == nil && now == nil, 0
	case now.Rev == seen.Rev:
		return true, 0
	case now.Model != seen.Model:
		return false, 0
	case !seen.TextSHA1.Known():
		// The revision alone tells. One more is of our own upload or move.
		return now.Parent == seen.Rev && (s.uploaded() || s.moved()), 0
	case now.TextSHA1 != seen.TextSHA1:
		return false, 0
	case now.Parent == seen.Rev:
		return true, 0
	}
	return false, now.Parent
}

// uploaded reports whether the wiki has the content of the change's upload.
func (s *step) uploaded() bool {
	return slices.Contains(s.took, plan.ContentAspect) || !sameVersion(s.change.Was().Version, s.now.Version) && (upload{s}).shown()
}

// moved reports whether the file is not where its move starts.
func (s *step) moved() bool {
	m := s.change.Move()
	return m != nil && s.where != "" && s.where != m.From
}

// whole is what trace tells for now.
func (s *step) whole() bool {
	whole, _ := s.trace()
	return whole
}

// traced reports whether it has to be known what texts the page had: some part is due
// that goes by the text, and none is stale whatever that was.
func (s *step) traced() bool {
	traced := false
	for _, p := range s.parts {
		switch {
		case p.shown():
		case !p.due():
			return false
		default:
			traced = traced || p.onText()
		}
	}
	return traced
}

// follow settles trace for what the wiki shows now.
func (s *step) follow(ctx context.Context) error { return s.followAll(ctx, []*step{s}) }

// followAll does so for many files, whose walks go up together.
func (s *session) followAll(ctx context.Context, steps []*step) error {
	open := map[int64][]*step{}
	for _, st := range steps {
		if !st.traced() {
			continue
		}
		whole, from := st.trace()
		if whole {
			st.seen = st.now.Page
		} else if from != 0 {
			open[from] = append(open[from], st)
		}
	}
	for range traceSteps {
		if len(open) == 0 {
			return nil
		}
		revisions, err := s.Wiki.Revisions(ctx, slices.Sorted(maps.Keys(open)))
		if err != nil {
			return err
		}
		next := map[int64][]*step{}
		for id, there := range open {
			for _, st := range there {
				switch r := revisions[id]; { // the zero value is one that the wiki does not show
				case r.TextSHA1 != st.seen.TextSHA1:
				case r.Parent == st.seen.Rev:
					st.seen = st.now.Page
				case r.Parent != 0:
					next[r.Parent] = append(next[r.Parent], st)
				}
			}
		}
		open = next
	}
	return nil
}
