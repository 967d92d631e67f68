package cli

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"wikiform/internal/number"
	"wikiform/internal/preview"
	"wikiform/plan"
	"wikiform/spec"
)

// previewOption is whether the wiki is asked how it would show texts, and to whom; "" is
// that it is not.
type previewOption struct{ reader preview.Reader }

func (o *previewOption) declare(flags *pflag.FlagSet) {
	flags.Var(o, "preview", "ask the wiki how it would show texts that come or change, without an account; with -preview=account as the account where nobody else may read the wiki, which then shows whoever wrote the text (of a pull request its author) what the account may read; for the page of -report=html:FILE, with remarks on templates that do not exist and categories without a page")
	flags.Lookup("preview").NoOptDefVal = string(preview.Everybody)
}

func (o *previewOption) String() string { return string(o.reader) }
func (o *previewOption) Type() string   { return "reader" }

// Set implements [pflag.Value].
func (o *previewOption) Set(s string) error {
	known := []string{string(preview.Everybody), string(preview.Account)}
	switch r := preview.Reader(s); r {
	case preview.Everybody, preview.Account:
		o.reader = r
		return nil
	}
	if near := spec.Suggest(s, known); near != "" {
		return fmt.Errorf("no reader is called %q; did you mean %s?", s, near)
	}
	return fmt.Errorf("no reader is called %q: -preview asks as everybody, and -preview=account as the account where nobody else may read the wiki", s)
}

// previews asks the wiki, where that is wanted, how it would show the texts of the plan,
// which gets remarks of what they lack.
func (j *job) previews(ctx context.Context, c *connection, p *plan.Plan, o previewOption) (preview.Pages, error) {
	if o.reader == "" {
		return nil, nil
	}
	pages, err := preview.Ask(ctx, p, c.client, o.reader)
	if err != nil {
		return nil, err
	}
	shown := 0
	for _, page := range pages {
		if page.Missing == "" {
			shown++
		}
	}
	if shown < len(pages) {
		j.note("The wiki has shown %d of %s; of the others the report says why not.", shown, number.Of(len(pages), "text"))
	}
	return pages, nil
}
