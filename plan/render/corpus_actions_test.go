package render

import (
	"crypto/sha1"
	"strings"
	"time"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// one is a plan of one file.
func one(make func(w *world)) *plan.Plan {
	w := newWorld()
	make(w)
	return w.plan()
}

// then is when something was deleted.
var then = time.Date(2026, 11, 20, 8, 30, 0, 0, time.UTC)

// actionPlans are one change each of everything that can happen to a file.
func actionPlans() map[string]*plan.Plan {
	page := information("Anna Schmitt", "")
	other := information("Anna Schmidt", "")
	return map[string]*plan.Plan{
		"create": one(func(w *world) { w.want("file.a", "A.jpg", "a", 4096, text(page)) }),
		"create-bare": one(func(w *world) {
			w.want("file.a", "A.jpg", "a", 4096, tags(), func(wt *plan.Claim) { wt.Comment = "" })
		}),
		"create-deleted": one(func(w *world) {
			accept := func(wt *plan.Claim) {
				wt.Accept = []provider.WarningKind{provider.WarnWasDeleted, provider.WarnDuplicateArchive}
			}
			w.want("file.a", "A.jpg", "a", 4096, text(page))
			w.want("file.b", "B.jpg", "b", 4096, text(page))
			w.want("file.c", "C.jpg", "c", 4096, text(page), accept)
			w.facts.Mark, w.facts.Unsearched = "[wikiform museum]", true
			gone := provider.Prospect{Deleted: true}
			w.facts.Prospects = map[provider.Title]provider.Prospect{"A.jpg": gone, "B.jpg": gone, "C.jpg": gone}
			w.facts.DeletedContents = map[provider.SHA1][]provider.Title{sha1.Sum([]byte("a")): {"A.jpg"}, sha1.Sum([]byte("c")): {"Old.jpg"}}
			w.facts.DeletionLogs = map[provider.Title]provider.DeletionLog{
				"A.jpg":   {Deletions: []provider.Deletion{{User: "Uploader", Time: then, Reason: "season is over [wikiform museum]"}}},
				"B.jpg":   {Deletions: []provider.Deletion{{User: "Anna", Time: then, Redirect: true, Reason: "Deleted to make way for move"}}},
				"C.jpg":   {Deletions: []provider.Deletion{{User: "Admin", Time: then}}},
				"Old.jpg": {Deletions: []provider.Deletion{{User: "Admin", Time: then, Reason: "no permission"}}},
			}
		}),
		"create-onto-page": one(func(w *world) {
			w.want("file.a", "A.jpg", "a", 4096, text(page))
			w.have("A.jpg", "", 0, other, "Bob")
		}),
		"create-by-server": one(func(w *world) {
			w.want("file.a", "A.jpg", "a", 4096, from("https://data.example.org/a.jpg?x=1&y=2", spec.ViaServer, true))
		}),
		"content": one(func(w *world) {
			w.want("file.a", "A.jpg", "a2", 4096, text(page))
			w.have("A.jpg", "a1", 4000, page, "Uploader")
		}),
		"content-of-another": one(func(w *world) {
			w.want("file.a", "A.jpg", "a2", 4096, text(page))
			w.have("A.jpg", "a1", 4000, page, "Anna")
		}),
		"content-of-hidden": one(func(w *world) {
			w.want("file.a", "A.jpg", "a2", 4096, text(page))
			w.have("A.jpg", "a1", 4000, page, "")
		}),
		"content-without-page": one(func(w *world) {
			w.want("file.a", "A.jpg", "a2", 4096, text(page))
			w.have("A.jpg", "a1", 4000, page, "Uploader")
			w.change("A.jpg", func(f *provider.File) { f.Page = nil })
		}),
		"text": one(func(w *world) {
			w.want("file.a", "A.jpg", "a", 4096, text(page))
			w.have("A.jpg", "a", 4096, other, "Uploader")
		}),
		"tags": one(func(w *world) {
			w.tagging()
			w.want("file.a", "A.jpg", "a", 4096, text(page), tags("museum-upload", "logo"))
			w.have("A.jpg", "a", 4096, page, "Uploader")
			w.want("file.b", "B.jpg", "b", 4096, tags("logo"), func(wt *plan.Claim) { wt.Comment = "" })
			w.have("B.jpg", "b", 4096, page, "Anna")
			w.change("B.jpg", func(f *provider.File) { f.Page.ID = 70 })
			w.facts.LastRevisions = map[int64]provider.Revision{70: {ID: 5, Page: 70, User: "OldBot", Time: day}}
			w.facts.Accounts = []string{"Uploader", "OldBot"}
		}),
		"tags-not-told": one(func(w *world) {
			w.tagging()
			for i, user := range []string{"Uploader", "Anna"} {
				title := string(rune('A'+i)) + ".jpg"
				w.want("file."+title[:1], title, title, 4096, text(page), tags("logo"))
				w.have(title, title, 4096, page, user)
			}
			w.change("B.jpg", func(f *provider.File) { f.Page.ID = 70 })
			w.facts.Site.Time = day.Add(time.Hour)
			w.facts.LastRevisions = map[int64]provider.Revision{70: {}}
		}),
		"text-of-another": one(func(w *world) {
			w.want("file.a", "A.jpg", "a", 4096, text(page))
			w.have("A.jpg", "a", 4096, other, "Bob")
		}),
		"text-not-known": one(func(w *world) {
			w.want("file.a", "A.jpg", "a", 4096, text(page))
			w.have("A.jpg", "a", 4096, other, "Bob")
			w.change("A.jpg", func(f *provider.File) { f.Page.Text, f.Page.HasText = "", false })
		}),
		"text-rewritten": one(func(w *world) { w.want("file.a", "A.jpg", "a", 4096, text("by ~~~~ {{subst:x}}")) }),
		"text-cleared": one(func(w *world) {
			w.want("file.a", "A.jpg", "a", 4096, text(""))
			w.have("A.jpg", "a", 4096, other, "Uploader")
		}),
		"text-untold-content": one(func(w *world) {
			w.want("file.a", "A.jpg", "", 0, from("https://data.example.org/a.jpg", spec.ViaClient, false), text(page))
			w.have("A.jpg", "a", 4096, other, "Uploader")
		}),
		"doubtful": one(func(w *world) {
			w.facts.Site.Extensions = append([]string{"ogv"}, site.Extensions...)
			w.want("file.a", "Shop at example.com.ogv", "a2", 4096, typed("audio/ogg"))
			w.have("Shop at example.com.ogv", "a1", 4000, page, "Uploader")
			w.want("file.b", "B.jpg", "b", 4096, text(page))
			w.have("B.jpg", "b", 4096, "#REDIRECT [[File:A.jpg]]", "Uploader")
			w.change("B.jpg", func(f *provider.File) { f.Redirect = true })
		}),
		"both": one(func(w *world) {
			w.want("file.a", "A.jpg", "a2", 4096, text(page))
			w.have("A.jpg", "a1", 4000, other, "Bob")
		}),
		"page-missing": one(func(w *world) {
			w.want("file.a", "A.jpg", "a", 4096, text(page))
			w.have("A.jpg", "a", 4096, other, "Uploader")
			w.change("A.jpg", func(f *provider.File) { f.Page = nil })
		}),
		"audio": one(func(w *world) {
			w.facts.Site.Extensions = nil
			w.want("file.a", "A.ogg", "a2", 4096)
			w.have("A.ogg", "a1", 4000, page, "Uploader")
			w.change("A.ogg", func(f *provider.File) {
				f.Version.MIME, f.Version.Width, f.Version.Height = "application/ogg", 0, 0
			})
		}),
	}
}

// change alters what the wiki has.
func (w *world) change(title string, how func(f *provider.File)) {
	f := w.facts.Have[provider.Title(title)]
	how(&f)
	w.facts.Have[provider.Title(title)] = f
}

// blockedPlans are one blocked file for each reason.
func blockedPlans() map[string]*plan.Plan {
	create := func(w *world) { w.want("file.a", "A.jpg", "a", 4096, text("x")) }
	return map[string]*plan.Plan{
		"content-model": one(func(w *world) {
			create(w)
			w.have("A.jpg", "a", 4096, "{}", "Bob")
			w.change("A.jpg", func(f *provider.File) { f.Page.Model = "json" })
		}),
		"title": one(func(w *world) {
			w.want("file.a", "A|B.jpg", "a", 9, func(wt *plan.Claim) {
				wt.Fault = &plan.Problem{Reason: plan.TitleRefused, Text: `title "A|B.jpg" contains |, which no title can hold; "A-B.jpg" would do`}
			})
		}),
		"taken": one(func(w *world) {
			taken := func(other string) func(*plan.Claim) {
				return func(wt *plan.Claim) {
					wt.Fault = &plan.Problem{Reason: plan.TitleTaken, Text: other + ` has the title "A.jpg" on this wiki as well`, Hint: "rename one of them"}
				}
			}
			w.want("file.a", "A.jpg", "a", 9, taken("file.b (photos.wiki.hcl:12)"))
			w.want("file.b", "A.jpg", "b", 9, taken("file.a (photos.wiki.hcl:3)"))
		}),
		"extension":      one(func(w *world) { w.want("file.a", "A.tif", "a", 9) }),
		"type":           one(func(w *world) { w.want("file.a", "A.jpg", "a", 9, typed("image/png")) }),
		"prohibited":     one(func(w *world) { w.want("file.a", "Screenshot of example.com.jpg", "a", 9) }),
		"too-large":      one(func(w *world) { w.want("file.a", "A.jpg", "a", 600<<20) }),
		"text-too-large": one(func(w *world) { w.want("file.a", "A.jpg", "a", 9, text(strings.Repeat("x", 3<<20))) }),
		"tag":            one(func(w *world) { w.want("file.a", "A.jpg", "a", 9, tags("museum", "logos")) }),
		"right":          one(func(w *world) { create(w); w.facts.Account.Rights = []string{"edit", "upload"} }),
		"account": one(func(w *world) {
			create(w)
			w.facts.Account.Block = &provider.Block{By: "Anna", Reason: "uploads\nwithout a licence", Expiry: "infinite"}
		}),
		"read-only":   one(func(w *world) { create(w); w.facts.Site.ReadOnly = "The database is being moved." }),
		"uploads-off": one(func(w *world) { create(w); w.facts.Site.UploadsOff = true }),
		"protected": one(func(w *world) {
			create(w)
			w.facts.Refusals = map[provider.Title]map[string][]provider.Refusal{"A.jpg": {"edit": {
				{Code: "protectedpage", Text: "This page has been protected to prevent editing or other actions."}}}}
		}),
		"redirect": one(func(w *world) {
			create(w)
			w.have("A.jpg", "", 0, "#REDIRECT [[File:B.jpg]]", "Anna")
			w.change("A.jpg", func(f *provider.File) { f.Redirect = true })
		}),
		"shared": one(func(w *world) {
			create(w)
			w.facts.Have["A.jpg"] = provider.File{Title: "A.jpg", Shared: true}
		}),
		"duplicate": one(func(w *world) {
			create(w)
			w.facts.Holders[sha1.Sum([]byte("a"))] = []provider.Title{"B.jpg", "C.jpg", "D.jpg", "E.jpg"}
		}),
		"nearly-taken": one(func(w *world) {
			create(w)
			w.want("file.b", "B.jpg", "b", 9)
			w.want("file.c", "B.JPEG", "c", 9)
			w.want("file.d", "D.jpg", "d", 9)
			w.facts.Neighbours = map[provider.Title][]provider.Title{"A.jpg": {"A.JPG", "A.gif"}, "D.jpg": {""}}
		}),
		"odd-names": one(func(w *world) {
			create(w)
			w.want("file.b", "120px-B.jpg", "b", 9)
			w.want("file.c", "120px-C.jpg", "c", 9)
			w.facts.Prospects = map[provider.Title]provider.Prospect{
				"A.jpg": {Warning: provider.WarnBadPrefix}, "120px-B.jpg": {Warning: provider.WarnThumb}, "120px-C.jpg": {Warning: provider.WarnThumbName},
			}
		}),
		"deleted-before": one(func(w *world) {
			create(w)
			w.want("file.b", "B.jpg", "b", 9)
			w.want("file.c", "C.jpg", "c", 9)
			w.want("file.d", "D.jpg", "d", 9)
			theirs := provider.Deletion{User: "Admin", Time: then, Reason: "no   permission; see [[Talk]]"}
			hidden := provider.Deletion{Time: then, Hidden: true}
			w.facts.Prospects = map[provider.Title]provider.Prospect{"A.jpg": {Deleted: true}, "B.jpg": {Deleted: true}, "C.jpg": {Deleted: true}, "D.jpg": {Deleted: true}}
			w.facts.DeletedContents = map[provider.SHA1][]provider.Title{sha1.Sum([]byte("d")): {"", "Gone.jpg"}}
			w.facts.DeletionLogs = map[provider.Title]provider.DeletionLog{
				"A.jpg": {Deletions: []provider.Deletion{theirs, theirs}}, "B.jpg": {Deletions: []provider.Deletion{hidden}},
				"D.jpg": {Deletions: []provider.Deletion{theirs}, Cut: true}, "Gone.jpg": {Deletions: []provider.Deletion{theirs, theirs, theirs}},
			}
			w.facts.Unsearched = true
		}),
		"empty": one(func(w *world) { w.want("file.a", "A.jpg", "", 0) }),
		"pin": one(func(w *world) {
			w.facts.Automation = true
			w.want("file.a", "A.jpg", "", 0, from("https://data.example.org/a.jpg", spec.ViaClient, false), text("x"))
		}),
		"for-several-reasons": one(func(w *world) {
			w.want("file.a", "A.tif", "a", 600<<20, tags("museum"))
			w.facts.Account.Rights = nil
		}),
	}
}
