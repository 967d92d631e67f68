package reconcile

import (
	"context"
	"io/fs"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"wikiform/internal/pull"
	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
	"wikiform/spec/source"
)

// Pull is how the texts of a wiki's pages come into git.
type Pull struct {
	Takings []pull.Taking // the pages that say something else, in order of the manifest
	Same    int           // pages that say what the manifest says
	Ahead   int           // pages that nobody else has changed since the manifest was written there
	wiki    string
	seen    map[provider.Title]int64 // revisions of these that somebody has taken in by hand
}

// Pull reads the pages that do not say what the manifest says, and decides what would have
// to be written for it to say so. A description that is only a seed, or that is not
// looked at, is left out. Overrides is the directory for those that are no files; "":
// there are none. The errors are those of [Project.Plan].
func (p *Project) Pull(ctx context.Context, t Target, s spec.Scope, overrides string) (*Pull, error) {
	if err := p.isFor(t); err != nil {
		return nil, err
	}
	facts := p.facts(t, false)
	chosen, err := p.choose(ctx, t, s, &facts)
	if err != nil {
		return nil, err
	}
	// Which block adopts a file depends on all that would.
	files := only(chosen.Files, func(f spec.File) bool { return pulled(f) || f.OnDuplicate == spec.DuplicateAdopt })
	if err := plan.Stored(ctx, t.Wiki, files, &facts); err != nil {
		return nil, t.failed(err)
	}
	if err := p.locate(ctx, t, files, &facts); err != nil {
		return nil, err
	}
	files = only(files, pulled)
	made := &Pull{wiki: NameOf(t.Declared)}
	differ := only(files, func(f spec.File) bool {
		page := facts.Have[f.Title].Page
		return page != nil && page.TextSHA1 != provider.TextSHA1(provider.NormalizeText(*f.Description))
	})
	texts, err := ask(ctx, differ, t.Wiki.Texts)
	if err != nil {
		return nil, t.failed(err)
	}
	pages, same := p.pages(differ, texts, &facts)
	if pages, made.Ahead, err = brought(ctx, t, pages, &facts); err != nil {
		return nil, t.failed(err)
	}
	for _, f := range files {
		if page := facts.Have[f.Title].Page; page != nil && page.TextSHA1 == provider.TextSHA1(provider.NormalizeText(*f.Description)) {
			same = append(same, f)
		}
	}
	made.Same = len(same)
	if made.seen, err = p.takenByHand(ctx, t, same, &facts); err != nil {
		return nil, t.failed(err)
	}
	made.Takings = pull.Decide(p.manifest, pages, pull.Options{FS: p.fsys, Overrides: overrides, Load: func(fsys fs.FS) (*spec.Manifest, hcl.Diagnostics) {
		return spec.Load(fsys, p.dir, p.inputs)
	}})
	return made, nil
}

// locate gives files that were moved on the wiki and are followed, and those that are adopted,
// their titles there.
func (p *Project) locate(ctx context.Context, t Target, files []spec.File, facts *plan.Facts) error {
	m := p.declared()
	m.Files = only(files, func(f spec.File) bool {
		have := facts.Have[f.Title]
		return f.OnMoved == spec.OnMovedFollow && have.Redirect || f.OnDuplicate == spec.DuplicateAdopt && have.Version == nil
	})
	if len(m.Files) == 0 {
		return nil
	}
	claims, err := p.claims(ctx, t, m, "")
	if err != nil {
		return err
	}
	if err := plan.Settle(ctx, t.Wiki, claims, facts); err != nil {
		return t.failed(err)
	}
	claims = plan.Join(claims)
	if err := plan.Locate(ctx, t.Wiki, claims, facts); err != nil {
		return t.failed(err)
	}
	now := map[spec.Address]provider.Title{}
	for i := range claims {
		now[claims[i].Address] = claims[i].Title
	}
	for i := range files {
		if title, moved := now[files[i].Address]; moved && facts.Have[title].Version != nil {
			files[i].Title = title
		}
	}
	return nil
}

