package apply

import (
	"context"

	"wikiform/plan"
	"wikiform/provider"
)

// name is the title of a file: it is moved to it.
type name struct{ *step }

func (name) aspect() plan.Aspect { return plan.NameAspect }
func (n name) written() bool     { return n.change.Move() != nil }
func (n name) onText() bool      { return true }
func (n name) rest() plan.Step   { return *n.change.Move() }

// shown: the page that the plan saw under the old title is under the new one.
func (n name) shown() bool { return !n.written() || n.where == n.change.Claim.Title }

// passing reports whether the file is under its passing title.
func (n name) passing() bool {
	m := n.change.Move()
	return m != nil && m.Via != "" && n.where == m.Via
}

// due: the file is where the move starts, or half way, with the version that the plan
// saw, and nothing is in its way.
func (n name) due() bool {
	m, was := n.change.Move(), n.change.From
	switch {
	case m == nil || n.where == "" || was.Redirect != n.now.Redirect:
		return false
	case !sameVersion(was.Version, n.now.Version) && !(n.bringsContent() && upload(n).shown()):
		return false
	case n.free():
		return true
	}
	way := m.Via == "" || n.passing() || nothing(n.files[m.Via])
	return way && n.leaves(n.change.Claim.Title)
}

// free reports whether a file can be moved to the title: there is nothing, or the
// redirect that the plan saw.
func (n name) free() bool {
	before, there := n.change.Before, n.files[n.change.Claim.Title]
	switch {
	case there.Version != nil, before.Version == nil && before.Shared != there.Shared:
		return false
	case there.Page == nil:
		return true
	}
	return there.Redirect && before.Redirect && revision(before) == revision(there)
}

// nothing reports whether there is nothing at all under a title.
func nothing(f provider.File) bool { return f.Version == nil && f.Page == nil && !f.Shared }

func (n name) do(ctx context.Context) error {
	return n.moveTo(ctx, n.change.Claim.Title)
}

// goAside gets the file out of the way of the others of its cycle.
func (n name) goAside(ctx context.Context) error {
	if n.free() {
		return n.do(ctx)
	}
	return n.moveTo(ctx, n.change.Move().Via)
}

// moveTo moves the file from where it is, and looks at both titles.
func (n name) moveTo(ctx context.Context, to provider.Title) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r := n.order(to)
	n.progress(provider.Progress{Phase: Moving})
	said, err := n.Wiki.Move(ctx, r)
	made := err == nil
	if made {
		n.went(to)
	}
	if said.Talk != "" {
		n.remark = "its talk page stayed behind: " + said.Talk
	}
	before, there := n.now, n.files[to]
	err = n.readBack(ctx, err, n.look, func() bool { return n.where == to })
	if made || err == nil && n.where == to {
		n.wroteTitle(r.From, to, before, there)
	} else if said.Log != 0 {
		n.wrote(provider.Write{Kind: provider.WroteTitle, Title: to, From: r.From, Page: r.Page, Log: said.Log, Time: said.Time})
	}
	if err != nil {
		return err
	}
	if n.where != to {
		return n.mismatch()
	}
	n.went(to)
	n.spent.succeeded()
	return n.behind(ctx, r)
}

// order is the request that moves the file from where it is.
func (n name) order(to provider.Title) provider.Move {
	c := n.change
	m := c.Move()
	r := provider.Move{
		From: n.where, To: to, Page: pageID(n.now),
		Reason: c.Claim.Comment, Tags: c.Claim.Tags,
		Redirect: m.Redirect && n.where == m.From && to == c.Claim.Title,
		Progress: n.doing(Moving),
	}
	if c.Claim.From != nil {
		r.Reason = c.Claim.From.Comment
	}
	if n.untouched() && !n.ending && !n.passing() { // what has begun goes on to its end
		r.Stop = n.halted
	}
	return r
}

// went remembers that the wiki moved the file.
func (n name) went(to provider.Title) {
	if to == n.change.Claim.Title {
		n.note(plan.NameAspect)
	} else {
		n.aside = true
	}
}

// behind looks at what a move left under the title from which it came: a redirect where
// one was asked for, else nothing. A file there is the other half of one that somebody
// uploaded to at the same moment (facts §13.1).
func (n name) behind(ctx context.Context, r provider.Move) error {
	there := n.files[r.From]
	if there.Version != nil {
		return &SplitError{From: r.From, To: r.To, Version: *there.Version}
	}
	if there.Redirect {
		lctx, cancel := linger(ctx)
		defer cancel()
		targets, err := n.Wiki.Targets(lctx, []provider.Title{r.From})
		if err != nil {
			return &UnsureError{Read: err}
		}
		there.Target = targets[r.From]
	}
	if r.Redirect && there.Redirect && there.Target == r.To.Page() || !r.Redirect && there.Page == nil {
		return nil
	}
	return &LeftBehindError{From: r.From, To: r.To, Wanted: r.Redirect, Now: there}
}

func (n name) mismatch() error {
	return &MismatchError{Aspect: plan.NameAspect, Title: n.change.Claim.Title, Now: n.now}
}
