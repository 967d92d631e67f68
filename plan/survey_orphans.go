package plan

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"wikiform/internal/number"
	"wikiform/provider"
)

// What looking for orphans may cost, however much our accounts have written.
const (
	mostSearches    = 400    // requests for what the accounts have written
	mostCategorized = 2000   // requests for which pages are in which categories
	mostTraced      = 50_000 // pages whose histories are read; those that have our mark come first
)

// surveyOrphans looks for what is ours and no block names, and asks of what a prune block
// would delete all that may stand against that. The changes are those of the plan.
func surveyOrphans(ctx context.Context, r Reader, claims []Claim, changes []Change, f *Facts) error {
	switch {
	case f.Search == SearchNone:
		return nil
	case !f.toldWho():
		f.Unsought = "Whether the wiki has files of ours that no block names was not checked: " + nobodyToldWho + "."
		return nil
	}
	f.holdFor(claims)
	s := &search{r: r, f: f, left: 1 << 30}
	if f.Search == SearchCheap { // what the wiki is, and what it has under the titles, was asked anyway
		s.left = 1 + s.cost(len(titles(claims))+f.Matching.Len())
	}
	err := s.find(ctx, changes)
	if err == nil && s.dear {
		f.Traces = Traces{}
		f.Unsought = "Whether the wiki has files of ours that no block names was not checked, since that takes more requests than the rest of the plan: -orphans does it."
	}
	return err
}

// search is a look for orphans, with what it may still cost.
type search struct {
	r    Reader
	f    *Facts
	left int // requests
	dear bool
}

// cost is how many requests a question about titles takes at least.
func (s *search) cost(titles int) int { return (titles + titlesAsked - 1) / titlesAsked }

// pays reports whether a question about titles may be asked.
func (s *search) pays(titles int) bool {
	s.left -= s.cost(titles)
	s.dear = s.dear || s.left < 0
	return !s.dear
}

func (s *search) find(ctx context.Context, changes []Change) error {
	f := s.f
	most := min(s.left, mostSearches)
	pages, whole, err := s.r.Contributions(ctx, f.us(), most)
	switch {
	case err != nil:
		return err
	case !whole && most < mostSearches:
		s.dear = true
		return nil
	case !whole:
		f.Unsought = "The accounts have written to more files than are looked at, so that not all files of ours are known that no block names."
		f.hold(Problem{Reason: PruneHeld, Text: "the accounts have written to more files than are looked at"})
	}
	s.left -= s.cost(len(pages))
	if err := s.settle(ctx, len(pages) > 0); err != nil || s.dear {
		return err
	}
	f.Traces.Pages = f.unnamedOf(pages, changes)
	if err := s.trace(ctx); err != nil || s.dear {
		return err
	}
	return s.judge(ctx)
}

// settle asks how the wiki stores what no claim has asked about: the titles of blocks that
// are not enabled, and what prune blocks say that titles begin with.
func (s *search) settle(ctx context.Context, some bool) error {
	const rest = "x.png" // what a title could go on with
	f := s.f
	ask := slices.Clone(f.Disabled)
	for _, b := range f.Prunes {
		if b.Prefix != "" {
			ask = append(ask, provider.Title(b.Prefix+rest))
		}
	}
	if !some || len(ask) == 0 || !s.pays(len(ask)) {
		return nil
	}
	if err := f.ask(ctx, s.r, ask); err != nil {
		return err
	}
	f.Prunes = slices.Clone(f.Prunes)
	for i := range f.Prunes {
		b := &f.Prunes[i]
		stored := string(f.Have[provider.Title(b.Prefix+rest)].Title)
		if n := len(stored) - len(rest); b.Prefix != "" && n > 0 && stored[n:] == rest {
			b.Prefix = stored[:n]
		}
	}
	return nil
}

// unnamedOf are the pages that no block names, by their titles; what is no title is none
// of ours.
func (f *Facts) unnamedOf(pages []provider.Contributed, changes []Change) []provider.Contributed {
	named := f.namedBy(changes)
	byTitle := map[provider.Title]provider.Contributed{}
	for _, page := range pages {
		t, err := provider.ParseTitle(string(page.Title), provider.Site{})
		if err == nil && t == page.Title && !named[anyFirst(t)] {
			byTitle[t] = page
		}
	}
	return slices.SortedFunc(maps.Values(byTitle), func(a, b provider.Contributed) int { return cmp.Compare(a.Title, b.Title) })
}

