package plan

import (
	"context"
	"slices"

	"wikiform/provider"
)

// Facts are everything about a wiki that a plan depends on.
type Facts struct {
	Wiki    Wiki
	Site    provider.Site
	Account provider.Account
	// Have is what the wiki has, by titles as they were asked for and as the wiki
	// stores them; a title that is not in it is taken for missing.
	Have map[provider.Title]provider.File
	// Refusals are why the account may not do something to a title, by action
	// ("upload", "edit"); titles that were not asked about have none.
	Refusals map[provider.Title]map[string][]provider.Refusal
	// Holders are the files that have a content already.
	Holders map[provider.SHA1][]provider.Title
	// Authors are whose the texts are that the plan would replace, Uploaders
	// whose the contents; of what was not asked about, the latest revision or
	// version tells.
	Authors, Uploaders map[provider.Title]Author
	// Neighbours are the files on the wiki whose names nearly are those of files
	// that the plan would create; "" is one whose name could not be told.
	Neighbours map[provider.Title][]provider.Title
	// Savings are what the wiki says that it would make of texts, where only it knows.
	Savings map[provider.Title]provider.Saving
	// AskTexts: where the wiki says that only to those who are logged in, it is asked
	// as the account.
	AskTexts bool
	// Automation: nobody is there who would commit a lock file, so that content
	// without a pin cannot be accepted.
	Automation bool
	// Only is what a plan is narrowed to (see [Narrow]); none: all.
	Only []Kind
}

// Reader answers questions about a wiki; nil or empty arguments are not asked.
type Reader interface {
	// Files gives what the wiki has under each title, without texts, and how it
	// stores that title.
	Files(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.File, error)
	// Texts gives the pages with their texts; a page that is gone is left out.
	Texts(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Page, error)
	// Refusals gives what the account may not do, by action: "upload", "edit".
	Refusals(ctx context.Context, titles []provider.Title) (map[provider.Title]map[string][]provider.Refusal, error)
	// Holders gives the files that have one of these contents.
	Holders(ctx context.Context, sums []provider.SHA1) (map[provider.SHA1][]provider.Title, error)
	// Revisions gives revisions by their numbers; what the wiki does not show is
	// left out.
	Revisions(ctx context.Context, ids []int64) (map[int64]provider.Revision, error)
	// Histories gives the versions that files have had; a file that is gone is
	// left out.
	Histories(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.History, error)
	// Neighbours gives, of titles without a file, the one file of which the wiki
	// says that its name is nearly the same; "" when it does not say which.
	Neighbours(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Title, error)
	// Saving gives what the wiki would make of a text of a file's page, as anybody may
	// know it, and only where nobody may, and asAccount is set, as the account may.
	Saving(ctx context.Context, title provider.Title, text string, asAccount bool) (provider.Saving, error)
}

// Survey fills f with what the wiki says about the claims: Have and what follows
// it in [Facts]. Wiki, Site, Account, AskTexts, Automation and Only must be set before. It
// settles the claims first, which then have the titles that the wiki stores.
//
// What costs the wiki is asked only where the answer matters: texts where the
// sum of a managed text differs, authors of what would be replaced, neighbours of
// what would be created, what saving would make of a text where that is not sure,
// permissions and duplicates for what would be written. A
// wiki that is as wanted is asked for its files and nothing else.
func Survey(ctx context.Context, r Reader, claims []Claim, f *Facts) error {
	if err := Settle(ctx, r, claims, f); err != nil {
		return err
	}
	claims = Narrow(claims, f.Have, f.Only)
	texts, err := ask(ctx, r.Texts, differingTexts(claims, f.Have))
	if err != nil {
		return err
	}
	for title, page := range texts {
		file := f.Have[title]
		file.Page = &page // text and revision of one moment
		f.Have[title] = file
	}

	if err := surveySavings(ctx, r, claims, f); err != nil {
		return err
	}

	// What is asked follows from what would be done, and Compute knows that. Asking
	// by the claims alone would repeat its decisions, and this costs no request.
	changes := Compute(claims, *f).Changes
	if err := surveyAuthors(ctx, r, changes, f); err != nil {
		return err
	}
	if err := surveyNeighbours(ctx, r, changes, f); err != nil {
		return err
	}
	var writes []provider.Title
	var creates []provider.SHA1
	for _, c := range changes {
		if c.Writes() {
			writes = append(writes, c.Claim.Title)
		}
		if sum := c.uploads(); c.Action() == Create && sum.Known() {
			creates = append(creates, sum)
		}
	}
	if !f.Account.Anonymous() {
		if f.Refusals, err = ask(ctx, r.Refusals, writes); err != nil {
			return err
		}
	}
	f.Holders, err = ask(ctx, r.Holders, unique(creates))
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
	for _, c := range claims {
		if c.Fault == nil {
			ts = append(ts, c.Title)
		}
	}
	return ts
}

func differingTexts(claims []Claim, have map[provider.Title]provider.File) []provider.Title {
	var ts []provider.Title
	for i := range claims {
		c := &claims[i]
		file := have[c.Title]
		if c.Fault == nil && file.Page != nil && (file.Version != nil || !file.Redirect) && compareText(c, file).step != nil {
			ts = append(ts, c.Title)
		}
	}
	return ts
}

func unique(sums []provider.SHA1) []provider.SHA1 {
	seen := make(map[provider.SHA1]bool, len(sums))
	return slices.DeleteFunc(sums, func(s provider.SHA1) bool {
		again := seen[s]
		seen[s] = true
		return again
	})
}
