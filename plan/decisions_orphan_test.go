package plan

import (
	"fmt"
	"strings"

	"wikiform/provider"
	"wikiform/spec"
)

const orphanTitle provider.Title = "Museum - 1.png"

// orphanFacts are of one file on the wiki that no block names, is ours in every way, and
// is in the scope of a prune block that deletes.
func orphanFacts(more ...func(*Facts)) Facts {
	file := ourFile(orphanTitle)
	file.Version.Comment, file.Version.MIME = "Batch "+ourMark, ""
	f := factsOf(file)
	f.Mark, f.FormerMarks = ourMark, []string{"[wikiform scans]"}
	f.Accounts = []string{"Uploader", "OldBot"}
	f.Search = SearchAlways
	f.Prunes = []Prune{{At: Position{"a.wiki.hcl", 7}, Prefix: "Museum - ", Delete: true, Comment: "No longer in the table " + ourMark}}
	f.Named = map[provider.Title]bool{}
	f.Histories = map[provider.Title]provider.History{orphanTitle: {Versions: []provider.Version{*file.Version}}}
	f.Usages = map[provider.Title]provider.Usage{orphanTitle: {}}
	f.Traces = Traces{
		Pages:        []provider.Contributed{{Title: orphanTitle, Comments: []string{"Batch " + ourMark}, Last: file.Page.Rev, Unbroken: true}},
		Contributors: map[provider.Title]provider.Contributors{orphanTitle: {Users: []string{"Uploader"}}},
		Redirects:    map[provider.Title]provider.Redirects{orphanTitle: {}},
		Categories:   map[string]map[provider.Title]bool{},
	}
	for _, m := range more {
		m(&f)
	}
	return f
}

// older adds a version before those that the file has.
func older(user, comment string) func(*Facts) {
	return func(f *Facts) {
		h := f.Histories[orphanTitle]
		v := provider.Version{Digest: digest(comment), User: user, Time: noon.AddDate(0, 0, -len(h.Versions)), Comment: comment}
		h.Versions = append(h.Versions, v)
		f.Histories[orphanTitle] = h
	}
}

// newer replaces what the file has.
func newer(user, comment string) func(*Facts) {
	return func(f *Facts) {
		v := provider.Version{Digest: digest(comment), User: user, Time: noon.AddDate(0, 0, 1), Comment: comment}
		file, h := f.Have[orphanTitle], f.Histories[orphanTitle]
		file.Version, h.Versions = &v, append([]provider.Version{v}, h.Versions...)
		f.Have[orphanTitle], f.Histories[orphanTitle] = file, h
	}
}

func history(change func(*provider.History)) func(*Facts) {
	return func(f *Facts) {
		h := f.Histories[orphanTitle]
		change(&h)
		f.Histories[orphanTitle] = h
	}
}

func wrote(c provider.Contributors) func(*Facts) {
	return func(f *Facts) { f.Traces.Contributors[orphanTitle] = c }
}

func usedAs(t provider.Title, u provider.Usage) func(*Facts) {
	return func(f *Facts) { f.Usages[t] = u }
}

// ledFrom has a redirect to the file.
func ledFrom(page, user string) func(*Facts) {
	return func(f *Facts) {
		f.Traces.Redirects[orphanTitle] = provider.Redirects{Pages: append(f.Traces.Redirects[orphanTitle].Pages, page)}
		if t, isFile := strings.CutPrefix(page, "File:"); isFile {
			f.Traces.Contributors[provider.Title(t)] = provider.Contributors{Users: []string{user}}
			f.Usages[provider.Title(t)] = provider.Usage{}
		}
	}
}

// asRedirect has a redirect in place of the file.
func asRedirect(comment string, log provider.MoveLog) func(*Facts) {
	return func(f *Facts) {
		f.Have[orphanTitle] = redirectBy("Uploader", "File:X.png", 0)(orphanTitle)
		f.Traces.Pages[0].Comments = []string{comment}
		f.Histories = nil
		f.MoveLogs[orphanTitle] = log
	}
}

func blocks(bs ...Prune) func(*Facts) { return func(f *Facts) { f.Prunes = bs } }

