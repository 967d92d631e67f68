package plan

import (
	"fmt"

	"wikiform/internal/merge"
	"wikiform/provider"
)

// mergeMember is how what others wrote in a page goes together with what the manifest
// says.
type mergeMember struct {
	Base         provider.SHA1    `json:"base,omitzero"` // under which texts has what the manifest said last
	BaseRevision int64            `json:"base_revision,omitempty"`
	Taken        bool             `json:"base_taken,omitempty"`
	Others       []revisionMember `json:"others,omitempty"` // the newest first
	Joined       []revisionMember `json:"joined,omitempty"` // the same of those before
	Conflicts    []conflictMember `json:"conflicts,omitempty"`
	Kept         []string         `json:"kept,omitempty"`
	Unknown      string           `json:"unknown,omitempty"` // why there is no base
}

// revisionMember is what somebody else wrote.
type revisionMember struct {
	Revision  int64  `json:"revision,omitempty"`
	User      string `json:"user,omitempty"` // none: hidden on the wiki
	Timestamp string `json:"timestamp,omitempty"`
	Comment   string `json:"comment,omitempty"`
	Hidden    bool   `json:"comment_hidden,omitempty"`
}

// conflictMember is a place of which both sides made something else.
type conflictMember struct {
	Line   int      `json:"line"` // of the page, from 1
	Base   []string `json:"base"`
	Ours   []string `json:"ours"`
	Theirs []string `json:"theirs"`
}

func (m *Merge) member() *mergeMember {
	if m == nil {
		return nil
	}
	out := &mergeMember{BaseRevision: m.Base.Rev, Taken: m.Base.Taken, Kept: m.Kept, Unknown: m.Base.Unknown}
	if m.Base.Unknown == "" {
		out.Base = provider.TextSHA1(m.Base.Text)
	}
	out.Others, out.Joined = revisionMembers(m.Base.Others), revisionMembers(m.Base.Joined)
	for _, c := range m.Conflicts {
		out.Conflicts = append(out.Conflicts, conflictMember{c.Line, list(c.Base), list(c.Ours), list(c.Theirs)})
	}
	return out
}

// read undoes [Merge.member].
func (m *mergeMember) read(texts map[provider.SHA1]string) (*Merge, error) {
	if m == nil {
		return nil, nil
	}
	out := &Merge{Base: Base{Rev: m.BaseRevision, Taken: m.Taken, Unknown: m.Unknown}, Kept: some(m.Kept)}
	if m.Unknown == "" {
		text, found := texts[m.Base]
		if !found {
			return nil, fmt.Errorf("the base %s of a merge is not in texts", m.Base)
		}
		out.Base.Text = text
	}
	var err error
	if out.Base.Others, err = revisionsOf(m.Others); err != nil {
		return nil, err
	}
	if out.Base.Joined, err = revisionsOf(m.Joined); err != nil {
		return nil, err
	}
	for _, c := range m.Conflicts {
		if c.Line < 1 {
			return nil, fmt.Errorf("a conflict of a merge is at line %d", c.Line)
		}
		out.Conflicts = append(out.Conflicts, merge.Conflict{Line: c.Line, Base: some(c.Base), Ours: some(c.Ours), Theirs: some(c.Theirs)})
	}
	return out, nil
}

func revisionMembers(rs []provider.Revision) []revisionMember {
	var ms []revisionMember
	for _, r := range rs {
		ms = append(ms, revisionMember{r.ID, r.User, stamp(r.Time), r.Comment, r.Hidden})
	}
	return ms
}

func revisionsOf(ms []revisionMember) ([]provider.Revision, error) {
	var rs []provider.Revision
	for _, m := range ms {
		when, err := parseStamp(m.Timestamp)
		if err != nil {
			return nil, err
		}
		rs = append(rs, provider.Revision{ID: m.Revision, User: m.User, Time: when, Comment: m.Comment, Hidden: m.Hidden})
	}
	return rs, nil
}
