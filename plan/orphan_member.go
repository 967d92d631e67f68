package plan

import "wikiform/provider"

// orphanMember is an orphan that the plan leaves as it is.
type orphanMember struct {
	Title     string          `json:"title"`
	SHA1      provider.SHA1   `json:"sha1,omitzero"` // none: it is a redirect, or hidden
	Size      int64           `json:"size,omitempty"`
	Timestamp string          `json:"timestamp,omitempty"` // of the latest version
	User      string          `json:"user,omitempty"`
	File      bool            `json:"file"` // false: it is a redirect
	Why       []problemMember `json:"problems"`
}

func (o Orphan) member() orphanMember {
	m := orphanMember{Title: o.Title.Page(), Why: list(problemMembers(o.Why))}
	if v := o.Version; v != nil {
		m.File, m.SHA1, m.Size, m.Timestamp, m.User = true, v.SHA1, v.Size, stamp(v.Time), v.User
	}
	return m
}

// orphansOf undoes member.
func orphansOf(ms []orphanMember) ([]Orphan, error) {
	var os []Orphan
	for _, m := range ms {
		o := Orphan{Title: titleOf(m.Title), Why: problemsOf(m.Why)}
		if m.File {
			at, err := parseStamp(m.Timestamp)
			if err != nil {
				return nil, err
			}
			o.Version = &provider.Version{Digest: provider.Digest{SHA1: m.SHA1, Size: m.Size}, Time: at, User: m.User}
		}
		os = append(os, o)
	}
	return os, nil
}

func problemMembers(ps []Problem) []problemMember {
	var ms []problemMember
	for _, p := range ps {
		ms = append(ms, problemMember{p.Reason, p.Text, p.Hint, p.Names, pageOf(p.Other), p.At.member()})
	}
	return ms
}

// problemsOf undoes problemMembers.
func problemsOf(ms []problemMember) []Problem {
	var ps []Problem
	for _, p := range ms {
		ps = append(ps, Problem{p.Reason, p.Problem, p.Hint, p.Names, titleOf(p.Other), p.At.position()})
	}
	return ps
}
