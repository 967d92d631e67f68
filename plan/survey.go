package plan

import (
	"context"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"

	"wikiform/provider"
)

// Reader answers questions about a wiki; nil or empty arguments are not asked. It is
// asked several at a time.
type Reader interface {
	// Files gives what the wiki has under each title, without texts, and how it
	// stores that title.
	Files(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.File, error)
	// Texts gives the pages with their texts; a page that is gone is left out.
	Texts(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Page, error)
	// Refusals gives what the account may not do, by action, of those asked about:
	// "upload", "edit", "move", "delete".
	Refusals(ctx context.Context, titles []provider.Title, actions []string) (map[provider.Title]map[string][]provider.Refusal, error)
	// Holders gives the files that have one of these contents.
	Holders(ctx context.Context, sums []provider.SHA1) (map[provider.SHA1][]provider.Title, error)
	// Revisions gives revisions by their numbers; what the wiki does not show is
	// left out.
	Revisions(ctx context.Context, ids []int64) (map[int64]provider.Revision, error)
	// Histories gives the versions that files have had; a file that is gone is
	// left out.
	Histories(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.History, error)
	// Prospects gives, of titles without a file, what an upload would meet there.
	Prospects(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Prospect, error)
	// Saving gives what the wiki would make of a text of a file's page: as anybody may
	// know it, and only where nobody may, and asAccount is set, as the account may.
	Saving(ctx context.Context, title provider.Title, text string, asAccount bool) (provider.Saving, error)
	DeletionReader
	NameReader
	TagReader
	OwnerReader
	PastReader
}

// DeletionReader answers what of a wiki was deleted.
type DeletionReader interface {
	// Deletions gives what the log tells of the deletions of titles.
	Deletions(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.DeletionLog, error)
	// DeletedContents gives the titles under which contents were deleted, a title "" for
	// more of them; whole is false when that was not looked for to the end.
	DeletedContents(ctx context.Context, sums []provider.SHA1) (found map[provider.SHA1][]provider.Title, whole bool, err error)
}

// Survey fills f with what the wiki says about the claims: Have and what follows
// it in [Facts]. Wiki, Site, Account, Mark, AskTexts, Automation and Only must be set
// before. It settles the claims first, which then have the titles that the wiki stores.
//
// What costs the wiki is asked only where the answer matters: texts where the
// sum of a managed text differs or the page goes, what the wiki would make of a new one where only it
// knows, authors of what would be replaced, prospects of what would be created, permissions and duplicates for what would be written. A
// wiki that is as wanted is asked for its files and nothing else.
func Survey(ctx context.Context, r Reader, claims []Claim, f *Facts) error {
	if err := Settle(ctx, r, claims, f); err != nil {
		return err
	}
	if err := surveyNames(ctx, r, claims, f); err != nil {
		return err
	}
	sought, err := surveyHolders(ctx, r, claims, f)
	if err != nil {
		return err
	}
	adopt(claims, f)
	f.claim(leading(claims, f))
	if err := surveyTags(ctx, r, claims, f); err != nil {
		return err
	}
	claims = Narrow(claims, *f, f.Only)
	settled := leading(claims, f)
	if err := f.askTexts(ctx, r, shownTexts(settled, f)); err != nil {
		return err
	}
	if err := surveyBases(ctx, r, settled, f); err != nil {
		return err
	}
	if err := surveySavings(ctx, r, settled, f); err != nil {
		return err
	}

	// What is asked follows from what would be done, and Compute knows that. Asking
	// by the claims alone would repeat its decisions, and this costs no request.
	changes, err := computeOwned(ctx, r, claims, f)
	if err != nil {
		return err
	}
	titles, contents := created(changes)
	// Titles and contents are asked about at once: neither depends on the other, and
	// both can take minutes.
	both, within := errgroup.WithContext(ctx)
	both.Go(func() error { return surveyTitles(within, r, changes, titles, f) })
	both.Go(func() error { return surveyContents(within, r, contents, sought, f) })
	if err := both.Wait(); err != nil {
		return err
	}
	if f.DeletionLogs, err = ask(ctx, r.Deletions, f.gone(titles)); err != nil {
		return err
	}
	if err := surveyRenamed(ctx, r, contents, f); err != nil {
		return err
	}
	if changes, err = computeOwned(ctx, r, claims, f); err != nil {
		return err
	}
	if asked, err := surveyFoundBases(ctx, r, changes, f); err != nil {
		return err
	} else if asked {
		changes = Compute(claims, *f).Changes
	}
	if err := surveyAuthors(ctx, r, changes, f); err != nil { // of files that were found under other titles
		return err
	}
	if err := surveyOrphans(ctx, r, claims, changes, f); err != nil {
		return err
	}
	if len(f.Traces.Pages) > 0 {
		changes = Compute(claims, *f).Changes
		if err := f.askTexts(ctx, r, prunedTitles(changes)); err != nil {
			return err
		}
	}
	return surveyTaken(ctx, r, changes, f)
}