// trace leaves of the pages the orphans.
func (s *search) trace(ctx context.Context) error {
	f := s.f
	f.bound()
	pages := titlesOfPages(f.Traces.Pages)
	if len(f.marks()) > 0 {
		if len(pages) == 0 || !s.pays(len(pages)) {
			return nil
		}
		if f.Histories == nil {
			f.Histories = map[provider.Title]provider.History{}
		}
		for batch := range slices.Chunk(pages, historiesAtOnce) {
			histories, err := s.histories(ctx, batch)
			if err != nil {
				return err
			}
			for _, t := range batch {
				if h, told := histories[t]; told && f.hasOurs(h) {
					f.Histories[t] = h
				}
			}
		}
	}
	// Of what has no version of ours, a redirect may be. What a file has is asked where it
	// may be deleted, or where its latest version says whose it is.
	var look, redirects []provider.Title
	for _, page := range f.Traces.Pages {
		_, file := f.Histories[page.Title]
		if file && f.Search != SearchCheap || !file && (len(f.marks()) == 0 || slices.ContainsFunc(page.Comments, f.marked)) {
			look = append(look, page.Title)
		}
	}
	if len(look) > 0 && !s.pays(len(look)) {
		return nil
	}
	if err := f.ask(ctx, s.r, look); err != nil {
		return err
	}
	for _, t := range look {
		if file := f.Have[t]; file.Redirect && file.Version == nil {
			redirects = append(redirects, t)
		}
	}
	if err := s.logs(ctx, redirects); err != nil || s.dear {
		return err
	}
	f.Traces.Pages = slices.DeleteFunc(f.Traces.Pages, func(p provider.Contributed) bool { return !f.orphaned(p) })
	return nil
}

// histories are whole where something may follow from it.
func (s *search) histories(ctx context.Context, batch []provider.Title) (map[provider.Title]provider.History, error) {
	if s.f.Search == SearchCheap {
		return s.r.Histories(ctx, batch)
	}
	return s.r.WholeHistories(ctx, batch)
}

// bound leaves out pages of which too many would have to be looked at; those that say that
// they are ours come first.
func (f *Facts) bound() {
	pages := f.Traces.Pages
	if len(pages) <= mostTraced {
		return
	}
	marked, others := apartBy(pages, func(p provider.Contributed) bool { return slices.ContainsFunc(p.Comments, f.marked) })
	if len(marked) > mostTraced {
		f.hold(Problem{Reason: PruneHeld, Text: fmt.Sprintf("there are %s that have our mark and that no block names", number.Of(len(marked), "page"))})
	}
	kept := slices.Concat(marked, others)[:mostTraced]
	slices.SortFunc(kept, func(a, b provider.Contributed) int { return cmp.Compare(a.Title, b.Title) })
	f.Traces.Pages = kept
	f.Unsought = fmt.Sprintf("Of %s that our accounts have written to and no block names, only %s were looked at.", number.Of(len(pages), "page"), number.Grouped(mostTraced))
}

// logs asks whether redirects are what moves left.
func (s *search) logs(ctx context.Context, redirects []provider.Title) error {
	redirects = slices.DeleteFunc(redirects, func(t provider.Title) bool { _, known := s.f.MoveLogs[t]; return known })
	if len(redirects) == 0 || !s.pays(len(redirects)) {
		return nil
	}
	logs, err := s.r.Moves(ctx, redirects)
	if err != nil {
		return err
	}
	if s.f.MoveLogs == nil {
		s.f.MoveLogs = map[provider.Title]provider.MoveLog{}
	}
	maps.Copy(s.f.MoveLogs, logs)
	return nil
}

func titlesOfPages(pages []provider.Contributed) []provider.Title {
	ts := make([]provider.Title, len(pages))
	for i, p := range pages {
		ts[i] = p.Title
	}
	return ts
}

// apartBy gives those of which something holds, and the others.
func apartBy[T any](all []T, holds func(T) bool) (yes, no []T) {
	for _, v := range all {
		if holds(v) {
			yes = append(yes, v)
		} else {
			no = append(no, v)
		}
	}
	return yes, no
}
