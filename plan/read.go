package plan

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"wikiform/internal/number"
	"wikiform/provider"
	"wikiform/spec"
)

// MaxSaved is the size of the largest saved plan that [Read] reads, in bytes.
const MaxSaved = 512 << 20

// FormatError says that something is no plan that this wikiform can read.
type FormatError struct {
	Problem string
	Advice  string // what to do now
}

func (e *FormatError) Error() string { return e.Problem }

// Hint implements [provider.Hinter].
func (e *FormatError) Hint() string { return e.Advice }

const planAgain = "Plan again: wikiform plan -out=FILE"

// Read reads a saved plan. Whatever [Write] would have written otherwise, be it
// by one byte, is refused with a [*FormatError]: who changes a plan must not be
// able to have it carried out. The error of r is returned as it is.
func Read(r io.Reader) (*Plan, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxSaved+1))
	if err != nil {
		return nil, err
	}
	if len(b) > MaxSaved {
		return nil, &FormatError{"it is larger than " + number.Bytes(MaxSaved) + ", which no plan is", planAgain}
	}
	if err := checkVersion(b); err != nil {
		return nil, err
	}
	var d document
	if err := json.Unmarshal(b, &d); err != nil {
		return nil, damaged("%v", err)
	}
	p, err := d.plan()
	if err != nil {
		return nil, damaged("%v", err)
	}
	same, err := saved(p)
	if err != nil {
		return nil, damaged("%v", err)
	}
	if !bytes.Equal(b, same) {
		return nil, damaged("%s", firstDifference(b, same))
	}
	return p, nil
}

func damaged(format string, args ...any) error {
	return &FormatError{"it is not as wikiform wrote it: " + fmt.Sprintf(format, args...), planAgain}
}

// checkVersion looks at nothing but the version: what other versions have in
// their members nobody knows.
func checkVersion(b []byte) error {
	for _, known := range []string{FormatVersion, format10} {
		if bytes.HasPrefix(b, []byte(`{"format_version":"`+known+`",`)) {
			return nil
		}
	}
	var v struct {
		FormatVersion *string `json:"format_version"`
	}
	switch err := json.Unmarshal(b, &v); {
	case err != nil || v.FormatVersion == nil:
		return &FormatError{"it is not a plan that wikiform saved", planAgain}
	case *v.FormatVersion != FormatVersion && *v.FormatVersion != format10:
		return &FormatError{
			fmt.Sprintf("it has the format version %q, and this wikiform reads %s and %s only", *v.FormatVersion, format10, FormatVersion),
			"Use the wikiform that saved it, or plan again with this one.",
		}
	}
	return nil // what else is wrong shows when it is read
}

var sums = regexp.MustCompile(`"sha256:[0-9a-f]{64}"`)

// firstDifference says where a plan differs from how it would be written. What
// is changed within a value shows in the sums only.
func firstDifference(a, b []byte) string {
	if bytes.Equal(sums.ReplaceAll(a, nil), sums.ReplaceAll(b, nil)) {
		return "its sums do not fit what it says"
	}
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return fmt.Sprintf("it differs first in line %d", 1+bytes.Count(a[:n], []byte("\n")))
}

// plan undoes toDocument. What follows from other members is not looked at:
// Read compares it with what Write makes of it.
func (d *document) plan() (*Plan, error) {
	p := &Plan{
		Format: d.FormatVersion, Tool: d.ToolVersion,
		Scope: spec.Scope{Targets: some(d.Scope.Targets), Excludes: some(d.Scope.Excludes)}, Only: d.Scope.Only, Notes: d.Notes,
	}
	if p.Format == FormatVersion {
		p.Format = ""
	}
	for _, k := range p.Only {
		if !slices.Contains(Kinds, k) {
			return nil, fmt.Errorf("it is for changes of the unknown kind %q", k)
		}
	}
	var err error
	if p.Made, err = parseStamp(d.Timestamp); err != nil {
		return nil, err
	}
	if len(d.Wikis) != 1 {
		return nil, fmt.Errorf("it is for %d wikis", len(d.Wikis))
	}
	for name, w := range d.Wikis {
		p.Wiki = Wiki{Name: name, API: w.API, ID: w.WikiID, Generator: w.Generator, Account: w.Actor}
	}
	p.Changes = make([]Change, len(d.ResourceChanges))
	for i := range d.ResourceChanges {
		m := &d.ResourceChanges[i]
		if p.Changes[i], err = m.change(d.Texts); err != nil {
			return nil, fmt.Errorf("resource_changes[%d]: %w", i, err)
		}
		if p.Format == format10 {
			tellKinds(p.Changes[i].Remarks)
		}
	}
	return p, nil
}

