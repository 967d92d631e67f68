package render

import (
	"crypto/sha1"

	"wikiform/plan"
	"wikiform/provider"
)

// blockedNamePlans are one blocked change for each reason that titles have.
func blockedNamePlans() map[string]*plan.Plan {
	page := information("Anna Schmitt", "")
	return map[string]*plan.Plan{
		"guards": blockedByGuards(),
		"somebody-elses": names(func(w *world) {
			w.move("Old.jpg", "New.jpg")
			w.have("Old.jpg", "a", 4000, page, "Anna")
			w.absent("absent.b", "B.jpg")
			w.have("B.jpg", "b", 4000, page, "Bob")
		}),
		"other-set": names(func(w *world) {
			w.facts.Mark = "[wikiform museum]"
			w.move("Old.jpg", "New.jpg")
			w.have("Old.jpg", "a", 4000, page, "Uploader")
			w.absent("absent.b", "B.jpg")
			w.have("B.jpg", "b", 4000, page, "Uploader")
			w.want("file.c", "C.jpg", "c2", 4000)
			w.have("C.jpg", "c", 4000, page, "Uploader")
			w.want("file.d", "D.jpg", "d2", 4000)
			w.wants[3].Adopt = true
			w.have("D.jpg", "d", 4000, page, "Uploader")
			for _, t := range []provider.Title{"Old.jpg", "B.jpg", "C.jpg", "D.jpg"} {
				w.facts.Have[t].Version.Comment = "Batch [wikiform zoo]"
			}
		}),
		"target-taken": names(func(w *world) {
			w.move("Old.jpg", "New.jpg")
			w.have("Old.jpg", "a", 4000, page, "Uploader")
			w.have("New.jpg", "b", 4000, page, "Bob")
			w.redirect("redirect.b", "B.jpg", "Old.jpg")
			w.have("B.jpg", "b", 4000, page, "Bob")
		}),
		"move-unclear": names(func(w *world) {
			w.move("Old.jpg", "New.jpg")
			w.have("Old.jpg", "a", 4000, page, "Uploader")
			w.have("New.jpg", "b", 4000, page, "Bob")
			delete(w.facts.MoveLogs, "Old.jpg")
		}),
		"chain": names(func(w *world) {
			w.facts.Account.Rights = append([]string{"move", "movefile"}, uploader.Rights...)
			w.move("A.jpg", "B.jpg")
			w.move("B.jpg", "C.jpg")
			w.have("A.jpg", "a", 4000, page, "Uploader")
			w.have("B.jpg", "b", 4000, page, "Uploader")
		}),
		"circle": names(func(w *world) { w.circle("A.jpg", "B.jpg") }),
		"renamed": names(func(w *world) {
			w.want("file.a", "New.jpg", "a", 4000)
			w.have("Old.jpg", "a", 4000, page, "Uploader")
			w.facts.Holders[sha1.Sum([]byte("a"))] = []provider.Title{"Old.jpg"}
			w.facts.Named = map[provider.Title]bool{"New.jpg": true}
		}),
		"moved-on-wiki": names(func(w *world) {
			w.want("file.a", "Old.jpg", "a", 4000)
			w.leads("Old.jpg", "File:New.jpg", "Anna")
			w.have("New.jpg", "a", 4000, page, "Uploader")
			w.facts.MoveLogs["Old.jpg"] = provider.MoveLog{Moves: []provider.LoggedMove{{ID: 1, To: "New.jpg", User: "Anna", Time: day, Reason: "better name"}}}
			w.facts.MoveLogs["New.jpg"] = provider.MoveLog{}
		}),
		"deletion": names(func(w *world) {
			w.facts.Account = uploader
			w.absent("absent.a", "A.jpg")
			w.have("A.jpg", "a", 4000, page, "Uploader")
		}),
	}
}
