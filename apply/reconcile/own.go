package reconcile

import (
	"fmt"
	"strings"
)

// AccountError is an account that the wiki block does not name as ours: what it wrote,
// the next plan would take for somebody else's.
type AccountError struct {
	Target  Target
	Account string
}

func (e *AccountError) Error() string {
	return fmt.Sprintf("%s: logged in is %s, which is none of its accounts: %s", Where(e.Target.Declared), e.Account, strings.Join(e.Target.Declared.Accounts, ", "))
}

// mark is what makes a comment ours, "" when the manifest names no set.
func (p *Project) mark() string {
	if set := p.manifest.Settings.Set; set != "" {
		return markOf(set)
	}
	return ""
}

// formerMarks are what made a comment ours before.
func (p *Project) formerMarks() []string {
	var marks []string
	for _, set := range p.manifest.Settings.FormerSets {
		marks = append(marks, markOf(set))
	}
	return marks
}

// marks are all by which comments are ours.
func (p *Project) marks() []string {
	if mark := p.mark(); mark != "" {
		return append([]string{mark}, p.formerMarks()...)
	}
	return p.formerMarks()
}

func markOf(set string) string { return fmt.Sprintf("[wikiform %s]", set) }
