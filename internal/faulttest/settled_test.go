package faulttest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"wikiform/plan"
)

// settled holds the wiki against the manifest when there is nothing to do any more: a
// plan that is made now has nothing, and every block is as it says, or blocked for a
// reason that can be seen.
func (w *world) settled(t *testing.T, dir string, first snapshot) error {
	w.wiki.Heal()
	w.over = true
	p := w.start(t.Context(), dir)
	defer p.cancel()
	project, target, err := p.open()
	if err != nil {
		return err
	}
	made, err := project.Plan(t.Context(), target, w.schedule.choice())
	if err != nil {
		return fmt.Errorf("the last plan: %w", err)
	}
	now, err := w.snapshot()
	if err != nil {
		return err
	}
	var all []error
	wrong := func(c *plan.Change, format string, args ...any) {
		all = append(all, fmt.Errorf("in the end: %s: %s (%v): %s", c.Claim.Address, c.Action(), c.Problems, fmt.Sprintf(format, args...)))
	}
	passes := false
	for c := range made.All() {
		switch c.Action() {
		case plan.NoOp:
			if is := w.wrong(c, now); is != "" && !w.narrowed() {
				wrong(c, "%s", is)
			}
		case plan.Unknown:
		case plan.Blocked:
			passes = passes || c.Claim.From != nil
			if !w.visible(c, made, now) {
				wrong(c, "the wiki does not show why")
			}
		default:
			if len(w.schedule.Acts) == 0 || c.Upload() == nil || c.Was().Version == nil || !elsewhere(c, now) && !w.deletedByAnna() {
				wrong(c, "%+v is still to do", c.Steps)
			}
		}
	}
	for title := range now {
		if isPassing(title) && !passes && !w.acts(title) && !w.takenFor {
			all = append(all, fmt.Errorf("in the end: %s is still there", title))
		}
	}
	if err := errors.Join(all...); err != nil || len(w.schedule.Acts) > 0 || w.narrowed() {
		return err
	}
	return w.expected(first, now)
}

func isPassing(title string) bool { return strings.HasPrefix(title, "Wikiform passing") }

// narrowed reports whether not all of the manifest is planned.
func (w *world) narrowed() bool { return w.schedule.narrowed() }

func (s schedule) narrowed() bool { return s.Only != nil || s.Target != "" }

// acts reports whether a volunteer may have brought something under a passing title.
func (w *world) acts(title string) bool {
	return slices.ContainsFunc(w.schedule.Acts, func(a act) bool { return a.Title == passing || a.To == passing })
}

// visible reports whether the wiki shows why a change is blocked.
func (w *world) visible(c *plan.Change, made *plan.Plan, now snapshot) bool {
	x := now[string(c.Claim.Title)]
	from := thing{}
	if c.Claim.From != nil {
		from = now[string(c.Claim.From.Title)]
	}
	something := func(x thing) bool { return x.Page != 0 || len(x.Versions) > 0 }
	for _, p := range c.Problems {
		seen := false
		switch p.Reason {
		case plan.SomebodyElses:
			theirs := now[strings.TrimPrefix(p.Names[0], "File:")]
			seen = something(theirs) && !w.schedule.ours(theirs)
		case plan.TargetTaken:
			seen = something(x) || something(from) && (from.Page == 0 || w.schedule.wants(from.Title)) || c.Claim.Target != "" && w.leaves(c)
			for _, name := range p.Names { // a file on its way over several titles is under the first
				title := strings.TrimPrefix(name, "File:")
				seen = seen || something(now[title]) && w.schedule.wants(title)
			}
		case plan.IsRedirect:
			seen = now[strings.TrimPrefix(p.Names[0], "File:")].Leads != ""
		case plan.MovedOnWiki:
			seen = x.Leads != ""
		case plan.MoveWaits:
			seen = slices.ContainsFunc(made.Changes, func(o plan.Change) bool {
				return o.Action() == plan.Blocked && o.Claim.From != nil && !slices.ContainsFunc(o.Problems, func(p plan.Problem) bool { return p.Reason == plan.MoveWaits })
			})
		case plan.DeletedBefore, plan.DeletedContent:
			seen = w.deletedByAnna() || len(w.schedule.Absences) > 0 || w.schedule.Batch > 0
		case plan.Duplicate, plan.Renamed:
			seen = elsewhere(c, now)
		case plan.NoWay:
			seen = w.acts(passing)
		}
		if seen {
			return true
		}
	}
	return false
}

// elsewhere reports whether the wiki has the wanted bytes under another title.
func elsewhere(c *plan.Change, now snapshot) bool {
	for title, x := range now {
		if title != string(c.Claim.Title) && len(x.Versions) > 0 && x.Versions[0].SHA1 == c.Claim.Content.Digest.SHA1 {
			return true
		}
	}
	return false
}

// leaves reports whether a moved block leaves another redirect where a redirect block
// wants one.
func (w *world) leaves(c *plan.Change) bool {
	return slices.ContainsFunc(w.schedule.Moves, func(m move) bool {
		return m.From == string(c.Claim.Title) && m.To != string(c.Claim.Target) && !m.NoRedirect
	})
}

func (w *world) deletedByAnna() bool {
	return slices.ContainsFunc(w.schedule.Acts, func(a act) bool { return a.Do == deletes })
}
