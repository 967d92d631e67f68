package plan

import (
	"fmt"
	"io"

	"wikiform/provider"
)

// DriftFormat is the version of what [WriteDrift] writes. A minor version only adds members.
const DriftFormat = "1.0"

// WriteDrift writes a drift as one JSON document, which docs/drift.md describes.
func WriteDrift(w io.Writer, d *Drift) error {
	var e encoder
	e.text("{")
	e.members(d.document())
	e.text(",\n\"files\":[")
	for i := range d.Files {
		e.line(i)
		e.value(d.Files[i].member())
	}
	e.text("]}\n")
	b, err := visible(e.Bytes())
	if err != nil {
		return fmt.Errorf("the drift cannot be written: %w", err)
	}
	_, err = w.Write(b)
	return err
}

// driftDocument is what comes before the files, a line for each of them.
type driftDocument struct {
	FormatVersion string                `json:"format_version"`
	Type          string                `json:"type"` // "drift", which tells it from a plan
	ToolVersion   string                `json:"tool_version,omitempty"`
	Timestamp     string                `json:"timestamp,omitempty"`
	Wikis         map[string]wikiMember `json:"wikis"`
	Scope         scopeMember           `json:"scope"`
	Summary       driftSummary          `json:"summary"`
}

type driftSummary struct {
	Looked  int               `json:"looked_at"` // files of the manifest
	Drifted int               `json:"drifted"`   // of these
	Foreign int               `json:"foreign"`   // that differ and that we never wrote
	Kinds   map[DriftKind]int `json:"kinds"`     // files by what was done to them
}

type driftedMember struct {
	Address    string          `json:"address"`
	Title      string          `json:"title"`
	Now        *string         `json:"now"` // null: the wiki has it nowhere
	DeclaredAt *positionMember `json:"declared_at,omitempty"`
	Deeds      []deedMember    `json:"deeds"`
	Text       *textsMember    `json:"text,omitempty"`
}

type deedMember struct {
	Kind          DriftKind      `json:"kind"`
	User          *string        `json:"user"` // null: it is hidden, or not told
	Unknown       string         `json:"unknown,omitempty"`
	Time          string         `json:"time,omitempty"`
	Comment       string         `json:"comment,omitempty"`
	CommentHidden bool           `json:"comment_hidden,omitempty"`
	Revision      int64          `json:"revision,omitempty"`
	To            string         `json:"to,omitempty"`
	Content       *contentMember `json:"content,omitempty"`
	Protection    []string       `json:"protection,omitempty"`
}

type contentMember struct {
	SHA1 provider.SHA1 `json:"sha1,omitzero"`
	Size int64         `json:"size,omitempty"`
}

type textsMember struct {
	Before string `json:"before"`
	After  string `json:"after"`
}

func (d *Drift) document() driftDocument {
	kinds := map[DriftKind]int{}
	for _, k := range DriftKinds {
		kinds[k] = d.Count(k)
	}
	return driftDocument{
		FormatVersion: DriftFormat, Type: "drift", ToolVersion: d.Tool, Timestamp: stamp(d.Made),
		Wikis:   map[string]wikiMember{d.Wiki.Name: {d.Wiki.API, d.Wiki.ID, d.Wiki.Generator, d.Wiki.Account}},
		Scope:   (&Plan{Scope: d.Scope, LeftOut: d.LeftOut}).scopeMember(),
		Summary: driftSummary{Looked: d.Looked, Drifted: len(d.Files), Foreign: d.Foreign, Kinds: kinds},
	}
}

func (f *Drifted) member() driftedMember {
	m := driftedMember{Address: string(f.Address), Title: f.Title.Page(), DeclaredAt: f.At.member(), Deeds: []deedMember{}}
	if f.Now != "" {
		now := f.Now.Page()
		m.Now = &now
	}
	for i := range f.Deeds {
		m.Deeds = append(m.Deeds, f.Deeds[i].member())
	}
	if f.Text != nil {
		m.Text = &textsMember{f.Text.Before, f.Text.After}
	}
	return m
}

func (e *Deed) member() deedMember {
	m := deedMember{
		Kind: e.Kind, Unknown: e.Unknown, Time: stamp(e.Time), Comment: e.Comment, CommentHidden: e.Hidden, Revision: e.Rev, To: e.To, Protection: e.Levels,
	}
	if e.User != "" {
		m.User = &e.User
	}
	if e.Kind == DriftUploaded || e.Kind == DriftReverted {
		m.Content = &contentMember{e.Content.SHA1, e.Content.Size}
	}
	return m
}
