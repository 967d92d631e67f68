package render

import (
	"crypto/sha1"
	"fmt"
	"time"

	"wikiform/plan"
	"wikiform/provider"
)

const setMark = "[wikiform museum]"

// orphan has a file of ours on the wiki that no block names.
func (w *world) orphan(title string, more ...func(t provider.Title, f *plan.Facts)) {
	t := provider.Title(title)
	w.have(title, title, 4000, information("Anna", ""), "Uploader")
	w.change(title, func(f *provider.File) { f.Version.Comment = "Batch " + setMark })
	f := &w.facts
	f.Mark, f.Search = setMark, plan.SearchAlways
	if f.Prunes == nil {
		at := plan.Position{File: "names.wiki.hcl", Line: 90}
		f.Prunes = []plan.Prune{{At: at, Prefix: "Museum - ", Delete: true, Comment: "No longer in the table " + setMark, Tags: []string{"museum-upload"}}, {At: at, Prefix: "Museum - Kept ", Comment: setMark}}
		f.Histories = map[provider.Title]provider.History{}
		f.Traces.Contributors = map[provider.Title]provider.Contributors{}
		f.Traces.Redirects = map[provider.Title]provider.Redirects{}
	}
	file := f.Have[t]
	f.Histories[t] = provider.History{Versions: []provider.Version{*file.Version}}
	f.Traces.Pages = append(f.Traces.Pages, provider.Contributed{Title: t, Comments: []string{file.Version.Comment}, Last: file.Page.Rev, Unbroken: true})
	f.Traces.Contributors[t], f.Traces.Redirects[t], f.Usages[t] = provider.Contributors{Users: []string{"Uploader"}}, provider.Redirects{}, provider.Usage{Wikis: []provider.WikiUsage{}}
	for _, m := range more {
		m(t, f)
	}
}

// beforeThat adds an older one.
func beforeThat(user, comment string, more ...func(*provider.Version)) func(provider.Title, *plan.Facts) {
	return func(t provider.Title, f *plan.Facts) {
		h := f.Histories[t]
		v := provider.Version{Digest: provider.Digest{SHA1: sha1.Sum([]byte(comment)), Size: 100}, User: user, Time: h.Versions[0].Time.Add(-time.Hour), Comment: comment}
		for _, m := range more {
			m(&v)
		}
		h.Versions = append(h.Versions, v)
		f.Histories[t] = h
	}
}

// orphans has what is pruned, and every reason why something is not.
func orphans() *plan.Plan {
	return names(func(w *world) {
		w.want("file.logo", "Museum - Logo.svg", "logo", 300)
		w.orphan("Museum - Old 1.jpg")
		w.orphan("Museum - Old 2.jpg", func(t provider.Title, f *plan.Facts) {
			f.Traces.Redirects[t] = provider.Redirects{Pages: []string{"File:Older 2.jpg"}}
			f.Traces.Contributors["Older 2.jpg"], f.Usages["Older 2.jpg"] = provider.Contributors{Users: []string{"Uploader"}}, provider.Usage{}
		})
		w.orphan("Museum - Used.jpg", func(t provider.Title, f *plan.Facts) {
			f.Usages[t] = provider.Usage{Count: 2, Pages: []string{"Bridges", "Rivers"}}
		})
		w.orphan("Museum - Used too.jpg", func(t provider.Title, f *plan.Facts) {
			f.Usages[t] = provider.Usage{Wikis: []provider.WikiUsage{{Wiki: "de.wikipedia.org", Count: 3}}}
		})
		w.orphan("Museum - Led to.jpg", func(t provider.Title, f *plan.Facts) {
			f.Traces.Redirects[t] = provider.Redirects{Pages: []string{"Bridge"}}
		})
		w.orphan("Museum - Edited.jpg", func(t provider.Title, f *plan.Facts) {
			f.Traces.Contributors[t] = provider.Contributors{Users: []string{"Uploader", "Vera"}}
		})
		w.orphan("Museum - Hidden.jpg", beforeThat("", "x", func(v *provider.Version) { v.Hidden = true }))
		w.orphan("Museum - Updated.jpg", beforeThat("Anna", "own work"))
		w.orphan("Museum - By hand.jpg", beforeThat("Uploader", "own work"))
		w.orphan("Museum - Zoo.jpg", beforeThat("Uploader", "[wikiform zoo]"), beforeThat("Uploader", setMark))
		w.orphan("Museum - Long.jpg", func(t provider.Title, f *plan.Facts) {
			f.Histories[t] = provider.History{Versions: f.Histories[t].Versions, Cut: true}
		})
		w.orphan("Museum - Unclear.jpg", func(t provider.Title, f *plan.Facts) { delete(f.Traces.Contributors, t) })
		w.orphan("Museum - Kept 1.jpg")
		for i := range 4 {
			w.orphan(fmt.Sprintf("Elsewhere %d.jpg", i))
		}
		w.facts.Unsought = "Of 90,000 pages that our accounts have written to and no block names, only 50,000 were looked at."
	})
}

// held prunes nothing.
func held() *plan.Plan {
	return names(func(w *world) {
		for i := range 40 {
			w.orphan(fmt.Sprintf("Museum - Plate %02d.jpg", i))
		}
		w.orphan("Elsewhere.jpg")
		at := plan.Position{File: "names.wiki.hcl", Line: 3}
		w.facts.PruneHeld = &plan.Problem{Reason: plan.PruneHeld, At: at, Text: "the for_each of the block at names.wiki.hcl:3 has no element", Hint: "if that is meant, plan with -allow-empty"}
	})
}

// unsought does not know.
func unsought() *plan.Plan {
	w := newWorld()
	w.want("file.logo", "Logo.svg", "logo", 300, text("x"))
	w.have("Logo.svg", "logo", 300, "x", "Anna")
	w.facts.Unsought = "Whether the wiki has files of ours that no block names was not checked: nobody is logged in and the wiki block names no accounts."
	return w.plan()
}
