package cli

import (
	"errors"
	"strings"
	"unicode"

	"wikiform/apply/reconcile"
	"wikiform/plan"
)

// reasonFlag is a flag for why something unusual is meant.
type reasonFlag struct{ s *string }

func (f reasonFlag) String() string { return "" }
func (f reasonFlag) Type() string   { return "reason" }
func (f reasonFlag) Set(s string) error {
	switch s = strings.TrimSpace(s); {
	case s == "":
		return errors.New("it is empty; say why so much is to be changed")
	case strings.ContainsFunc(s, unicode.IsControl):
		return errors.New("a reason is plain text in one line")
	case strings.Contains(s, "[wikiform "):
		return errors.New("[wikiform …] is the mark of a set")
	}
	*f.s = s
	return nil
}

// braked ends a command whose plan exceeds the limits of the manifest, and says which.
// Of a plan that somebody has reviewed only what is deleted is looked at once more.
func (a *app) braked(project *reconcile.Project, p *plan.Plan, force string, reviewed bool) error {
	if force != "" || p.Forced != "" {
		return nil
	}
	stop := false
	for _, b := range p.Brakes(project.Manifest().Settings) {
		if reviewed && b.Kind != plan.BrakeDelete {
			continue
		}
		a.complain(b)
		stop = true
	}
	if stop {
		return outcome(exitCheck)
	}
	return nil
}
