package faulttest

import (
	"errors"
	"fmt"
	"slices"

	"wikiform/plan"
	"wikiform/provider"
)

// guard holds what a run wrote against its plan and the manifest: whatever breaks and
// whoever comes in between, nothing goes that the plan did not show, nothing is lost,
// and nothing of others is touched that the manifest does not let be touched.
func (w *world) guard() error {
	made := w.made()
	var all []error
	for _, s := range w.segments {
		g := guarded{w, made, s}
		for _, x := range s.before {
			if wrong := g.kept(x); wrong != "" {
				all = append(all, fmt.Errorf("%s: %s", x.Title, wrong))
			}
		}
		for _, x := range s.after {
			if wrong := g.made(x); wrong != "" {
				all = append(all, fmt.Errorf("%s: %s", x.Title, wrong))
			}
		}
	}
	return errors.Join(all...)
}

// guarded is a segment of a run.
type guarded struct {
	world *world
	plan  *plan.Plan
	segment
}

// kept says what became of a thing that should not have, "" when all is well.
func (g guarded) kept(x thing) string {
	now, there := g.after.page(x.Page)
	if x.Page == 0 {
		now, there = g.after[x.Title]
	}
	switch {
	case !there:
		return g.gone(x)
	case now.Title != x.Title:
		if wrong := g.moved(x, now); wrong != "" {
			return wrong
		}
	}
	if lost := x.grown(now); lost != "" && !(len(now.Versions) == 0 && len(now.Revisions) == len(x.Revisions) && g.gone(x) == "") { // the rest of a deletion waits in the queue
		return lost
	}
	if len(now.Revisions) > 0 && len(x.Revisions) > 0 && now.Revisions[0].Text != x.Revisions[0].Text {
		return g.edited(x, now)
	}
	return ""
}

// gone is about a page that is not there any more.
func (g guarded) gone(x thing) string {
	for c := range g.plan.All() {
		switch m := c.Move(); {
		case string(c.Claim.Title) != x.Title:
		case m != nil && (g.gaveWay(x, c) || x.Leads != "" && g.world.raced[string(m.From)]):
			return ""
		case !slices.Contains(c.Steps, plan.Step(plan.Deletion{})):
		default:
			return g.deleted(x, c)
		}
	}
	return fmt.Sprintf("page %d is gone, and no deletion was planned", x.Page)
}

// gaveWay reports whether x is a redirect over which a file was moved that it led to.
func (g guarded) gaveWay(x thing, c *plan.Change) bool {
	moved := g.after[x.Title]
	from := moved.Page != 0 && c.From.Page != nil && moved.Page == c.From.Page.ID
	return from && x.Leads != "" && len(x.Revisions) == 1 && len(x.Versions) == 0 && c.Before.Redirect &&
		(c.Before.Page.ID == x.Page || g.world.raced[x.Title])
}

func (g guarded) deleted(x thing, c *plan.Change) string {
	i := slices.IndexFunc(g.world.schedule.Absences, func(a absence) bool { return a.Title == x.Title })
	seen := c.Before
	switch {
	case i < 0:
		return "it was deleted, and no absent block names it"
	case g.world.raced[x.Title]:
		return ""
	case g.world.schedule.Batch > 0 && g.world.actedAt[x.Title] > 0:
		return "" // a deletion that the wiki has queued takes what is there when the job runs
	case !g.world.schedule.ours(x) && !g.world.schedule.Absences[i].Foreign:
		return "it was deleted, and it is not ours"
	case seen.Page != nil && seen.Page.ID != x.Page, seen.Page == nil && x.Page != 0:
		return fmt.Sprintf("page %d was deleted, and the plan did not see that one", x.Page)
	case len(x.Versions) > 0 && (seen.Version == nil || seen.Version.SHA1 != x.Versions[0].SHA1):
		return "a version was deleted that the plan did not see"
	case seen.Page != nil && seen.Page.TextSHA1 != provider.TextSHA1(x.Revisions[0].Text):
		return "a text was deleted that the plan did not see"
	}
	return ""
}

// moved is about a page that has another title.
func (g guarded) moved(x, now thing) string {
	for c := range g.plan.All() {
		m := c.Move()
		if m == nil || c.From.Page == nil || c.From.Page.ID != x.Page {
			continue
		}
		from, to := provider.Title(x.Title), provider.Title(now.Title)
		switch {
		case from != m.From && (m.Via == "" || from != m.Via), to != c.Claim.Title && (m.Via == "" || to != m.Via):
			continue
		case g.world.raced[x.Title]:
			return ""
		case !g.world.schedule.ours(x) && !g.world.schedule.mayMove(m.From):
			return fmt.Sprintf("it was moved to %s, and it is not ours", to)
		}
		return ""
	}
	if g.world.raced[x.Title] || g.world.raced[now.Title] {
		return ""
	}
	return fmt.Sprintf("it was moved to %s, and no such move was planned", now.Title)
}

// mayMove reports whether a moved block says that somebody else's file may be moved:
// one on its way to the title that the block gives it, or one that has it still.
func (s schedule) mayMove(from provider.Title) bool {
	return slices.ContainsFunc(s.Moves, func(m move) bool {
		return m.Foreign && (m.From == string(from) || len(s.Moves) > 1 && isPassing(string(from)))
	})
}

// edited is about a page that has another text.
func (g guarded) edited(x, now thing) string {
	for c := range g.plan.All() {
		switch to := c.Redirects(); {
		case string(c.Claim.Title) != now.Title:
		case g.world.raced[now.Title], c.Claim.Type() == plan.TypeFile && c.NewText() != nil:
			return ""
		case to == "":
		case len(x.Versions) > 0:
			return "it has a file, and was made a redirect"
		case !g.world.schedule.ours(x) && !c.Claim.Foreign:
			return fmt.Sprintf("it was pointed to %s, and it is not ours", to)
		default:
			return ""
		}
	}
	return fmt.Sprintf("it was edited, and no edit was planned: %q", now.Revisions[0].Text)
}

// made says what is wrong about a thing that is new, or has new versions.
func (g guarded) made(now thing) string {
	x, old := g.before.page(now.Page)
	if now.Page == 0 {
		x, old = g.before[now.Title]
	}
	for c := range g.plan.All() {
		m := c.Move()
		switch here := string(c.Claim.Title) == now.Title; {
		case here && c.Upload() != nil, here && !old && (c.Redirects() != "" || c.Edits()):
			return ""
		case m != nil && !old && m.Redirect && string(m.From) == now.Title && now.Leads == string(c.Claim.Title):
			return ""
		}
	}
	switch {
	case g.world.raced[now.Title]:
	case !old:
		return fmt.Sprintf("page %d is new, and nobody planned it (it leads to %q)", now.Page, now.Leads)
	case len(now.Versions) > len(x.Versions):
		return "it has a new version, and nobody planned that"
	}
	return ""
}
