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
	if !since(format, format21) && m.Type != TypeFile || !since(format, format24) && m.Type == TypeRollback {
		return Change{}, fmt.Errorf("it has the unknown type %q", m.Type)
	}
	claim, err := m.claim(texts)
	if err != nil {
		return Change{}, err
	}
	c := Change{
		Claim: claim, Reasons: m.Reasons,
		OwnDeletions: some(m.Precondition.OwnDeletions), Usages: usagesOf(m.Usage), Found: titleOf(m.Found),
	}
	for _, page := range m.Precondition.Neighbours {
		c.Neighbours = append(c.Neighbours, titleOf(page))
	}
	if c.Before, c.From, err = m.files(claim.Title, texts); err != nil {
		return c, err
	}
	switch format {
	case format10, format11:
		err = m.decided1(&c)
	default:
		err = m.decided(&c, texts, format)
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

// claim reads what the manifest says.
func (m *resourceChange) claim(texts map[provider.SHA1]string) (Claim, error) {
	c := Claim{Address: spec.Address(m.Address), Title: titleOf(m.Title), Declared: titleOf(m.Declared), Holder: titleOf(m.Holder), At: m.DeclaredAt.position()}
	after := m.Change.After
	if m.Type == TypeRollback {
		var err error
		if c.Undoes, err = m.Undoes.read(); err != nil {
			return c, err
		}
	}
	if m.Type == TypeAbsent || m.Type == TypeOrphan || m.Type == TypeRollback && after == nil {
		if m.Deletion == nil {
			return c, errors.New("it has no deletion, and there is to be nothing")
		}
		c.Gone, c.Orphan = true, m.Type == TypeOrphan
		c.Comment, c.Tags, c.Foreign = m.Deletion.Comment, some(m.Deletion.Tags), m.Deletion.Foreign
		return c, nil
	}
	if after == nil {
		return c, fmt.Errorf("after is null, and a change of the type %q has one", m.Type)
	}
	c.Comment, c.Tags, c.Accept, c.OnDuplicate = after.Comment, some(after.Tags), some(after.AcceptWarnings), after.OnDuplicate
	switch m.Type {
	case TypeFile:
		c.Content = &Content{
			Source: spec.Source{Path: m.SourcePath, URL: after.URL, Via: spec.Via(after.Via)},
			Digest: provider.Digest{SHA1: after.SHA1, Size: after.Size},
		}
		if after.URL != "" {
			c.Content.Source.Pin, c.Content.Source.Size = after.SHA1, after.Size
		}
	case TypeRedirect:
		c.Target, c.Foreign = titleOf(after.Target), after.Foreign
	case TypeRollback:
	case TypeMoved: // has no more than where it comes from
	default:
		return c, fmt.Errorf("it has the unknown type %q", m.Type)
	}
	if o := after.Move; o != nil {
		c.From = &Origin{
			Title: titleOf(m.Previous), Address: spec.Address(o.Address), At: m.MovedAt.position(),
			Comment: o.Comment, Redirect: o.Redirect, Foreign: o.Foreign,
		}
	}
	if after.TextSHA1.Known() {
		text, found := texts[after.TextSHA1]
		if !found {
			return c, fmt.Errorf("the text %s is not in texts", after.TextSHA1)
		}
		c.Text = &Text{Text: text, At: m.DescribedAt.position()}
	}
	return c, nil
}

// titleOf undoes [provider.Title.Page].
func titleOf(page string) provider.Title { return provider.Title(strings.TrimPrefix(page, "File:")) }

func (m *resourceChange) remarks() ([]Remark, error) {
	if m.RemarkFacts != nil && len(m.RemarkFacts) != len(m.Remarks) {
		return nil, fmt.Errorf("it has %d remark_facts for %d remarks", len(m.RemarkFacts), len(m.Remarks))
	}
	var rs []Remark
	for i, text := range m.Remarks {
		r := Remark{Text: text}
		if m.RemarkFacts != nil {
			fact := m.RemarkFacts[i]
			r.Kind, r.User, r.Noted = fact.Kind, fact.User, fact.Noted
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
func (m *resourceChange) decided(c *Change, texts map[provider.SHA1]string, format string) error {
	for _, s := range m.Steps {
		if format == format20 && !s.Step.in20() || format == format21 && !s.Step.in21() || !since(format, format24) && !s.Step.in23() {
			return fmt.Errorf("it has the unknown step %q", s.Step)
		}
	}
	var err error
	if c.Steps, err = stepsOf(m.Steps, &c.Claim, texts); err != nil {
		return err
	}
	if c.Merge, err = m.Merge.read(texts); err != nil {
		return err
	}
	c.Problems = problemsOf(m.Problems)
	for _, h := range m.Held {
		if rules[h.Guard].leaves == nil {
			return fmt.Errorf("it has the unknown guard %q", h.Guard)
		}
		c.Held = append(c.Held, Held{h.Aspect, h.Reason, Guard{h.Guard, h.At.position()}})
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
	if c.Move() != nil && c.Claim.From == nil {
		return errors.New("it moves a file, and has no previous_title")
	}
	if len(m.Change.Actions) != 1 {
		return errors.New("it does not have one action")
	}
	switch action := Action(m.Change.Actions[0]); action {
	case NoOp, Create, Update, Move, Delete:
		if action != Action(c.actions()[0]) || c.Writes() && c.Verdict != VerdictClear {
			return fmt.Errorf("the action %s does not fit what it writes", action)
		}
	default:
		return fmt.Errorf("it has the unknown action %q", action)
	}
	return nil
}

func (p *positionMember) position() Position {
	if p == nil {
		return Position{}
	}
	return Position{File: p.Filename, Line: p.Line}
}
