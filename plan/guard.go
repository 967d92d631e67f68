package plan

import (
	"slices"

	"wikiform/provider"
)

// A guard is what a manifest says against changes that it asks for otherwise. There are
// two sorts. Some let differences stay: what the wiki has otherwise is told, in
// [Change.Held], and nothing is written. Others block: the difference is one that somebody
// has to decide on, and until then nothing of the file is written.
//
// Guards only ever take away. So any number of them can hold for one file, of its block and
// of its wiki's, and the strictest wins by itself. What lets a difference stay comes first:
// where nothing would be written there is nothing to block. docs/guards.md has what every
// one of them does in every state of a wiki; a test writes it.

// Rule is what a guard says, in the manifest's words.
type Rule string

// The rules.
const (
	CreateOnly       Rule = `policy = "create-only"`
	UpdateOnly       Rule = `policy = "update-only"`
	Observe          Rule = `policy = "observe"`
	SeedText         Rule = `description_mode = "seed"`
	MergeText        Rule = `description_mode = "merge"`
	IgnoreContent    Rule = `ignore_changes = ["content"]`
	IgnoreText       Rule = `ignore_changes = ["description"]`
	IgnoreTags       Rule = `ignore_changes = ["tags"]`
	PreventOverwrite Rule = "prevent_overwrite = true"
	OverwriteOwn     Rule = `overwrite = "own"`
)

// Guard is a rule, and where the manifest says so.
type Guard struct {
	Rule Rule
	At   Position
}

// Guards are all that hold for a claim.
type Guards []Guard

// Held is a difference that stays as it is, since a guard says so.
type Held struct {
	Aspect Aspect
	Reason Reason // how the wiki differs
	Guard  Guard
}

// rules is the table of what guards do.
var rules = map[Rule]struct {
	// leaves reports whether a difference of an aspect stays, by what the wiki has; nil:
	// none does.
	leaves func(a Aspect, has guarded) bool
	// blocks is why a change cannot be made; nil: it never stops one.
	blocks func(c *Change, g Guard, f *Facts) *Problem
}{
	CreateOnly: {leaves: func(a Aspect, has guarded) bool { return has.file || has.page && a != ContentAspect }},
	UpdateOnly: {leaves: func(a Aspect, has guarded) bool {
		return a == ExistenceAspect || !has.file && !(has.page && a == RedirectAspect)
	}},
	Observe:          {leaves: func(Aspect, guarded) bool { return true }},
	SeedText:         {leaves: func(a Aspect, has guarded) bool { return a == TextAspect && has.page }},
	MergeText:        {leaves: func(Aspect, guarded) bool { return false }}, // which lines stay only the merge tells
	IgnoreContent:    {leaves: func(a Aspect, has guarded) bool { return a == ContentAspect && has.file }},
	IgnoreText:       {leaves: func(a Aspect, has guarded) bool { return a == TextAspect && (has.page || has.file && !has.newPage) }},
	IgnoreTags:       {leaves: func(a Aspect, _ guarded) bool { return a == TagsAspect }},
	PreventOverwrite: {blocks: preventOverwrite},
	OverwriteOwn:     {blocks: overwriteOwn},
}

// guarded is what a wiki has of a file, as far as that matters to guards.
type guarded struct {
	file, page bool
	newPage    bool // an upload that is made beside it makes the page
}

func guardedFile(f provider.File, steps []Step) guarded {
	has := guarded{file: f.Version != nil, page: f.Page != nil}
	for _, s := range steps {
		u, yes := s.(Upload)
		has.newPage = has.newPage || yes && u.Page != nil
	}
	return has
}

// leaving is the guard that lets a difference of an aspect stay, nil where none does.
func (gs Guards) leaving(a Aspect, has guarded) *Guard {
	for i := range gs {
		if leaves := rules[gs[i].Rule].leaves; leaves != nil && leaves(a, has) {
			return &gs[i]
		}
	}
	return nil
}

// restrain takes from a difference what a guard lets stay. Steps are those that are made
// before. What is of no aspect of its own is of the content.
func (gs Guards) restrain(a Aspect, d difference, file provider.File, steps []Step) (difference, *Held) {
	if a == "" {
		a = ContentAspect
	}
	g := gs.leaving(a, guardedFile(file, steps))
	switch {
	case g == nil || d.none():
		return d, nil
	case d.unknown != nil && g.Rule == Observe:
		return d, nil // that it cannot be told is what is to be told
	case d.reason == "":
		return difference{}, nil
	}
	return difference{}, &Held{a, d.reason, *g}
}

// keeps reports whether what the claim says of an aspect is never written over what
// the wiki has.
func (c *Claim) keeps(a Aspect, file provider.File) bool {
	return c.Guards.leaving(a, guardedFile(file, nil)) != nil
}

// Unguarded is the change as it would be without guards that let differences stay.
func (c *Change) Unguarded() Change {
	u := *c
	u.Held, u.Steps = nil, nil
	held := map[Aspect]bool{}
	for _, h := range c.Held {
		held[h.Aspect] = true
	}
	file := c.told()
	for _, row := range aspects {
		made := false
		for _, s := range c.Steps {
			if s.Aspect() == row.name {
				u.Steps, made = append(u.Steps, s), true
			}
		}
		if !made && held[row.name] {
			u.Steps = append(u.Steps, c.heldStep(row.name, file)...)
		}
	}
	u.Steps = compose(u.Steps)
	return u
}

// heldStep is the step that ends a difference.
func (c *Change) heldStep(a Aspect, file provider.File) []Step {
	switch claim := c.Claim.wanted(); {
	case a == ExistenceAspect:
		return []Step{Deletion{}}
	case a == NameAspect && claim.From != nil:
		return []Step{Moving{From: file.Title, Redirect: claim.From.Redirect}}
	case a == ContentAspect && claim.Content != nil:
		return []Step{upload(*claim.Content, claim.text(), file)}
	case a == TextAspect && claim.Text != nil:
		return []Step{SetText{Text: claim.Text.Text}}
	case a == RedirectAspect && claim.Target != "":
		return []Step{SetRedirect{claim.Target}}
	}
	return nil
}

// Stays reports whether something of the file differs and stays as it is.
func (c *Change) Stays() bool { return len(c.Held) > 0 && c.Verdict == VerdictClear }

// KeepsOthers reports whether lines of ours that others have changed stay as they are.
func (c *Change) KeepsOthers() bool {
	return c.Stays() && slices.ContainsFunc(c.Held, func(h Held) bool { return h.Reason == OthersKept })
}
