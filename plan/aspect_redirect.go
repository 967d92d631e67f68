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

// compareTarget compares the page of a title with the redirect that it is to be.
// Whether it may become one is looked at later.
func compareTarget(c *Claim, s situation) difference {
	switch {
	case c.Target == "":
		return difference{}
	case s.have.Version == nil && s.have.Page == nil:
		return difference{step: SetRedirect{c.Target}, reason: Missing}
	case s.have.Version == nil && s.have.Redirect && s.have.Target == c.Target.Page():
		return difference{}
	}
	return difference{step: SetRedirect{c.Target}, reason: TargetDiffers}
}

// redirectShown says what a redirect is put in the place of.
func redirectShown(c *Change) (after, before string) {
	after, before = "a redirect to "+c.Redirects().Page(), pageShown(c.Before.Page)
	if c.Before.Redirect {
		before = "one " + toWhere(c.Before.Target)
	}
	return after, before
}
