package plan

import (
	"errors"

	"wikiform/provider"
)

// undoMember is what a change takes back, beside what its after says; {} for nothing else.
type undoMember struct {
	Version *versionMember `json:"version,omitempty"` // that is to be the current one again
	Deleted *deletedMember `json:"deleted,omitempty"` // that is to come back
}

type versionMember struct {
	SHA1      provider.SHA1 `json:"sha1,omitzero"`
	Size      int64         `json:"size,omitempty"`
	MIME      string        `json:"mime,omitempty"`
	Width     int           `json:"width,omitempty"`
	Height    int           `json:"height,omitempty"`
	User      string        `json:"user,omitempty"` // none: hidden on the wiki
	Timestamp string        `json:"timestamp,omitempty"`
	Comment   string        `json:"comment,omitempty"`
	Hidden    bool          `json:"hidden,omitempty"` // user or comment
	Archive   string        `json:"archive,omitempty"`
}

type deletedMember struct {
	Versions  []deletedVersion  `json:"versions"`
	Revisions []deletedRevision `json:"revisions"`
	Cut       bool              `json:"cut,omitempty"`
}

type deletedVersion struct {
	ID int64 `json:"id"`
	versionMember
}

type deletedRevision struct {
	Revision  int64         `json:"revision"`
	Page      int64         `json:"page_id,omitempty"`
	Parent    int64         `json:"parent,omitempty"`
	TextSHA1  provider.SHA1 `json:"text_sha1,omitzero"`
	User      string        `json:"user,omitempty"`
	Timestamp string        `json:"timestamp,omitempty"`
	Tags      []string      `json:"tags,omitempty"`
}

func (u *Undoing) member() *undoMember {
	if u == nil {
		return nil
	}
	m := &undoMember{}
	if u.Version != nil {
		v := versionMemberOf(*u.Version)
		m.Version = &v
	}
	if d := u.Deleted; d != nil {
		m.Deleted = &deletedMember{Versions: []deletedVersion{}, Revisions: []deletedRevision{}, Cut: d.Cut}
		for _, v := range d.Versions {
			m.Deleted.Versions = append(m.Deleted.Versions, deletedVersion{v.ID, versionMemberOf(v.Version)})
		}
		for _, r := range d.Revisions {
			m.Deleted.Revisions = append(m.Deleted.Revisions, deletedRevision{r.ID, r.Page, r.Parent, r.TextSHA1, r.User, stamp(r.Time), r.Tags})
		}
	}
	return m
}

func versionMemberOf(v provider.Version) versionMember {
	return versionMember{v.SHA1, v.Size, v.MIME, v.Width, v.Height, v.User, stamp(v.Time), v.Comment, v.Hidden, v.Archive}
}

func (m versionMember) read() (provider.Version, error) {
	t, err := parseStamp(m.Timestamp)
	return provider.Version{
		Digest: provider.Digest{SHA1: m.SHA1, Size: m.Size}, MIME: m.MIME, Width: m.Width, Height: m.Height,
		User: m.User, Time: t, Comment: m.Comment, Hidden: m.Hidden, Archive: m.Archive,
	}, err
}

// read undoes [Undoing.member].
func (m *undoMember) read() (*Undoing, error) {
	if m == nil {
		return nil, errors.New("it does not say what it takes back")
	}
	u := &Undoing{}
	if m.Version != nil {
		v, err := m.Version.read()
		if err != nil {
			return nil, err
		}
		u.Version = &v
	}
	if m.Deleted == nil {
		return u, nil
	}
	u.Deleted = &provider.Deleted{Cut: m.Deleted.Cut}
	for _, v := range m.Deleted.Versions {
		version, err := v.read()
		if err != nil {
			return nil, err
		}
		u.Deleted.Versions = append(u.Deleted.Versions, provider.DeletedVersion{ID: v.ID, Version: version})
	}
	for _, r := range m.Deleted.Revisions {
		t, err := parseStamp(r.Timestamp)
		if err != nil {
			return nil, err
		}
		u.Deleted.Revisions = append(u.Deleted.Revisions, provider.Revision{
			ID: r.Revision, Page: r.Page, Parent: r.Parent, TextSHA1: r.TextSHA1, User: r.User, Time: t, Tags: some(r.Tags), Reverts: provider.Reverts(r.Tags),
		})
	}
	return u, nil
}
