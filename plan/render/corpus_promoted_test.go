package render

import "wikiform/plan"

// promoted does for one wiki what was approved for another one, as far as the two have the
// same: of one file they have not, and one gets a text of its own.
func promoted() *plan.Plan {
	page := information("Anna Schmitt", "")
	staging, production := newWorld(), newWorld()
	staging.facts.Wiki.Name = "staging"
	for _, w := range []*world{staging, production} {
		w.want("file.a", "A.jpg", "a2", 4096, text(page))
		w.want("file.b", "B.jpg", "b2", 4096, text(page))
		w.want("file.c", "C.jpg", "c", 4096, text("On "+w.facts.Wiki.Name))
		w.have("A.jpg", "a1", 4000, page, "Uploader")
		w.have("B.jpg", "b1", 4000, page, "Uploader")
		for i := range w.wants {
			w.wants[i].Comment = "Batch for " + w.facts.Wiki.Name
		}
	}
	production.have("B.jpg", "of Anna", 4000, page, "Anna")
	reviewed := staging.plan()
	approved, err := plan.NewApproved(reviewed, reviewed.Digest())
	if err != nil {
		panic(err)
	}
	production.facts.Approved = approved
	return production.plan()
}
