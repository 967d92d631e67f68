package plan

import (
	"wikiform/provider"
)

// Moving gives the file the title of the claim.
type Moving struct {
	From provider.Title // the title that it has now
	// Via is a free title through which it goes, since what is under the claim's title
	// has to go away first, and that needs the title From; "" where there is no such
	// cycle.
	Via provider.Title
	// Redirect leaves a redirect at From.
	Redirect bool
}

// Aspect implements [Step].
func (Moving) Aspect() Aspect { return NameAspect }
func (Moving) step()          {}