// pulled reports whether the page of a file is to say what the manifest says.
func pulled(f spec.File) bool {
	return f.Description != nil && f.Mode != spec.ModeSeed && !slices.Contains(f.Lifecycle.Ignore, "description")
}

// ask asks about the titles of files, if there are any.
func ask[V any](ctx context.Context, files []spec.File, question func(context.Context, []provider.Title) (map[provider.Title]V, error)) (map[provider.Title]V, error) {
	if len(files) == 0 {
		return nil, nil
	}
	var titles []provider.Title
	for _, f := range files {
		titles = append(titles, f.Title)
	}
	return question(ctx, titles)
}

// pages are those that really say something else, as their texts tell, and the files of
// the others. They have the files of the manifest, whose titles are as it writes them.
func (p *Project) pages(differ []spec.File, texts map[provider.Title]provider.Page, facts *plan.Facts) (pages []pull.Page, same []spec.File) {
	at := map[spec.Address]*spec.File{}
	for i := range p.manifest.Files {
		at[p.manifest.Files[i].Address] = &p.manifest.Files[i]
	}
	for _, f := range differ {
		page := pull.Page{File: at[f.Address], Title: f.Title}
		text, told := texts[f.Title]
		have := facts.Have[f.Title]
		switch {
		case have.Redirect:
			page.Unusable = "The page is a redirect: if the file was moved, the manifest has to say its new title first."
		case have.Page.Model != "":
			page.Unusable = "The page is no wikitext but " + have.Page.Model + "."
		case !told || !text.HasText:
			page.Unusable = "The wiki does not show the page's text."
		case provider.NormalizeText(text.Text) == provider.NormalizeText(*f.Description):
			same = append(same, f)
			continue
		default:
			page.Text = text.Text
		}
		page.Revision, page.User, page.Time = have.Page.Rev, have.Page.User, have.Page.Time
		if told {
			page.Revision, page.User, page.Time = text.Rev, text.User, text.Time
		}
		pages = append(pages, page)
	}
	return pages, same
}

// brought gives pages the texts that the manifest has to have, and leaves out those of which
// it is only ahead.
func brought(ctx context.Context, t Target, pages []pull.Page, facts *plan.Facts) (left []pull.Page, ahead int, err error) {
	var asked []plan.Paged
	for _, p := range pages {
		if p.Unusable == "" {
			asked = append(asked, plan.Paged{Title: p.Title, Rev: p.Revision, Ours: *p.File.Description, Theirs: p.Text})
		}
	}
	if len(asked) == 0 {
		return pages, 0, nil
	}
	texts, err := plan.Brought(ctx, t.Wiki, asked, facts)
	if err != nil {
		return nil, 0, err
	}
	for _, p := range pages {
		if p.Unusable == "" {
			text, some := texts[p.Title]
			if !some {
				ahead++
				continue
			}
			p.Both, p.Text = provider.NormalizeText(text) != provider.NormalizeText(p.Text), text
		}
		left = append(left, p)
	}
	return left, ahead, nil
}

// takenByHand are the revisions of merged pages that the manifest says as a whole, and
// that did not come from it alone.
func (p *Project) takenByHand(ctx context.Context, t Target, same []spec.File, facts *plan.Facts) (map[provider.Title]int64, error) {
	merged := map[provider.Title]*provider.Page{}
	for _, f := range same {
		if page := facts.Have[f.Title].Page; f.Mode == spec.ModeMerge && facts.Pulled[f.Title] != page.Rev {
			merged[f.Title] = page
		}
	}
	return plan.TakenByHand(ctx, t.Wiki, merged, facts)
}

// Taken is the lock file with the revisions that git has taken in once these files are
// written, and whether it is another one then.
func (p *Project) Taken(from *Pull, wrote []pull.Taking) (*source.Lock, bool) {
	lock, changed := p.Lock(), false
	note := func(title provider.Title, revision int64) {
		changed = changed || lock.Pulled(from.wiki, title) != revision
		lock.SetPulled(from.wiki, title, revision)
	}
	for _, t := range wrote {
		if t.Settles() {
			note(t.Title, t.Revision)
		}
	}
	for title, revision := range from.seen {
		note(title, revision)
	}
	return lock, changed
}
