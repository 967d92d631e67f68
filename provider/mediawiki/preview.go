package mediawiki

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"wikiform/provider"
)

// previewIn is how long a wiki may work at one preview. MediaWiki itself gives up
// much sooner, and shows what it has.
const previewIn = 30 * time.Second

// Preview asks the wiki how it would show a text as the page of a file (facts §7.2). It
// asks as nobody, or else as the account, and then what comes is what the account may
// read. An error of kind [provider.Auth] says that the wiki does not answer those who ask
// so. It is not asked again after other errors than those of a busy wiki.
//
// Texts that saving would change are not for it: signatures and substitutions are shown
// as they stand there.
func (c *Client) Preview(ctx context.Context, title provider.Title, text string, asAccount bool) (provider.Preview, error) {
	r := request{op: "preview", title: title, post: true, patience: previewIn, params: url.Values{
		"action": {"parse"}, "title": {title.Page()}, "contentmodel": {"wikitext"}, "text": {text}, "prop": {"text|templates|categories"},
		"disablelimitreport": {"1"}, "disableeditsection": {"1"}, "disabletoc": {"1"}, "wrapoutputclass": {""},
	}, ends: func(f *fault) bool {
		return f.err.Kind != provider.Busy && !(asAccount && f.err.Kind == provider.Auth)
	}}
	if !asAccount {
		r.anonymous, r.in = true, newSession()
	}
	var answer parseAnswer
	if err := c.call(ctx, r, &answer); err != nil {
		return provider.Preview{}, err
	}
	if answer.Parse.Text == nil {
		return provider.Preview{}, malformed(r.op, "the wiki's answer has no text")
	}
	return answer.preview(), nil
}

// parseAnswer is what action=parse gives of a text.
type parseAnswer struct {
	Parse struct {
		Text      *string
		Templates []struct {
			Title  string
			Exists *bool
		}
		Categories []struct {
			Category string
			Missing  bool
		}
	}
}

// preview is what there is to say of an answer that has a text.
func (a *parseAnswer) preview() provider.Preview {
	p := provider.Preview{HTML: *a.Parse.Text}
	for _, t := range a.Parse.Templates {
		if t.Exists != nil && !*t.Exists {
			p.Pages = append(p.Pages, t.Title)
		}
	}
	for _, t := range a.Parse.Categories {
		if t.Missing {
			p.Categories = append(p.Categories, strings.ReplaceAll(t.Category, "_", " "))
		}
	}
	p.Pages, p.Categories = lacking(p.Pages), lacking(p.Categories)
	return p
}

// lacking sorts names, of which a wiki may give many.
func lacking(names []string) []string {
	names = slices.DeleteFunc(names, func(s string) bool { return s == "" })
	slices.Sort(names)
	names = slices.Compact(names)
	return slices.Clip(clipped(names))
}
