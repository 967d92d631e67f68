package plan

import (
	"fmt"
	"slices"

	"wikiform/provider"
)

// stepMember is a step of a change, by its kind and what it writes.
type stepMember struct {
	Step      stepKind      `json:"step"`
	SHA1      provider.SHA1 `json:"sha1,omitzero"`       // of an upload's content, where it is known; of the version that comes back
	Size      int64         `json:"size,omitempty"`      // of the same
	TextSHA1  provider.SHA1 `json:"text_sha1,omitzero"`  // what the page is to say; of an upload, when it makes the page
	How       How           `json:"how,omitempty"`       // since 2.3; of an edit: how the text comes out of what the manifest says
	From      string        `json:"from,omitempty"`      // of a move: the title that the file has
	Via       string        `json:"via,omitempty"`       // of a move: the title through which it goes
	Redirect  *bool         `json:"redirect,omitempty"`  // of a move: one is left
	Target    string        `json:"target,omitempty"`    // of a redirect
	Revision  int64         `json:"revision,omitempty"`  // since 2.2; of tags: what gets them
	User      string        `json:"user,omitempty"`      // since 2.2; of tags: who made it; of a revert: who uploaded the version
	Tags      []string      `json:"tags,omitempty"`      // since 2.2; that are added
	Timestamp string        `json:"timestamp,omitempty"` // since 2.4; of a revert: of the version
	Versions  int           `json:"versions,omitempty"`  // since 2.4; how many come back
	Revisions int           `json:"revisions,omitempty"` // since 2.4; likewise
}

type stepKind string

const (
	stepMove        stepKind = "move"
	stepUpload      stepKind = "upload"
	stepSetText     stepKind = "set_text"
	stepSetTags     stepKind = "set_tags"
	stepSetRedirect stepKind = "set_redirect"
	stepDelete      stepKind = "delete"
	stepRevert      stepKind = "revert"
	stepUndelete    stepKind = "undelete"
)

func stepMembers(steps []Step) []stepMember {
	var ms []stepMember
	for _, s := range steps {
		ms = append(ms, memberOf(s))
	}
	return ms
}

func memberOf(s Step) stepMember {
	switch s := s.(type) {
	case Moving:
		m := stepMember{Step: stepMove, From: s.From.Page(), Redirect: &s.Redirect}
		if s.Via != "" {
			m.Via = s.Via.Page()
		}
		return m
	case Upload:
		m := stepMember{Step: stepUpload, SHA1: s.Content.Digest.SHA1, Size: s.Content.Digest.Size}
		if s.Page != nil {
			m.TextSHA1 = provider.TextSHA1(*s.Page)
		}
		return m
	case SetText:
		return stepMember{Step: stepSetText, TextSHA1: provider.TextSHA1(s.Text), How: s.How}
	case SetTags:
		return stepMember{Step: stepSetTags, Revision: s.Rev, User: s.User, Tags: s.Tags}
	case SetRedirect:
		return stepMember{Step: stepSetRedirect, Target: s.Target.Page()}
	case Deletion:
		return stepMember{Step: stepDelete}
	case Revert:
		v := s.Version
		return stepMember{Step: stepRevert, SHA1: v.SHA1, Size: v.Size, User: v.User, Timestamp: stamp(v.Time)}
	case Restore:
		return stepMember{Step: stepUndelete, Versions: len(s.Deleted.Versions), Revisions: len(s.Deleted.Revisions)}
	}
	panic(fmt.Sprintf("a step of the type %T", s))
}

// hows are all ways in which a text comes to be.
var hows = []How{HowExact, HowWhole, HowMerge, HowKeep}

// stepsOf undoes stepMembers.
func stepsOf(ms []stepMember, claim *Claim, texts map[provider.SHA1]string) ([]Step, error) {
	var steps []Step
	for _, m := range ms {
		s, err := m.read(claim, texts)
		if err != nil {
			return nil, err
		}
		steps = append(steps, s)
	}
	return steps, nil
}

func (m stepMember) read(claim *Claim, texts map[provider.SHA1]string) (Step, error) {
	text, known := texts[m.TextSHA1]
	if m.TextSHA1.Known() && !known {
		return nil, fmt.Errorf("the text %s is not in texts", m.TextSHA1)
	}
	switch m.Step {
	case stepMove:
		return Moving{titleOf(m.From), titleOf(m.Via), m.Redirect != nil && *m.Redirect}, nil
	case stepUpload:
		if claim.Content == nil {
			return nil, fmt.Errorf("it uploads a content, and has none")
		}
		u := Upload{Content: *claim.Content}
		if known {
			u.Page = &text
		}
		return u, nil
	case stepSetText:
		if !slices.Contains(hows, m.How) {
			return nil, fmt.Errorf("its text comes to be by the unknown way %q", m.How)
		}
		return SetText{Text: text, How: m.How}, nil
	case stepSetTags:
		return SetTags{m.Revision, m.User, m.Tags}, nil
	case stepSetRedirect:
		return SetRedirect{titleOf(m.Target)}, nil
	case stepDelete:
		return Deletion{}, nil
	case stepRevert:
		if claim.Undoes == nil || claim.Undoes.Version == nil {
			return nil, fmt.Errorf("it reverts to a version, and has none")
		}
		return Revert{*claim.Undoes.Version}, nil
	case stepUndelete:
		if claim.Undoes == nil || claim.Undoes.Deleted == nil {
			return nil, fmt.Errorf("it undeletes something, and does not say what")
		}
		return Restore{*claim.Undoes.Deleted}, nil
	}
	return nil, fmt.Errorf("it has the unknown step %q", m.Step)
}
