package plan

import (
	"cmp"
	"fmt"
	"strings"
)

// The formats 1.x of the saved plan, which are read, keep their digests and are
// applied. They had no steps: a list of what is written had to do. All problems of
// a change were one text with a line for each.
const (
	format10 = "1.0"
	format11 = "1.1"
)

// problemMember1 has a line for each of the change's reasons.
type problemMember1 struct {
	Problem string `json:"problem"`
}

// asIn1 makes m, which is c in the present format, what it was in formats 1.x.
func (c *Change) asIn1(m *resourceChange) {
	m.DeclaredAt = c.Declared().member()
	m.Writes, m.Steps = c.Aspects(), nil
	switch m.Verdict {
	case verdictBlocked:
		m.Blocked = &problemMember1{problemLines(c.Problems)}
	case verdictUnknown:
		m.Unknown = &problemMember1{problemLines(c.Problems)}
	}
	m.Verdict, m.Problems = "", nil
	m.asIn20()
}

// decided1 reads what will happen from a change of format 1.x.
func (m *resourceChange) decided1(c *Change) error {
	switch {
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
			c.Steps = append(c.Steps, SetText{Text: *cmp.Or(c.Claim.text(), new(string))})
		default:
			return fmt.Errorf("it writes the unknown part %q", a)
		}
	}
	return nil
}

// problemLines are problems as formats 1.x have them: a line each.
func problemLines(ps []Problem) string {
	var lines []string
	for _, p := range ps {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

// linesAsProblems undoes problemLines as far as that can be: what of a line is the
// hint it does not tell.
func linesAsProblems(text string, reasons []Reason) []Problem {
	var ps []Problem
	for i, line := range strings.Split(text, "\n") {
		p := Problem{Text: line}
		if i < len(reasons) {
			p.Reason = reasons[i]
		}
		ps = append(ps, p)
	}
	return ps
}
