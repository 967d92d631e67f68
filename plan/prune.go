package plan

import (
	"fmt"
	"slices"
	"strings"

	"wikiform/internal/number"
	"wikiform/provider"
	"wikiform/spec"
)

// pruneAddress is that of the deletion of an orphan: no block declares it by its title.
func pruneAddress(t provider.Title) spec.Address { return spec.PruneAddress(string(t)) }

// pruneOf is the block by which an orphan is deleted, or why none does. Where several
// blocks have it in their scopes, one that only reports is stronger.
func (f *Facts) pruneOf(t provider.Title) (*Prune, *Problem) {
	var found *Prune
	for i := range f.Prunes {
		b := &f.Prunes[i]
		if !f.inScope(t, b) {
			continue
		}
		if !b.Delete {
			return nil, &Problem{Reason: ReportOnly, At: b.At, Text: "its prune block only reports", Hint: `action = "delete" has it deleted`}
		}
		if found == nil {
			found = b
		}
	}
	if found == nil {
		return nil, &Problem{Reason: OutOfScope, Text: "it is in the scope of no prune block"}
	}
	return found, nil
}

func (f *Facts) inScope(t provider.Title, b *Prune) bool {
	if b.Category != "" {
		return f.Traces.Categories[b.Category][t]
	}
	return b.Prefix != "" && strings.HasPrefix(string(t), b.Prefix)
}

// whyNotPruned says which block deletes an orphan, or all that stands against that.
func (f *Facts) whyNotPruned(page provider.Contributed) (*Prune, []Problem) {
	t := page.Title
	block, why := f.pruneOf(t)
	switch {
	case why != nil:
		return nil, []Problem{*why}
	case f.PruneHeld != nil:
		return nil, []Problem{*f.PruneHeld}
	case f.Mark == "" || !f.toldWho():
		return nil, []Problem{{Reason: OwnerUnchecked, Text: "no set marks what is ours"}}
	}
	if ps := f.notAllOurs(page); len(ps) > 0 {
		return nil, ps
	}
	return block, f.stillUsed(t)
}

// notAllOurs is what of an orphan is not ours. Whether it is used does not matter then.
func (f *Facts) notAllOurs(page provider.Contributed) []Problem {
	return append(f.notOurVersions(page.Title), f.notOurPage(page)...)
}

// notOurVersions are what of the file's history is not ours. A file that we only updated,
// or adopted, has our mark as well; it was there before.
func (f *Facts) notOurVersions(t provider.Title) []Problem {
	history, told := f.Histories[t]
	var ps []Problem
	say := func(r Reason, text, hint string, names ...string) {
		ps = append(ps, Problem{Reason: r, Text: text, Hint: hint, Names: names})
	}
	have := f.Have[t]
	switch {
	case have.Version == nil && (!have.Redirect || len(history.Versions) > 0), have.Version != nil && (!told || len(history.Versions) == 0):
		say(OwnerUnclear, "the wiki does not tell its history", "")
		return ps
	case have.Version == nil:
		return nil
	case have.Redirect:
		say(IsRedirect, "its page is a redirect, and it has a file of its own", "look at it on the wiki")
	case have.Version.SHA1 != history.Versions[0].SHA1 || !have.Version.Time.Equal(history.Versions[0].Time):
		say(OwnerUnclear, "its history was changed while it was read", "plan again")
	}
	hidden := 0
	for i, v := range history.Versions {
		switch mark := markOf(v.Comment); {
		case v.Hidden || v.User == "" || !v.SHA1.Known():
			hidden++
		case !f.mine(v.User):
			who := v.User + " uploaded a version" + at(v.Time)
			say(OthersVersion, who, "", who)
		case mark != "" && !f.marked(v.Comment):
			say(OtherSet, "a version of it has the mark of another set: "+mark, "", mark)
		case i == len(history.Versions)-1 && !f.marked(v.Comment) && !history.Cut:
			say(NotFromFirst, "its first version does not have our mark: it was there before", "")
		}
	}
	if hidden > 0 {
		say(VersionHidden, number.Of(hidden, "version")+" of it "+isAre(hidden)+" hidden on the wiki, so that nobody can tell whose", "")
	}
	if history.Cut {
		say(HistoryCut, "its history is too long to be read whole", "")
	}
	return firstOfEach(ps)
}

