package render

import (
	"fmt"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// guard lets the manifest hold back what differs.
func guard(r plan.Rule, line int) func(*plan.Claim) {
	return func(c *plan.Claim) {
		c.Guards = append(c.Guards, plan.Guard{Rule: r, At: plan.Position{File: "photos.wiki.hcl", Line: line}})
	}
}

// guardPlans have differences that stay, and such as a guard blocks.
func guardPlans() map[string]*plan.Plan {
	page, other := information("Anna Schmitt", ""), information("Anna Schmidt", "{{Accession|1911/17}}")
	return map[string]*plan.Plan{
		"held": names(func(w *world) {
			for i := range 6 {
				title := fmt.Sprintf("Plate %d.jpg", i)
				w.want(fmt.Sprintf("file.plate[%q]", fmt.Sprint(i)), title, "new", int64(4000+i), text(other), guard(plan.CreateOnly, 3))
				w.have(title, fmt.Sprint("old", i), 4000, page, []string{"Anna", "Uploader"}[i%2])
			}
			w.want("file.fresh", "Fresh.jpg", "fresh", 4000, text(other), guard(plan.CreateOnly, 3))
			w.want("file.gone", "Gone.jpg", "gone", 4000, text(other), guard(plan.UpdateOnly, 90))
			w.want("file.seed", "Seed.jpg", "seed 2", 4000, text(other), guard(plan.SeedText, 99))
			w.have("Seed.jpg", "seed", 4000, page, "Uploader")
			w.want("file.same", "Same.jpg", "same", 4000, text(page), guard(plan.CreateOnly, 3))
			w.have("Same.jpg", "same", 4000, page, "Uploader")
			w.want("file.both", "Both.jpg", "both 2", 4000, text(other), guard(plan.IgnoreContent, 120), guard(plan.IgnoreText, 120))
			w.have("Both.jpg", "both", 4000, page, "Uploader")
		}),
		"observed": observedPlan(2),
		"only-held": one(func(w *world) {
			w.want("file.a", "A.jpg", "a2", 4096, text(page), guard(plan.IgnoreContent, 8))
			w.have("A.jpg", "a1", 4000, page, "Uploader")
		}),
	}
}

// observedPlan is of a wiki on which nothing is to be written.
func observedPlan(files int) *plan.Plan {
	page, other := information("Anna Schmitt", ""), information("Anna Schmidt", "")
	return names(func(w *world) {
		for i := range files {
			title := fmt.Sprintf("Plate %d.jpg", i)
			w.want(fmt.Sprintf("file.plate[%q]", fmt.Sprint(i)), title, fmt.Sprint("new", i), 4096, text(other))
			w.have(title, fmt.Sprint("old", i), 4000, page, "Anna")
		}
		w.want("file.new", "New.jpg", "n", 4096, text(page))
		w.move("Old.jpg", "Moved.jpg")
		w.have("Old.jpg", "m", 4000, page, "Uploader")
		w.absent("absent.b", "B.jpg")
		w.have("B.jpg", "b", 4000, page, "Uploader")
		w.redirect("redirect.c", "C.jpg", "Plate 0.jpg")
		w.leads("C.jpg", "File:X.jpg", "Uploader")
		for i := range w.wants {
			guard(plan.Observe, 4)(&w.wants[i])
		}
	})
}

// blockedByGuards are the reasons that guards alone give.
func blockedByGuards() *plan.Plan {
	page := information("Anna Schmitt", "")
	return names(func(w *world) {
		w.want("file.a", "A.jpg", "a2", 4096, text(page), guard(plan.PreventOverwrite, 8))
		w.have("A.jpg", "a1", 4000, page, "Uploader")
		w.want("file.b", "B.jpg", "b2", 4096, text(page), guard(plan.OverwriteOwn, 18))
		w.have("B.jpg", "b1", 4000, page, "Anna")
		w.absent("absent.c", "C.jpg")
		w.have("C.jpg", "c", 4000, page, "Uploader")
		w.facts.Keepers = map[provider.Title][]plan.Keeper{"C.jpg": {{Title: "C.jpg", Address: spec.Address("file.c"), At: plan.Position{File: "photos.wiki.hcl", Line: 28}}}}
	})
}
