package plan

import (
	"context"

	"wikiform/provider"
)

// OwnerReader answers who has written what, and what hangs on it.
type OwnerReader interface {
	// Contributions gives the pages of files that one of the accounts has written to, in
	// the order of their titles of today, in at most so many requests; whole is false
	// when there are more, which were not read.
	Contributions(ctx context.Context, accounts []string, requests int) (pages []provider.Contributed, whole bool, err error)
	// Contributors gives who has written to the pages of titles; a title without a page
	// is left out, and so are, without a word, users whose names are hidden.
	Contributors(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Contributors, error)
	// WholeHistories is Histories that reads on where a file has more versions.
	WholeHistories(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.History, error)
	// RedirectsTo gives the pages that redirect to titles, whatever is there.
	RedirectsTo(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Redirects, error)
	// InCategory gives the titles whose pages are in a category, which is named with its
	// namespace or without. What was saved a moment ago may not be seen yet.
	InCategory(ctx context.Context, titles []provider.Title, category string) (map[provider.Title]bool, error)
}
