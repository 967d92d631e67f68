package render

import (
	"crypto/sha1"
	"fmt"
	"strings"
	"time"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// undo adds what a run did to a file, which is taken back.
func (w *world) undo(title string, u plan.Undoing, more ...func(*plan.Claim)) {
	claim := plan.Claim{
		Address: spec.Address(fmt.Sprintf("rollback[%q]", title)), At: plan.Position{File: ".wikiform/receipts/20261122.json", Line: 2 + len(w.wants)},
		Title: provider.Title(title), Undoes: &u, Comment: "Roll back the run of 2026-11-22 [wikiform museum]",
	}
	for _, m := range more {
		m(&claim)
	}
	w.wants = append(w.wants, claim)
}

// rollback is a plan that takes back what a run did.
func rollbackOf(make func(w *world)) *plan.Plan {
	return names(func(w *world) {
		w.facts.Account.Rights = append([]string{"undelete", "reupload"}, w.facts.Account.Rights...)
		w.facts.Rollback = &plan.Rollback{Receipt: strings.Repeat("5e", 32), Commit: strings.Repeat("c0", 20)}
		w.facts.Planned = map[provider.Title]provider.Title{}
		make(w)
	})
}

func undoPlans() map[string]*plan.Plan {
	before := time.Date(2026, 10, 1, 9, 30, 0, 0, time.UTC)
	version := func(content, user string) provider.Version {
		return provider.Version{Digest: provider.Digest{SHA1: sha1.Sum([]byte(content)), Size: 4000}, MIME: "image/jpeg", Width: 640, Height: 480, User: user, Time: before}
	}
	said := func(s string) func(*plan.Claim) {
		return func(c *plan.Claim) { c.Text = &plan.Text{Text: s} }
	}
	gone := func(c *plan.Claim) { c.Gone = true }
	back := func(from string) func(*plan.Claim) {
		return func(c *plan.Claim) {
			c.From = &plan.Origin{Title: provider.Title(from), At: c.At, Comment: c.Comment}
		}
	}
	old := version("castle 1", "Anna")
	rows := provider.Deleted{
		Versions:  []provider.DeletedVersion{{ID: 7, Version: version("draft 2", "Bob")}, {ID: 6, Version: version("draft 1", "Anna")}},
		Revisions: []provider.Revision{{ID: 31, Parent: 30, Time: before}, {ID: 30, Time: before}},
	}
	return map[string]*plan.Plan{
		"rollback": rollbackOf(func(w *world) {
			w.undo("Museum - Castle.jpg", plan.Undoing{Version: &old}, said(information("Anna Schmitt", "")))
			w.have("Museum - Castle.jpg", "castle 2", 4096, information("Anna Schmidt", ""), "Uploader")
			w.undo("Museum - Mill.jpg", plan.Undoing{}, gone)
			w.have("Museum - Mill.jpg", "mill", 4096, information("Anna", ""), "Uploader")
			w.facts.Usages["Museum - Mill.jpg"] = provider.Usage{Count: 1, Pages: []string{"Mills"}}
			w.undo("Museum - Draft.jpg", plan.Undoing{Deleted: &rows})
			w.undo("Museum - Foto 1.jpg", plan.Undoing{}, back("Museum - Bridge.jpg"))
			w.have("Museum - Bridge.jpg", "bridge", 4000, information("Anna", ""), "Bob")
			w.facts.Planned["Museum - Foto 1.jpg"] = "Museum - Bridge.jpg"
			w.undo("Museum - Barn.jpg", plan.Undoing{})
			w.have("Museum - Barn.jpg", "barn", 4000, information("Anna", ""), "Uploader")
			w.undo("Museum - Tower.jpg", plan.Undoing{Version: &old, Against: []plan.Problem{{
				Reason: plan.ChangedSince, Text: "File:Museum - Tower.jpg has a version that Bob uploaded on 2026-11-23 08:00 UTC", Names: []string{"File:Museum - Tower.jpg", "that Bob uploaded on 2026-11-23 08:00 UTC"},
				Hint: "leave it, or take it back by hand on the wiki",
			}}})
			w.have("Museum - Tower.jpg", "tower", 4000, information("Anna", ""), "Bob")
			w.undo("Museum - Gone.jpg", plan.Undoing{Against: []plan.Problem{{
				Reason: plan.UndoUnclear, Text: "File:Museum - Gone.jpg was deleted more than once, and the wiki does not tell which of its rows we deleted", Names: []string{"File:Museum - Gone.jpg"},
				Hint: "look at its deletion log, and restore there what is wanted",
			}}})
			w.undo("Museum - Photo.jpg", plan.Undoing{Against: []plan.Problem{{
				Reason: plan.UndoLater, Text: "File:Museum - Photo.jpg has a file that the run made, and this plan deletes", Names: []string{"File:Museum - Photo.jpg"},
				Hint: "apply this plan, and make a rollback of the same receipt again",
			}}})
		}),
		"rollback-of-tags-alone": rollbackOf(func(*world) {}),
		"rollback-of-nothing": rollbackOf(func(w *world) {
			w.facts.Rollback.Commit = "no commit"
			w.undo("Museum - Barn.jpg", plan.Undoing{})
			w.have("Museum - Barn.jpg", "barn", 4000, information("Anna", ""), "Uploader")
		}),
	}
}
