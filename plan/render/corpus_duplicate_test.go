package render

import (
	"crypto/sha1"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

func sharing(how spec.OnDuplicate) func(*plan.Claim) {
	return func(c *plan.Claim) { c.OnDuplicate = how }
}

// duplicatePlans are changes of files whose contents are there under other titles.
func duplicatePlans() map[string]*plan.Plan {
	page := information("Anna Schmitt", "")
	redirect, adopt := sharing(spec.DuplicateRedirect), sharing(spec.DuplicateAdopt)
	return map[string]*plan.Plan{
		"duplicate-redirect": names(func(w *world) {
			w.want("file.a", "A.jpg", "a", 4000, redirect, text(page))
			w.have("Theirs.jpg", "a", 4000, page, "Anna")
			w.facts.Holders[sha1.Sum([]byte("a"))] = []provider.Title{"Theirs.jpg"}
			w.want("file.b", "B.jpg", "b", 5000, redirect)
			w.want("file.c", "C.jpg", "b", 5000, redirect)
			w.want("file.d", "D.jpg", "b", 5000, redirect, text("D"))
			w.leads("D.jpg", "File:Gone.jpg", "Uploader")
		}),
		"duplicate-adopt": names(func(w *world) {
			declared := func(title provider.Title) func(*plan.Claim) {
				return func(c *plan.Claim) { c.Declared, c.Adopt = title, true }
			}
			w.want("file.a", "Theirs.jpg", "a", 4000, adopt, text(information("Anna Schmidt", "")), declared("A.jpg"))
			w.have("Theirs.jpg", "a", 4000, page, "Anna")
			w.want("file.b", "Ours.jpg", "b", 4000, adopt, text(information("Anna Schmidt", "")), declared("B.jpg"))
			w.have("Ours.jpg", "b", 4000, page, "Uploader")
		}),
	}
}

// blockedDuplicatePlans are those of which nothing comes.
func blockedDuplicatePlans() map[string]*plan.Plan {
	page := information("Anna Schmitt", "")
	redirect, adopt := sharing(spec.DuplicateRedirect), sharing(spec.DuplicateAdopt)
	return map[string]*plan.Plan{
		"duplicate-redirect": names(func(w *world) {
			w.want("file.a", "A.exe", "a", 4000, redirect)
			w.want("file.b", "B.exe", "a", 4000, redirect)
			w.want("file.c", "C.jpg", "c", 4000, redirect)
			w.leads("C.jpg", "File:Gone.jpg", "Uploader")
			w.want("file.d", "D.jpg", "d", 4000, redirect)
			w.want("file.e", "E.jpg", "e", 4000)
			w.have("E.jpg", "d", 4000, page, "Uploader")
		}),
		"duplicate-adopt": names(func(w *world) {
			w.want("file.a", "A.jpg", "a", 4000, adopt)
			w.have("Theirs.jpg", "a", 4000, page, "Anna")
			w.facts.Holders[sha1.Sum([]byte("a"))] = []provider.Title{"Theirs.jpg"}
			w.want("file.b", "B.jpg", "b", 4000, adopt)
			w.want("file.c", "C.jpg", "b", 4000)
			w.have("C.jpg", "b", 4000, page, "Uploader")
		}),
	}
}