func (m *resourceChange) change(texts map[provider.SHA1]string) (Change, error) {
	after := m.Change.After
	title := provider.Title(strings.TrimPrefix(m.Title, "File:"))
	c := Change{
		Claim: Claim{
			Address: spec.Address(m.Address),
			Title:   title,
			Content: &Content{
				Source: spec.Source{Path: m.SourcePath, URL: after.URL, Via: spec.Via(after.Via)},
				Digest: provider.Digest{SHA1: after.SHA1, Size: after.Size},
			},
			Comment: after.Comment,
			Tags:    some(after.Tags),
			Accept:  some(after.AcceptWarnings),
			At:      m.DeclaredAt.position(),
		},
		Reasons: m.Reasons,
	}
	for _, page := range m.Precondition.Neighbours {
		c.Neighbours = append(c.Neighbours, provider.Title(strings.TrimPrefix(page, "File:")))
	}
	if after.URL != "" {
		c.Claim.Content.Source.Pin, c.Claim.Content.Source.Size = after.SHA1, after.Size
	}
	if after.TextSHA1.Known() {
		text, found := texts[after.TextSHA1]
		if !found {
			return c, fmt.Errorf("the text %s is not in texts", after.TextSHA1)
		}
		c.Claim.Text = &Text{text, m.DescribedAt.position()}
	}
	var err error
	if c.Before, err = m.file(title, texts); err != nil {
		return c, err
	}
	if err := m.decided(&c); err != nil {
		return c, err
	}
	c.Remarks, err = m.remarks()
	return c, err
}

func (m *resourceChange) remarks() ([]Remark, error) {
	if m.RemarkFacts != nil && len(m.RemarkFacts) != len(m.Remarks) {
		return nil, fmt.Errorf("it has %d remark_facts for %d remarks", len(m.RemarkFacts), len(m.Remarks))
	}
	var rs []Remark
	for i, text := range m.Remarks {
		r := Remark{Text: text}
		if m.RemarkFacts != nil {
			fact := m.RemarkFacts[i]
			r.Kind, r.User = fact.Kind, fact.User
			var err error
			if r.Time, err = parseStamp(fact.Timestamp); err != nil {
				return nil, err
			}
		}
		rs = append(rs, r)
	}
	return rs, nil
}

// decided reads what will happen.
func (m *resourceChange) decided(c *Change) error {
	switch {
	case len(m.Change.Actions) != 1:
		return errors.New("it does not have one action")
	case m.Blocked != nil:
		c.Verdict, c.Problems = VerdictBlocked, linesAsProblems(m.Blocked.Problem, m.Reasons)
	case m.Unknown != nil:
		c.Verdict, c.Problems = VerdictUnknown, linesAsProblems(m.Unknown.Problem, m.Reasons)
	}
	for _, a := range m.Writes {
		switch a {
		case ContentAspect:
			c.Steps = append(c.Steps, upload(*c.Claim.Content, c.Claim.text(), c.Before))
		case TextAspect:
			c.Steps = append(c.Steps, SetText{*cmp.Or(c.Claim.text(), new(string))})
		default:
			return fmt.Errorf("it writes the unknown part %q", a)
		}
	}
	switch action := Action(m.Change.Actions[0]); action {
	case NoOp, Create, Update:
		if action != Action(c.actions()[0]) || c.Writes() && c.Verdict != VerdictClear {
			return fmt.Errorf("the action %s does not fit what it writes", action)
		}
	default:
		return fmt.Errorf("it has the unknown action %q", action)
	}
	return nil
}

// file reads what the wiki had.
func (m *resourceChange) file(title provider.Title, texts map[provider.SHA1]string) (provider.File, error) {
	f := provider.File{Title: title}
	b := m.Change.Before
	if b == nil {
		return f, nil
	}
	f.Shared, f.Redirect = b.Shared, b.Redirect
	var err error
	if u := m.LastUpload; u != nil {
		v := provider.Version{
			Digest: provider.Digest{SHA1: b.SHA1, Size: b.Size}, MIME: b.MIME, Width: b.Width, Height: b.Height,
			User: u.User, Comment: u.Comment,
		}
		if v.Time, err = parseStamp(m.Precondition.FileTimestamp); err != nil {
			return f, err
		}
		f.Version = &v
	}
	if e := m.LastEdit; e != nil {
		page := provider.Page{Rev: m.Precondition.PageRevID, TextSHA1: b.TextSHA1, User: e.User, Tags: e.Tags}
		if page.Time, err = parseStamp(e.Timestamp); err != nil {
			return f, err
		}
		if m.BeforeText.Known() {
			if page.Text, page.HasText = texts[m.BeforeText]; !page.HasText {
				return f, fmt.Errorf("the text %s is not in texts", m.BeforeText)
			}
		}
		f.Page = &page
	}
	return f, nil
}

func (p *positionMember) position() Position {
	if p == nil {
		return Position{}
	}
	return Position{File: p.Filename, Line: p.Line}
}

func parseStamp(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	return t.UTC(), err
}

// some gives an empty list as none.
func some[T any](l []T) []T {
	if len(l) == 0 {
		return nil
	}
	return l
}
