package plan

import (
	"wikiform/provider"
)

// SetRedirect makes the page a redirect.
type SetRedirect struct{ Target provider.Title }

// Aspect implements [Step].
func (SetRedirect) Aspect() Aspect { return RedirectAspect }
func (SetRedirect) step()          {}

// Text is the wikitext of the page.
func (s SetRedirect) Text() string { return "#REDIRECT [[" + s.Target.Page() + "]]" }
