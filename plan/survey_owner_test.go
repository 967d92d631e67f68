package plan

import (
	"context"

	"wikiform/provider"
)

// owners is what a wiki says of who has written what.
type owners struct {
	contributions []provider.Contributed
	unread        bool // there are more contributions
	contributors  map[provider.Title]provider.Contributors
	redirectsTo   map[provider.Title]provider.Redirects
	inCategory    map[provider.Title]bool
}

func (w *wiki) Contributions(_ context.Context, accounts []string, _ int) ([]provider.Contributed, bool, error) {
	return w.contributions, !w.unread, w.ask("contributions", accounts)
}

func (w *wiki) Contributors(_ context.Context, ts []provider.Title) (map[provider.Title]provider.Contributors, error) {
	return w.contributors, w.ask("contributors", names(ts))
}

func (w *wiki) WholeHistories(_ context.Context, ts []provider.Title) (map[provider.Title]provider.History, error) {
	return w.histories, w.ask("whole histories", names(ts))
}

func (w *wiki) RedirectsTo(_ context.Context, ts []provider.Title) (map[provider.Title]provider.Redirects, error) {
	return w.redirectsTo, w.ask("redirects", names(ts))
}

func (w *wiki) InCategory(_ context.Context, ts []provider.Title, category string) (map[provider.Title]bool, error) {
	return w.inCategory, w.ask("category", append([]string{category}, names(ts)...))
}