// askTexts adds to f what pages say.
func (f *Facts) askTexts(ctx context.Context, r Reader, titles []provider.Title) error {
	texts, err := ask(ctx, r.Texts, titles)
	if err != nil {
		return err
	}
	for title, page := range texts {
		file := f.Have[title]
		file.Page = &page // text and revision of one moment
		f.Have[title] = file
	}
	return nil
}

// created are the titles and the contents that the changes would bring to the wiki, or
// would if others did not.
func created(changes []Change) (titles []provider.Title, contents []provider.SHA1) {
	for i := range changes {
		c := &changes[i]
		sum := c.brings()
		switch {
		case c.givesWay():
			sum = c.Claim.Content.Digest.SHA1
		case !c.getsTitle():
			continue
		}
		titles = append(titles, c.Claim.Title)
		if sum.Known() {
			contents = append(contents, sum)
		}
	}
	return titles, once(contents)
}

// givesWay reports whether nothing but the bytes of another file stands against a new one.
// What does not come to that one, since the wiki has something against it, comes to this.
func (c *Change) givesWay() bool {
	other := func(r Reason) bool { return r != Duplicate }
	return c.Verdict == VerdictBlocked && c.Claim.Content != nil && c.Before.Version == nil && !slices.ContainsFunc(c.Reasons, other)
}

// surveyTitles asks about what would be replaced, and about titles that would be
// created.
func surveyTitles(ctx context.Context, r Reader, changes []Change, creates []provider.Title, f *Facts) (err error) {
	if err := surveyAuthors(ctx, r, changes, f); err != nil {
		return err
	}
	if f.Prospects, err = ask(ctx, r.Prospects, creates); err != nil {
		return err
	}
	if err := surveyNeighbours(ctx, r, creates, f); err != nil {
		return err
	}
	if f.Account.Anonymous() {
		return nil
	}
	f.Refusals, err = surveyRefusals(ctx, r, changes, creates, f)
	return err
}

// surveyRefusals asks why titles may not be written: of those that are there, and of
// those to be created that are known to be refused. Beside these the first of them
// stands for all, since only what has nothing to do with a title can speak against it.
func surveyRefusals(ctx context.Context, r Reader, changes []Change, creates []provider.Title, f *Facts) (map[provider.Title]map[string][]provider.Refusal, error) {
	var known, others []provider.Title
	for i := range changes {
		c := &changes[i]
		switch t := c.Claim.Title; {
		case !c.Writes() && !c.givesWay(), c.Writes() && len(c.questions()) == 0, c.Move() != nil, c.deletes(), c.Restore() != nil:
		case c.Action() != Create || c.Before.Page != nil || f.Prospects[t].Refused || t == creates[0]:
			known = append(known, t)
		default:
			others = append(others, t)
		}
	}
	about := func(ctx context.Context, ts []provider.Title) (map[provider.Title]map[string][]provider.Refusal, error) {
		return r.Refusals(ctx, ts, []string{"edit", "upload"})
	}
	refusals, err := ask(ctx, about, known)
	if err != nil || len(others) == 0 || len(refusals[creates[0]]) == 0 || f.Prospects[creates[0]].Refused {
		return refusals, err
	}
	more, err := about(ctx, others)
	if err != nil {
		return nil, err
	}
	all := maps.Clone(refusals)
	maps.Copy(all, more)
	return all, nil
}

// surveyContents asks where contents that would be created are, where that was not asked
// yet, or were.
func surveyContents(ctx context.Context, r Reader, sums []provider.SHA1, sought map[provider.SHA1]bool, f *Facts) error {
	if len(sums) == 0 {
		return nil
	}
	holders, err := ask(ctx, r.Holders, slices.DeleteFunc(slices.Clone(sums), func(sum provider.SHA1) bool { return sought[sum] }))
	if err != nil {
		return err
	}
	if f.Holders == nil {
		f.Holders = holders
	}
	maps.Copy(f.Holders, holders)
	var whole bool
	f.DeletedContents, whole, err = r.DeletedContents(ctx, sums)
	f.Unsearched = !whole
	return err
}

// ask does not trouble the wiki with an empty question.
func ask[K comparable, V any](ctx context.Context, about func(context.Context, []K) (V, error), keys []K) (V, error) {
	if len(keys) == 0 {
		var none V
		return none, nil
	}
	return about(ctx, keys)
}

func titles(claims []Claim) []provider.Title {
	var ts []provider.Title
	for i := range claims {
		if c := &claims[i]; c.Fault == nil {
			for _, t := range c.titles() {
				ts = append(ts, *t)
			}
		}
	}
	return ts
}

// shownTexts are the pages whose texts others take the place of, or nothing.
func shownTexts(claims []Claim, f *Facts) []provider.Title {
	var ts []provider.Title
	for i, s := range situations(claims, f) {
		wanted, file := claims[i].wanted(), s.file()
		c := &wanted
		written := (file.Version != nil || !file.Redirect) && compareText(c, s).step != nil
		taken := compareExistence(c, s).step != nil || compareTarget(c, s).step != nil
		if c.Fault == nil && file.Page != nil && (written || taken) {
			ts = append(ts, file.Title)
		}
	}
	return ts
}
