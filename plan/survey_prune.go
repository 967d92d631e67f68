package plan

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"wikiform/internal/number"
	"wikiform/provider"
)

// judge asks of what would be deleted what may stand against it.
func (s *search) judge(ctx context.Context) error {
	f := s.f
	if f.PruneHeld != nil || !f.prunes() {
		return nil
	}
	orphans := titlesOfPages(f.Traces.Pages)
	var categories []string
	for _, b := range f.Prunes {
		if b.Category != "" {
			categories = append(categories, b.Category)
		}
	}
	if n := len(once(categories)); n*s.cost(len(orphans)) > mostCategorized {
		f.hold(Problem{Reason: PruneHeld, Text: fmt.Sprintf("to ask of %s whether they are in %s takes too many requests", number.Of(len(orphans), "page"), number.Grouped(n)+" categories")})
		return nil
	}
	f.Traces.Categories = map[string]map[provider.Title]bool{}
	for _, b := range f.Prunes {
		if _, asked := f.Traces.Categories[b.Category]; b.Category == "" || asked || len(orphans) == 0 {
			continue
		}
		in, err := s.r.InCategory(ctx, orphans, b.Category)
		if err != nil {
			return err
		}
		f.Traces.Categories[b.Category] = in
	}
	orphans = slices.DeleteFunc(orphans, func(t provider.Title) bool { _, why := f.pruneOf(t); return why != nil })
	return s.judgeOf(ctx, orphans)
}

// judgeOf asks who has written to the pages of orphans, and of those that are ours alone
// what uses them.
func (s *search) judgeOf(ctx context.Context, orphans []provider.Title) error {
	f := s.f
	f.Traces.Contributors = map[provider.Title]provider.Contributors{}
	wrote, err := ask(ctx, s.r.Contributors, orphans)
	if err != nil {
		return err
	}
	maps.Copy(f.Traces.Contributors, wrote)
	pages := make(map[provider.Title]provider.Contributed, len(f.Traces.Pages))
	for _, p := range f.Traces.Pages {
		pages[p.Title] = p
	}
	orphans = slices.DeleteFunc(orphans, func(t provider.Title) bool { return len(f.notAllOurs(pages[t])) > 0 })
	if f.Traces.Redirects, err = ask(ctx, s.r.RedirectsTo, orphans); err != nil {
		return err
	}
	var redirects []provider.Title
	for _, t := range orphans {
		for _, page := range f.Traces.Redirects[t].Pages {
			if from, isFile := f.Site.FileTitle(page); isFile {
				redirects = append(redirects, from)
			}
		}
	}
	if wrote, err = ask(ctx, s.r.Contributors, once(redirects)); err != nil {
		return err
	}
	maps.Copy(f.Traces.Contributors, wrote)
	usages, err := ask(ctx, s.r.Usage, once(slices.Concat(orphans, redirects)))
	f.use(usages)
	return err
}

// prunedTitles are those of the orphans that are deleted.
func prunedTitles(changes []Change) []provider.Title {
	var ts []provider.Title
	for i := range changes {
		if c := &changes[i]; c.Claim.Orphan && c.Writes() {
			ts = append(ts, c.Claim.Title)
		}
	}
	return ts
}

// claim remembers the titles of all claims, as the wiki stores them, before the plan is
// narrowed.
func (f *Facts) claim(claims []Claim) {
	f.Claimed = map[provider.Title]bool{}
	for i := range claims {
		for _, t := range append(claims[i].titles(), &claims[i].Declared, &claims[i].Holder) {
			f.Claimed[*t] = true
		}
	}
}

// holdFor keeps everything from being pruned where not all titles of the manifest are
// known, or nothing is to be deleted.
func (f *Facts) holdFor(claims []Claim) {
	if len(f.Only) > 0 && !slices.Contains(f.Only, Deletions) {
		f.hold(Problem{Reason: PruneHeld, Text: "-only leaves deletions out"})
	}
	for i := range claims {
		if c := &claims[i]; c.Fault != nil && c.Fault.Reason == TitleRefused {
			f.hold(Problem{
				Reason: PruneHeld, At: c.At, Names: []string{string(c.Address)},
				Text: fmt.Sprintf("which title %s (%s) means cannot be told", c.Address, c.At), Hint: "mend that block",
			})
		}
	}
}

// hold keeps everything from being pruned.
func (f *Facts) hold(why Problem) {
	if f.PruneHeld == nil {
		f.PruneHeld = &why
	}
}
