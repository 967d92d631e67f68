package faulttest

import (
	"fmt"
	"slices"

	"wikiform/apply"
	"wikiform/plan"
)

// judgeName says in how far a result is not true of a change that concerns the names of
// a file, "" when it is.
func (w *world) judgeName(res apply.Result) string {
	c := res.Change
	before, after := w.segments[0].before, w.segments[len(w.segments)-1].after
	title := string(c.Claim.Title)
	did := map[plan.Aspect]bool{}
	if c.From.Page != nil {
		was, _ := before.page(c.From.Page.ID)
		now, _ := after.page(c.From.Page.ID)
		did[plan.NameAspect] = was.Title != now.Title && now.Title == title
		if was.Title != now.Title && slices.Contains([]apply.Outcome{apply.Stale, apply.NotStarted, apply.BlockedNow, apply.AlreadyDone}, res.Outcome) {
			return fmt.Sprintf("it was moved from %s to %s", was.Title, now.Title)
		}
	}
	was, now := before[title], after[title]
	if c.Claim.Gone {
		did[plan.ExistenceAspect] = was.Page != 0 && now.Page != was.Page || len(was.Versions) > 0 && len(now.Versions) == 0 && now.Page == 0
	}
	if c.Redirects() != "" {
		did[plan.RedirectAspect] = now.Leads == string(c.Redirects()) && len(now.Revisions) != len(was.Revisions) && w.pointed(c, was)
	}
	switch res.Outcome {
	case apply.Done, apply.AlreadyDone:
		if wrong := w.wrong(c, after); wrong != "" {
			return wrong
		}
	case apply.Unsure:
		return ""
	case apply.BlockedNow:
		if c.Writes() {
			return ""
		}
	}
	for _, a := range []plan.Aspect{plan.NameAspect, plan.ExistenceAspect, plan.RedirectAspect} {
		if said := slices.Contains(res.Done, a); said != did[a] && !(said && res.Outcome == apply.Done) {
			return fmt.Sprintf("of the %s %t is true", a, did[a])
		}
	}
	return ""
}

// pointed reports whether no move of the plan may have left the redirect.
func (w *world) pointed(c *plan.Change, was thing) bool {
	for _, other := range w.made().Changes {
		if m := other.Move(); m != nil && m.From == c.Claim.Title {
			return false
		}
	}
	return true
}

// wrong says what of a change the wiki does not show, "" for nothing.
func (w *world) wrong(c *plan.Change, now snapshot) string {
	x := now[string(c.Claim.Title)]
	switch c.Claim.Type() {
	case plan.TypeAbsent:
		if x.Page != 0 || len(x.Versions) > 0 {
			return fmt.Sprintf("page %d is still there", x.Page)
		}
	case plan.TypeRedirect:
		if x.Leads != string(c.Claim.Target) || len(x.Versions) > 0 {
			return fmt.Sprintf("it leads to %q", x.Leads)
		}
	case plan.TypeFile:
		if !w.asWanted(c, history{x.Versions, x.Revisions}) {
			return "the file is not as wanted"
		}
	}
	if c.Move() != nil && (c.From.Page == nil || x.Page != c.From.Page.ID) {
		return fmt.Sprintf("page %d has the title", x.Page)
	}
	return ""
}
