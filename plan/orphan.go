package plan

import (
	"slices"
	"strings"

	"wikiform/provider"
)

// An orphan is a page of the file namespace that is ours and that no block of the whole
// manifest names, whatever a plan is narrowed to: a row left the table, and the file is
// still on the wiki. Ours is a file of which one of our accounts uploaded a version under
// our mark, or a redirect page that one of them wrote under it; a redirect that a move of
// ours left is there for its readers, and no orphan.
//
// They are found from what the accounts have written (see [surveyOrphans]), and told. A
// prune block that says so has those in its scope deleted, of which everything is ours
// from its first version to its last and which nothing uses; of the others the plan says
// what stands against that (see [whyNotPruned]). Everything here fails closed: what the
// wiki does not tell is a reason to leave an orphan as it is.

// Orphan is one that the plan leaves as it is.
type Orphan struct {
	Title   provider.Title
	Version *provider.Version // the latest; nil of a redirect
	Why     []Problem         // why it is not deleted; the first is the most telling
}

// Search is how far a plan looks for orphans.
type Search int

// How far.
const (
	SearchNone   Search = iota
	SearchCheap         // as long as that costs at most as many requests as the rest of the plan
	SearchAlways        // within bounds
)

// Prune is a prune block: a part of the titles that the manifest owns exhaustively.
type Prune struct {
	At       Position
	Prefix   string // how the titles begin, as the wiki stores them; "" where Category is set
	Category string
	Delete   bool   // else its orphans are only reported
	Comment  string // of the deletions, with the mark of a set
	Tags     []string
}

// Traces are what the wiki says of pages that may be orphans. What was not asked about is
// not in it.
type Traces struct {
	Pages        []provider.Contributed                   // that our accounts have written to and no block names
	Contributors map[provider.Title]provider.Contributors // of them, and of the redirects to them
	Redirects    map[provider.Title]provider.Redirects    // what leads to them
	Categories   map[string]map[provider.Title]bool       // which of them are in one that a block prunes
}

// findOrphans adds to the plan the deletions of what is pruned, and what else of ours no
// block names.
func findOrphans(p *Plan, f *Facts) {
	p.Unsought = f.Unsought
	named, wanted := f.namedBy(p.Changes), f.wantedOrphans(p.Changes)
	var pruned []Change
	for _, page := range f.Traces.Pages {
		if named[anyFirst(page.Title)] || !f.orphaned(page) {
			continue
		}
		block, why := f.whyNotPruned(page)
		if w, is := wanted[page.Title]; is {
			why = append(why, w)
		}
		if len(why) > 0 {
			p.Orphans = append(p.Orphans, Orphan{page.Title, f.latest(page.Title), why})
			continue
		}
		pruned = append(pruned, f.prune(page.Title, block))
	}
	f.blockOthers(pruned)
	p.Changes = append(p.Changes, pruned...)
}

// wantedOrphans are the titles that files of the manifest come to, once somebody has decided
// on what stands against these, with why that keeps an orphan.
func (f *Facts) wantedOrphans(changes []Change) map[provider.Title]Problem {
	wanted := map[provider.Title]Problem{}
	want := func(t, by provider.Title, text string) {
		if _, is := wanted[t]; t != "" && !is {
			wanted[t] = Problem{Reason: Renamed, Names: pagesOf(by), Text: by.Page() + text, Hint: "decide on that first", Other: by}
		}
	}
	for i := range changes {
		c := &changes[i]
		want(c.Found, c.Claim.Title, blockedByIt)
		for _, p := range c.Problems {
			want(p.Other, c.Claim.Title, blockedByIt)
		}
	}
	for i := range changes {
		c := &changes[i]
		for _, t := range f.givesWayTo(c) {
			want(t, c.Claim.Title, " does not take its place yet, and on_duplicate would have it do so")
		}
	}
	return wanted
}

const blockedByIt = " is blocked by it, as if it had been renamed"

// givesWayTo are the files that have the content of a missing one, which would adopt one of
// them or lead there, and for now does neither: it is blocked, or held back.
func (f *Facts) givesWayTo(c *Change) []provider.Title {
	if c.Claim.OnDuplicate == "" || c.Claim.adopted() || c.Claim.Holder != "" || c.Claim.Content == nil || f.Have[c.Claim.Title].Version != nil {
		return nil
	}
	return f.Holders[c.Claim.Content.Digest.SHA1]
}

