package plan

import (
	"errors"
	"fmt"
	"strings"
	"wikiform/provider"
	"wikiform/spec"
)

// change undoes Change.member, or what an older format had in its place.
func (m *resourceChange) change(texts map[provider.SHA1]string, format string) (Change, error) {
	after := m.Change.After
	if after == nil {
		return Change{}, errors.New("after is null, and this wikiform deletes nothing")
	}
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
	c.OwnDeletions = some(m.Precondition.OwnDeletions)
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
	if format == "" {
		err = m.decided(&c, texts)
	} else {
		err = m.decided1(&c)
	}
	if err == nil {
		err = m.fits(&c)
	}
	if err != nil {
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
func (m *resourceChange) decided(c *Change, texts map[provider.SHA1]string) error {
	var err error
	if c.Steps, err = stepsOf(m.Steps, *c.Claim.Content, texts); err != nil {
		return err
	}
	for _, p := range m.Problems {
		c.Problems = append(c.Problems, Problem{p.Reason, p.Problem, p.Hint, p.Names, p.At.position()})
	}
	for v, word := range verdictMembers {
		if m.Verdict == word {
			c.Verdict = v
		}
	}
	if verdictMembers[c.Verdict] != m.Verdict {
		return fmt.Errorf("it has the unknown verdict %q", m.Verdict)
	}
	return nil
}

// fits refuses an action that is another one than what is written tells.
func (m *resourceChange) fits(c *Change) error {
	if len(m.Change.Actions) != 1 {
		return errors.New("it does not have one action")
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
