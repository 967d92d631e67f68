package render

import (
	"crypto/sha1"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// mover is an account that may do what changes titles.
var mover = provider.Account{Name: "Uploader", Rights: append([]string{
	"move", "movefile", "suppressredirect", "delete", "reupload-own",
}, uploader.Rights...)}

// names is a plan in which titles change.
func names(make func(w *world)) *plan.Plan {
	return one(func(w *world) {
		w.facts.Account = mover
		w.facts.MoveLogs, w.facts.Usages = map[provider.Title]provider.MoveLog{}, map[provider.Title]provider.Usage{}
		make(w)
	})
}

// move adds a moved block; what it moves is there, with its page.
func (w *world) move(from, to string, more ...func(*plan.Claim)) {
	at := plan.Position{File: "names.wiki.hcl", Line: 3 + 9*len(w.wants)}
	claim := plan.Claim{
		Address: spec.Address(fmt.Sprintf("moved[%q]", from)), At: at, Title: provider.Title(to), Tags: []string{"museum-upload"},
		From: origin(from, at),
	}
	for _, m := range more {
		m(&claim)
	}
	w.wants = append(w.wants, claim)
	w.facts.MoveLogs[provider.Title(from)] = provider.MoveLog{}
}

func origin(from string, at plan.Position) *plan.Origin {
	return &plan.Origin{
		Title: provider.Title(from), Address: spec.Address(fmt.Sprintf("moved[%q]", from)), At: at,
		Comment: "Named after what it shows", Redirect: true,
	}
}

// was lets a file come from another title.
func was(from string) func(*plan.Claim) {
	return func(c *plan.Claim) { c.From = origin(from, plan.Position{File: "names.wiki.hcl", Line: c.At.Line}) }
}

func foreign(c *plan.Claim) {
	if c.Foreign = true; c.From != nil {
		c.From.Foreign = true
	}
}

func (w *world) redirect(address, title, to string) {
	w.wants = append(w.wants, plan.Claim{
		Address: spec.Address(address), At: plan.Position{File: "names.wiki.hcl", Line: 3 + 9*len(w.wants)},
		Title: provider.Title(title), Target: provider.Title(to), Comment: "Names that people know", Tags: []string{"museum-upload"},
	})
}

func (w *world) absent(address, title string, more ...func(*plan.Claim)) {
	claim := plan.Claim{
		Address: spec.Address(address), At: plan.Position{File: "names.wiki.hcl", Line: 3 + 9*len(w.wants)},
		Title: provider.Title(title), Gone: true, Comment: "Replaced by the SVG", Tags: []string{"museum-upload"},
	}
	for _, m := range more {
		m(&claim)
	}
	w.wants = append(w.wants, claim)
}

// leads makes of a page a redirect.
func (w *world) leads(title, to, user string) {
	w.have(title, "", 0, "#REDIRECT [["+to+"]]", user)
	w.change(title, func(f *provider.File) { f.Redirect, f.Target = true, to })
}

// circle is two files that change places.
func (w *world) circle(a, b string, more ...func(*plan.Claim)) {
	w.move(a, b, more...)
	w.move(b, a, more...)
	w.have(a, "of "+a, 4000, information("Anna", ""), "Uploader")
	w.have(b, "of "+b, 5000, information("Bob", ""), "Uploader")
}

// allActions is a plan with everything that can be done.
func allActions() *plan.Plan {
	return names(func(w *world) {
		page := information("Anna Schmitt", "")
		w.want("file.logo", "Museum - Logo.svg", "logo 2", 14336)
		w.have("Museum - Logo.svg", "logo 1", 12595, page, "Uploader")
		w.want("file.barn", "Museum - Barn.jpg", "barn", 4096, text(information("Anna Schmidt", "")))
		w.have("Museum - Barn.jpg", "barn", 4096, page, "Uploader")
		w.want("file.castle", "Museum - Castle.jpg", "castle", 3<<20, text("A castle."))
		w.want("file.film", "Museum - Film.ogv", "film", 5000)

		w.move("Museum - Foto 1.jpg", "Museum - Bridge.jpg")
		w.have("Museum - Foto 1.jpg", "bridge", 4000, page, "Uploader")
		w.facts.Usages["Museum - Foto 1.jpg"] = provider.Usage{
			Count: 12, Pages: []string{"Bridges", "Bridges of the north", "Museum", "Rivers", "Talk:Museum", "User:Anna", "User:Bob", "User:Eve", "Vaults", "Weirs"},
			Wikis: []provider.WikiUsage{{Wiki: "de.wikipedia.org", Count: 3}, {Wiki: "fr.wikipedia.org", Count: 1}},
		}
		w.move("Museum - Foto 2.jpg", "Museum - Mill.jpg", foreign)
		w.have("Museum - Foto 2.jpg", "mill", 4000, page, "Anna")
		w.leads("Museum - Mill.jpg", "File:Museum - Foto 2.jpg", "Anna")
		w.want("file.dam", "Museum - Dam.jpg", "dam 2", 5<<20, text(information("Anna Schmidt", "")), was("Museum - Foto 3.jpg"))
		w.have("Museum - Foto 3.jpg", "dam 1", 4<<20, page, "Uploader")
		w.circle("Museum - Left.jpg", "Museum - Right.jpg")
		w.free()

		w.redirect("redirect.old", "Museum - Old logo.svg", "Museum - Logo.svg")
		w.redirect("redirect.older", "Museum - Older logo.svg", "Museum - Logo.svg")
		w.leads("Museum - Older logo.svg", "File:Museum - Old logo.svg", "Uploader")

		w.absent("absent.draft", "Museum - Draft.jpg", foreign)
		w.have("Museum - Draft.jpg", "draft", 4000, page, "Bob")
		w.facts.Usages["Museum - Draft.jpg"] = provider.Usage{Count: 1, Pages: []string{"Drafts"}, Wikis: []provider.WikiUsage{}}
		w.absent("absent.logo", "Museum - Logo.png")
		w.have("Museum - Logo.png", "png", 12595, page, "Uploader")
	})
}

var passing = regexp.MustCompile(`Wikiform passing [0-9a-f]+\.[a-z]+`)

// free makes the titles free through which circles could pass, which a plan names that
// finds them taken.
func (w *world) free() {
	for _, c := range w.plan().Changes {
		for _, p := range c.Problems {
			for _, t := range passing.FindAllString(p.Hint, -1) {
				w.facts.Have[provider.Title(t)] = provider.File{Title: provider.Title(t)}
			}
		}
	}
}

// namePlans are one change each of everything that can happen to titles.
func namePlans() map[string]*plan.Plan {
	page := information("Anna Schmitt", "")
	return map[string]*plan.Plan{
		"move": names(func(w *world) {
			w.move("Old.jpg", "New.jpg")
			w.have("Old.jpg", "a", 4000, page, "Uploader")
		}),
		"move-without-redirect": names(func(w *world) {
			w.move("Old.jpg", "New.jpg", func(c *plan.Claim) { c.From.Redirect = false })
			w.have("Old.jpg", "a", 4000, page, "Uploader")
		}),
		"move-of-another": names(func(w *world) {
			w.move("Old.jpg", "New.jpg", foreign)
			w.have("Old.jpg", "a", 4000, page, "Anna")
			w.leads("New.jpg", "File:Old.jpg", "Anna")
		}),
		"move-by-bytes": names(func(w *world) {
			w.want("file.a", "New.jpg", "a", 4000)
			w.have("Old.jpg", "a", 4000, page, "Uploader")
			w.facts.Holders[sha1.Sum([]byte("a"))] = []provider.Title{"Old.jpg"}
			w.facts.Renames, w.facts.Named = spec.RenamesMove, map[provider.Title]bool{"New.jpg": true}
		}),
		"move-and-everything": names(func(w *world) {
			w.want("file.a", "New.jpg", "a2", 4096, text(information("Anna Schmidt", "")), was("Old.jpg"))
			w.have("Old.jpg", "a1", 4000, page, "Anna")
			w.facts.MoveLogs["Old.jpg"] = provider.MoveLog{}
			w.wants[0].From.Foreign = true
		}),
		"move-chain": names(func(w *world) {
			for _, t := range []string{"A", "B", "C"} {
				w.move(t+".jpg", map[string]string{"A": "B", "B": "C", "C": "D"}[t]+".jpg")
				w.have(t+".jpg", "of "+t, 4000, page, "Uploader")
			}
		}),
		"move-circle": names(func(w *world) { w.circle("A.jpg", "B.jpg"); w.free() }),
		"move-half-way": names(func(w *world) {
			w.circle("A.jpg", "B.jpg")
			w.free()
			for _, t := range slices.Sorted(maps.Keys(w.facts.Have)) {
				if passing.MatchString(string(t)) {
					w.have(string(t), "of A.jpg", 4000, page, "Uploader")
					w.facts.MoveLogs["A.jpg"] = provider.MoveLog{Moves: []provider.LoggedMove{{ID: 1, To: t, User: "Uploader", Time: day}}}
					w.facts.MoveLogs[t] = provider.MoveLog{}
					break
				}
			}
			delete(w.facts.Have, "A.jpg")
		}),
		"move-rtl": names(func(w *world) {
			w.move("גשר ישן.jpg", "גשר חדש.jpg")
			w.have("גשר ישן.jpg", "a", 4000, page, "Uploader")
		}),
		"move-long": names(func(w *world) {
			title := strings.Repeat("A title that goes on ", 5)
			w.move(title+"for ever.jpg", title+"and on.jpg")
			w.have(title+"for ever.jpg", "a", 4000, page, "Uploader")
			w.facts.Usages[provider.Title(title+"for ever.jpg")] = provider.Usage{
				Count: 500, More: true, Pages: slices.Repeat([]string{title}, 10), Wikis: slices.Repeat([]provider.WikiUsage{{Wiki: "de.wikipedia.org", Count: 1234}}, 30),
			}
		}),
		"followed": names(func(w *world) {
			w.want("file.a", "New.jpg", "a2", 4096, func(c *plan.Claim) { c.Declared = "Old.jpg" })
			w.have("New.jpg", "a1", 4000, page, "Anna")
		}),
		"delete": names(func(w *world) {
			w.absent("absent.a", "A.jpg")
			w.have("A.jpg", "a", 4000, page, "Uploader")
			w.facts.Usages["A.jpg"] = provider.Usage{}
		}),
		"delete-of-another": names(func(w *world) {
			w.absent("absent.a", "A.jpg", foreign)
			w.have("A.jpg", "a", 4000, strings.Repeat("A line of many.\n", 90), "Anna")
			w.facts.Usages["A.jpg"] = provider.Usage{Count: 3, Pages: []string{"Aa", "Bb", "Cc"}, Wikis: []provider.WikiUsage{{Wiki: "de.wikipedia.org", Count: 3}}}
		}),
		"delete-used-elsewhere": names(func(w *world) {
			w.absent("absent.a", "A.jpg")
			w.have("A.jpg", "a", 4000, "", "Uploader")
			w.facts.Usages["A.jpg"] = provider.Usage{Wikis: []provider.WikiUsage{{Wiki: "de.wikipedia.org", Count: 3}}}
		}),
		"delete-redirect": names(func(w *world) {
			w.absent("absent.a", "A.jpg")
			w.leads("A.jpg", "File:B.jpg", "Uploader")
		}),
		"delete-text-not-known": names(func(w *world) {
			w.absent("absent.a", "A.jpg", func(c *plan.Claim) { c.Comment, c.Tags = "", nil })
			w.have("A.jpg", "a", 4000, page, "Uploader")
			w.wants[0].Foreign = true
			w.change("A.jpg", func(f *provider.File) { f.Page.Text, f.Page.HasText, f.Version.User = "", false, "" })
		}),
		"redirect": names(func(w *world) {
			w.redirect("redirect.a", "A.jpg", "B.jpg")
			w.have("B.jpg", "b", 4000, page, "Anna")
		}),
		"redirect-to-nothing": names(func(w *world) {
			w.redirect("redirect.a", "A.jpg", "B.jpg")
			w.facts.Have["B.jpg"] = provider.File{Title: "B.jpg"}
		}),
		"redirect-repointed": names(func(w *world) {
			w.redirect("redirect.a", "A.jpg", "B.jpg")
			w.leads("A.jpg", "File:C.jpg", "Uploader")
			w.redirect("redirect.b", "Bb.jpg", "B.jpg")
			w.leads("Bb.jpg", "", "Anna")
			w.wants[1].Foreign = true
			w.change("Bb.jpg", func(f *provider.File) { f.Page.Text += "\n\n[[Category:Redirects]]" })
		}),
	}
}