// heldNote says that nothing is pruned, where something could be.
func (f *Facts) heldNote() []string {
	if f.PruneHeld == nil || !f.prunes() {
		return nil
	}
	return []string{"Nothing is pruned: " + f.PruneHeld.String() + "."}
}

// prunes reports whether a prune block deletes.
func (f *Facts) prunes() bool {
	return slices.ContainsFunc(f.Prunes, func(b Prune) bool { return b.Delete })
}

// latest is the version that a file has, nil of what has none.
func (f *Facts) latest(t provider.Title) *provider.Version {
	if v := f.Have[t].Version; v != nil {
		return v
	}
	if h := f.Histories[t]; len(h.Versions) > 0 {
		return &h.Versions[0]
	}
	return nil
}

// prune deletes an orphan, unless the account may not.
func (f *Facts) prune(t provider.Title, block *Prune) Change {
	claim := Claim{
		Address: pruneAddress(t), At: block.At, Title: t, Gone: true, Orphan: true, Comment: block.Comment, Tags: block.Tags,
	}
	s := situation{have: f.Have[t], course: course{waits: -1}, after: -1}
	c := decide(claim, s)
	c.block(problems(&c, s, f))
	c.Remarks = append(remarks(&c, f), f.prunedRemarks(&c)...)
	c.Usages = f.usages(&c)
	return c
}

// prunedRemarks are what a reviewer of the deletion of an orphan should know.
func (f *Facts) prunedRemarks(c *Change) []Remark {
	if !c.Writes() {
		return nil
	}
	rs := []Remark{{Kind: IsOrphan, Text: "ours from its first version to its last, and no block names it"}}
	if c.Before.Version == nil {
		rs[0].Text = "a redirect of ours that no block names"
	}
	if leads := f.Traces.Redirects[c.Claim.Title].Pages; len(leads) > 0 {
		rs = append(rs, Remark{Kind: LeadsNowhere, Text: someOf(leads) + " will lead nowhere"})
	}
	return rs
}

// orphaned reports whether a page that no block names is an orphan.
func (f *Facts) orphaned(page provider.Contributed) bool {
	file, told := f.Have[page.Title]
	history := f.Histories[page.Title]
	switch {
	case len(f.marks()) == 0:
		return told && file.Version != nil && f.mine(file.Version.User)
	case f.hasOurs(history):
		return true
	case len(history.Versions) > 0 || file.Version != nil || !file.Redirect:
		return false
	}
	return slices.ContainsFunc(page.Comments, f.marked) && !f.leftByUs(page)
}

// leftByUs reports whether a redirect is what a move of ours left, or nobody knows that it
// is not. What an administrator has hidden in the log, the redirect's own comment tells,
// which has the title that the file had, in whichever language.
func (f *Facts) leftByUs(page provider.Contributed) bool {
	log, told := f.MoveLogs[page.Title]
	if !told || log.Cut || slices.ContainsFunc(log.Moves, func(m provider.LoggedMove) bool { return f.mine(m.User) }) {
		return true
	}
	return slices.ContainsFunc(page.Comments, func(c string) bool { return strings.Contains(c, ":"+string(page.Title)+"]]") })
}

// namedBy are the titles that the manifest names, in the form of [Facts.Named]: as it
// writes them, as the wiki stores them, and those to which what it says has led.
func (f *Facts) namedBy(changes []Change) map[provider.Title]bool {
	named := make(map[provider.Title]bool, len(f.Named)+len(changes))
	for t := range f.Named {
		named[t] = true
	}
	for t := range f.Claimed {
		named[anyFirst(t)] = true
	}
	for n := range f.Matching.Len() {
		named[anyFirst(f.Matching.record(n).title)] = true
	}
	for _, t := range f.Disabled {
		named[anyFirst(t)] = true
		if file, asked := f.Have[t]; asked {
			named[anyFirst(file.Title)] = true
		}
	}
	for i := range changes {
		c := &changes[i]
		for _, t := range append(c.Claim.titles(), &c.Claim.Declared, &c.Claim.Holder, &c.From.Title, new(c.Redirects())) {
			if *t != "" {
				named[anyFirst(*t)] = true
			}
		}
	}
	return named
}