// notOurPage is who else has written to the page, of which so much is ours.
func (f *Facts) notOurPage(ours provider.Contributed) []Problem {
	wrote, told := f.Traces.Contributors[ours.Title]
	page := f.Have[ours.Title].Page
	var others []string
	uploaded := map[string]bool{} // which is told already
	for _, v := range f.Histories[ours.Title].Versions {
		uploaded[v.User] = true
	}
	theirs := false
	for _, u := range wrote.Users {
		theirs = theirs || !f.mine(u)
		if !f.mine(u) && !uploaded[u] {
			others = append(others, u)
		}
	}
	slices.Sort(others)
	if wrote.Anonymous > 0 {
		others = append(others, "somebody without an account")
	}
	switch {
	case !told || page == nil:
		return []Problem{{Reason: OwnerUnclear, Text: "the wiki does not tell who has written to its page"}}
	case !theirs && len(others) == 0 && page.User != "" && !f.mine(page.User):
		others = append(others, page.User)
	}
	switch {
	case len(others) > 0:
		who := someOf(others)
		verb := " has"
		if len(others) > 1 {
			verb = " have"
		}
		return []Problem{{Reason: OthersEdit, Text: who + verb + " edited, moved or protected its page", Names: []string{who}}}
	case theirs:
		return nil
	case wrote.Cut || page.User == "" || !ours.Alone(page.Rev): // a hidden name is told by nothing else
		return []Problem{{Reason: OwnerUnclear, Text: "the wiki does not tell all who have written to its page"}}
	}
	return nil
}

// stillUsed is what would lose the file. A use through a redirect is one of the file; a
// redirect that somebody else made says that they need the name.
func (f *Facts) stillUsed(t provider.Title) []Problem {
	var ps []Problem
	usage, told := f.Usages[t]
	leads, asked := f.Traces.Redirects[t]
	if !told || !asked {
		return []Problem{{Reason: OwnerUnclear, Text: "the wiki does not tell what uses it"}}
	}
	use := func(u provider.Usage, through string) {
		if u.Used() || u.More {
			what := usedBy(u)
			ps = append(ps, Problem{Reason: InUse, Text: "it is used" + through + " by " + what, Names: []string{through, what}, Hint: "take it out there first"})
		}
	}
	use(usage, "")
	var theirs []string
	for _, page := range leads.Pages {
		from, isFile := f.Site.FileTitle(page)
		wrote, told := f.Traces.Contributors[from]
		if !isFile || !told || wrote.Cut || wrote.Anonymous > 0 || slices.ContainsFunc(wrote.Users, func(u string) bool { return !f.mine(u) }) {
			theirs = append(theirs, page)
		}
		if u, told := f.Usages[from]; isFile && told {
			use(u, " as "+from.Page())
		}
	}
	if leads.More {
		ps = append(ps, Problem{Reason: LedTo, Text: "more redirects lead to it than are looked at"})
	}
	if len(theirs) > 0 {
		what := someOf(theirs)
		ps = append(ps, Problem{Reason: LedTo, Text: "redirects lead to it that are not ours: " + what, Names: []string{what}, Hint: "have them lead elsewhere first"})
	}
	return ps
}

// usedBy says what uses a file.
func usedBy(u provider.Usage) string {
	var all []string
	if u.Count > 0 {
		count := number.Of(u.Count, "page")
		if u.More {
			count = "more than " + count
		}
		all = append(all, fmt.Sprintf("%s (%s)", count, someOf(u.Pages)))
	}
	var wikis []string
	for _, w := range u.Wikis {
		wikis = append(wikis, w.Wiki)
	}
	if len(wikis) > 0 {
		all = append(all, "other wikis ("+someOf(wikis)+")")
	}
	if len(all) == 0 {
		return "more pages than were counted"
	}
	return strings.Join(all, " and ")
}

// firstOfEach leaves of problems of one reason the first.
func firstOfEach(ps []Problem) []Problem {
	seen := map[Reason]bool{}
	return slices.DeleteFunc(ps, func(p Problem) bool {
		again := seen[p.Reason]
		seen[p.Reason] = true
		return again
	})
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
