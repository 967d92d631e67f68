package cli

import (
	"cmp"
	"fmt"
	"strings"

	"wikiform/internal/number"
	"wikiform/plan"
	"wikiform/provider"
)

// denied is a flag for the changes that a plan may not have.
type denied struct{ others bool }

func (f *denied) String() string { return "" }
func (f *denied) Type() string   { return "kind" }
func (f *denied) Set(s string) error {
	if s != "others" {
		return unknownName("kind of changes to deny", s, []string{"others"})
	}
	f.others = true
	return nil
}

// refused ends a command whose plan has what is denied, and says what that is.
func (a *app) refused(f denied, p *plan.Plan) error {
	if !f.others || p.Counts().Others == 0 {
		return nil
	}
	a.complain(deniedError{p})
	return outcome(exitCheck)
}

// deniedError is a plan that would replace what others did.
type deniedError struct{ plan *plan.Plan }

// mostDenied is how many files a message names.
const mostDenied = 20

func (e deniedError) Error() string {
	var names []string
	for i := range e.plan.Changes {
		if c := &e.plan.Changes[i]; c.Writes() && c.ReplacesOthers() {
			names = append(names, fmt.Sprintf("%s (%s)", provider.VisibleInside(string(c.Claim.Address)), provider.VisibleInside(cmp.Or(c.Was().Title, c.Claim.Title).Page())))
		}
	}
	of := number.Of(len(names), "file")
	if more := len(names) - mostDenied; more > 0 {
		names = append(names[:mostDenied], "and "+number.Grouped(more)+" more")
	}
	return fmt.Sprintf("-deny=others: nothing is written, since the plan would replace the work of others in %s: %s", of, strings.Join(names, ", "))
}

// Hint implements [provider.Hinter].
func (e deniedError) Hint() string {
	return "wikiform drift tells what they did. Take it into the manifest, leave the files out with -exclude, or plan without -deny if it is to be replaced."
}
