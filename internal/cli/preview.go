package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/pflag"

	"wikiform/apply/reconcile"
	"wikiform/internal/number"
	"wikiform/internal/preview"
	"wikiform/plan"
	"wikiform/provider"
)

// previewOption is whether the wiki is asked how it would show texts, and to whom; "" is
// that it is not.
type previewOption struct{ reader preview.Reader }

func (o *previewOption) declare(flags *pflag.FlagSet) {
	flags.Var(o, "preview", "ask the wiki how it would show texts that come or change, as `READER`: everybody, which is meant without a word, or account, where nobody else may read the wiki")
	flags.Lookup("preview").NoOptDefVal = string(preview.Everybody)
}

func (o *previewOption) String() string { return string(o.reader) }
func (o *previewOption) Type() string   { return "reader" }

// Set implements [pflag.Value].
func (o *previewOption) Set(s string) error {
	if !slices.Contains(previewReaders, s) {
		return unknownName("reader", s, previewReaders)
	}
	o.reader = preview.Reader(s)
	return nil
}

var previewReaders = []string{string(preview.Everybody), string(preview.Account)}

// previews asks the wiki, where that is wanted, how it would show the texts of the plan,
// which gets remarks of what they lack.
func (j *job) previews(ctx context.Context, c *connection, p *plan.Plan) (preview.Pages, error) {
	if c.previews == "" {
		return nil, nil
	}
	pages, err := preview.Ask(ctx, p, c.client, c.previews)
	if _, hidden := errors.AsType[*preview.HiddenError](err); hidden {
		return nil, fmt.Errorf("%s: %w", reconcile.Where(c.Declared), err)
	} else if err != nil {
		return nil, err
	}
	shown, asAccount := 0, 0
	for _, page := range pages {
		if page.Missing == "" {
			shown++
		}
		if page.Account {
			asAccount++
		}
	}
	if asAccount > 0 {
		j.note("The previews are what %s may read: whoever gets the page of this plan reads it, too.", provider.Visible(c.Wiki.Account().Name))
	}
	if shown < len(pages) {
		j.note("The wiki has shown %d of %s. %s", shown, number.Of(len(pages), "text"), firstMissing(p, pages))
	}
	return pages, nil
}

// firstMissing says of the first text that has no preview why not.
func firstMissing(p *plan.Plan, pages preview.Pages) string {
	for i := range p.Changes {
		title := p.Changes[i].Claim.Title
		if why := pages[title].Missing; why != "" {
			return provider.Visible(title.Page() + ": " + why)
		}
	}
	return ""
}