func orphanTable() decisionTable {
	deletes := orphanFacts().Prunes[0]
	reports := deletes
	reports.Delete = false
	ofCategory := Prune{At: deletes.At, Category: "Museum", Delete: true, Comment: deletes.Comment}
	table := decisionTable{
		title: "Orphans", columns: []string{"what of ours no block names"}, orphans: true,
		about: "A file that one of our accounts uploaded under our mark, or a redirect that one of them made under it, where no block of\n" +
			"the whole manifest names the title. Ours are Uploader and OldBot, the set is museum, formerly scans; a `prune` block\n" +
			"deletes what begins with `Museum - `, unless the row says otherwise. What is *reported* stays on the wiki.",
	}
	row := func(words string, more ...func(*Facts)) {
		table.rows = append(table.rows, decisionRow{[]string{words}, nil, orphanFacts(more...)})
	}
	row("a file with one version, ours")
	row("the same, which a second account of ours has edited", wrote(provider.Contributors{Users: []string{"Uploader", "OldBot"}}))
	row("two versions, both ours", newer("OldBot", "Again "+ourMark))
	row("two versions, the first under a former name of the set", older("Uploader", "Scans [wikiform scans]"))
	row("two versions, ours without a mark after ours with it", newer("OldBot", "reverted by hand"))
	row("nobody says who we are", func(f *Facts) { f.Accounts, f.Account = nil, provider.Account{} })
	row("no prune block", blocks())
	row("a prune block that only reports", blocks(reports))
	row("two prune blocks, one of which only reports", blocks(deletes, reports))
	row("a prune block of another prefix", blocks(Prune{Prefix: "Zoo - ", Delete: true}))
	row("a prune block of a category, which has it", blocks(ofCategory), func(f *Facts) { f.Traces.Categories["Museum"] = map[provider.Title]bool{orphanTitle: true} })
	row("a prune block of a category, which does not have it", blocks(ofCategory))
	row("nothing is pruned, since a table is empty", func(f *Facts) {
		f.PruneHeld = &Problem{Reason: PruneHeld, Text: "the for_each of the block at a.wiki.hcl:3 has no element", Hint: "if that is meant: -allow-empty"}
	})
	row("we only updated the file", older("Anna", "own work"))
	row("the account had it before, without a mark", older("Uploader", "by hand"))
	row("somebody uploaded a version since", newer("Anna", "better scan"))
	row("somebody brought our version back", newer("Anna", "Batch "+ourMark))
	row("a version has the mark of another set", newer("Uploader", "[wikiform zoo]"))
	row("a version whose author is hidden", older("", ""))
	row("a version whose content is hidden", func(f *Facts) {
		f.Histories[orphanTitle].Versions[0].SHA1, f.Have[orphanTitle].Version.SHA1 = provider.SHA1{}, provider.SHA1{}
	})
	row("more versions than are read", history(func(h *provider.History) { h.Cut = true }))
	row("a history that the wiki does not tell", newer("Uploader", "Again "+ourMark), history(func(h *provider.History) { h.Versions = h.Versions[1:] }))
	row("somebody edited the page", wrote(provider.Contributors{Users: []string{"Uploader", "Vera"}}))
	row("somebody without an account edited the page", wrote(provider.Contributors{Users: []string{"Uploader"}, Anonymous: 1}))
	row("four people moved or protected it", wrote(provider.Contributors{Users: []string{"Uploader", "Vera", "Anna", "Ben", "Carl"}}))
	row("some who wrote to the page are hidden", wrote(provider.Contributors{Users: []string{"Uploader"}, Cut: true}))
	row("somebody whose name is hidden edited the page", func(f *Facts) { f.Traces.Pages[0].Unbroken = false })
	row("a revision of the page came while the plan was made", func(f *Facts) { f.Have[orphanTitle].Page.Rev++ })
	row("the page's latest revision is imported", func(f *Facts) { f.Have[orphanTitle].Page.User = "xx>Anna" })
	row("who wrote to the page is not told", func(f *Facts) { delete(f.Traces.Contributors, orphanTitle) })
	row("a file without its page", func(f *Facts) { f.Have[orphanTitle] = pageless(orphanTitle) })
	row("a page uses it", usedAs(orphanTitle, provider.Usage{Count: 1, Pages: []string{"Bridge"}}))
	row("many pages use it", usedAs(orphanTitle, provider.Usage{Count: 5000, More: true, Pages: []string{"A", "B", "C", "D"}}))
	row("another wiki uses it", usedAs(orphanTitle, provider.Usage{Wikis: []provider.WikiUsage{{Wiki: "de.example.org", Count: 3}}}))
	row("what uses it is not told", func(f *Facts) { delete(f.Usages, orphanTitle) })
	row("a redirect of ours leads to it", ledFrom("File:Old.png", "Uploader"))
	row("a redirect of ours leads to it, which a page uses", ledFrom("File:Old.png", "Uploader"), usedAs("Old.png", provider.Usage{Count: 1, Pages: []string{"Bridge"}}))
	row("a redirect of somebody else's leads to it", ledFrom("File:Old.png", "Anna"))
	row("more redirects lead to it than are looked at", func(f *Facts) { f.Traces.Redirects[orphanTitle] = provider.Redirects{More: true} })
	row("a redirect from another namespace leads to it", ledFrom("Bridge", "Uploader"))
	row("its page is a redirect, and it has a file of its own", func(f *Facts) {
		file := f.Have[orphanTitle]
		file.Redirect = true
		f.Have[orphanTitle] = file
	})
	row("a missing file of the manifest has its bytes", func(f *Facts) {
		f.Holders = map[provider.SHA1][]provider.Title{digest("new").SHA1: {orphanTitle}}
	})
	last := &table.rows[len(table.rows)-1]
	last.claims = []Claim{wanted(func(c *Claim) { c.Title = "Museum - one.png" })}
	for _, how := range []spec.OnDuplicate{spec.DuplicateAdopt, spec.DuplicateRedirect} {
		row(fmt.Sprintf("a file that somebody moved away has its bytes, with on_duplicate = %q", how), func(f *Facts) {
			const from, to provider.Title = "Museum - one.png", "Theirs.png"
			f.Have[from], f.Have[to] = redirectBy("Anna", to.Page(), 0)(from), ourFile(to)
			f.MoveLogs[from], f.MoveLogs[to] = provider.MoveLog{Moves: []provider.LoggedMove{{ID: 1, To: to, User: "Anna", Time: noon}}}, provider.MoveLog{}
			f.Holders = map[provider.SHA1][]provider.Title{digest("new").SHA1: {orphanTitle}}
		})
		last := &table.rows[len(table.rows)-1]
		last.claims = []Claim{wanted(func(c *Claim) { c.Title, c.OnDuplicate = "Museum - one.png", how })}
	}
	row("a redirect of ours", asRedirect("Renamed "+ourMark, provider.MoveLog{}))
	row("a redirect of ours, of which the wiki tells versions", func(f *Facts) {
		f.Have[orphanTitle] = redirectBy("Uploader", "File:X.png", 0)(orphanTitle)
	})
	row("somebody uploaded a version since, and is among those who wrote to the page", newer("Anna", "better scan"), wrote(provider.Contributors{Users: []string{"Uploader", "Anna"}}))
	row("a redirect of ours that somebody edited", asRedirect("Renamed "+ourMark, provider.MoveLog{}), wrote(provider.Contributors{Users: []string{"Uploader", "Vera"}}))
	row("a redirect that a move of ours left", asRedirect("Uploader moved page [[File:Museum - 1.png]] to [[File:X.png]]: "+ourMark, provider.MoveLog{Moves: []provider.LoggedMove{{To: "X.png", User: "Uploader"}}}))
	row("the same, hidden in the move log", asRedirect("Uploader verschob die Seite [[Datei:Museum - 1.png]] nach [[Datei:X.png]]: "+ourMark, provider.MoveLog{}))
	row("a redirect of ours, and the move log is cut", asRedirect("Renamed "+ourMark, provider.MoveLog{Cut: true}))
	row("a redirect by our account without a mark", asRedirect("by hand", provider.MoveLog{}))
	row("a page without a file", func(f *Facts) { f.Have[orphanTitle], f.Histories = pageOnly("Uploader")(orphanTitle), nil })
	row("a file of our account without our mark", func(f *Facts) {
		f.Histories[orphanTitle].Versions[0].Comment = "by hand"
	})
	row("a file of another set", func(f *Facts) { f.Histories[orphanTitle].Versions[0].Comment = "[wikiform zoo]" })
	row("a file of somebody else with our mark", func(f *Facts) { f.Histories[orphanTitle].Versions[0].User = "Anna" })
	row("a block that is not enabled names it", func(f *Facts) { f.Disabled = []provider.Title{"museum - 1.png"} })
	row("a block names it with a small letter", func(f *Facts) { f.Named[anyFirst("museum - 1.png")] = true })
	row("a redirect block leads to it", func(f *Facts) { f.Claimed = map[provider.Title]bool{orphanTitle: true} })
	row("no set, and it is the account's", func(f *Facts) { f.Mark, f.FormerMarks = "", nil })
	row("no set, and its latest version is somebody else's", newer("Anna", "better scan"), func(f *Facts) { f.Mark, f.FormerMarks = "", nil })
	return table
}

// orphanRow says what a plan makes of an orphan.
func orphanRow(p *Plan) (action, steps, why string) {
	for i := range p.Changes {
		if c := &p.Changes[i]; c.Claim.Orphan {
			return string(c.Action()), stepsShown(c), whyShown(c)
		}
	}
	if len(p.Orphans) == 0 {
		return "none", "", ""
	}
	var all []string
	for _, w := range p.Orphans[0].Why {
		all = append(all, fmt.Sprintf("`%s`: %s", w.Reason, w))
	}
	return "reported", "", strings.Join(all, "; ")
}
