package mediawiki

import (
	"context"
	markup "html"
	"net/url"
	"path"
	"regexp"
	"strings"

	"wikiform/provider"
)

// Neighbours asks, of titles that have no file, which file the wiki takes for
// one of nearly the same name: the one of which an upload would be warned
// (exists-normalized). It names one at most; "" is one that it did not name in
// words that are understood. Titles without one are not in the map.
//
// It is a hint, made for MediaWiki's own upload form (facts §12.5). Nothing that
// is translated may be asked for together with it.
func (c *Client) Neighbours(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Title, error) {
	neighbours := map[provider.Title]provider.Title{}
	err := c.pages(ctx, titles, c.batch(), request{params: url.Values{
		"prop": {"imageinfo"}, "iiprop": {"uploadwarning"}, "uselang": {"qqx"},
	}}, func(t provider.Title, p page) error {
		for _, i := range p.ImageInfo {
			if name, warned := neighbour(i.HTML, p.Title); warned {
				neighbours[t] = titleOf(name)
				if len(neighbours[t]) > provider.MaxTitleBytes { // no file has such a name
					neighbours[t] = ""
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return neighbours, nil
}

// similar begins the message that names a neighbour, in the language of keys.
const similar = "(fileexists-extension: "

var (
	tag        = regexp.MustCompile(`<[^<>]*>`)
	unbreaking = strings.NewReplacer("\u00a0", " ")
	unquoted   = strings.NewReplacer("'", "")
)

// neighbour cuts the name of the other page out of a message that reads
// "(key: PAGE, OTHER)" as HTML. Both begin alike up to the extension, which is
// how OTHER is found: a comma may be part of either.
//
// The wiki takes the titles in its message for wikitext. Two apostrophes are
// italics to it, and the blank before a question mark does not break.
func neighbour(message, page string) (name string, warned bool) {
	said := unbreaking.Replace(markup.UnescapeString(tag.ReplaceAllString(message, "")))
	rest, warned := strings.CutPrefix(said, similar)
	if !warned {
		return "", false
	}
	stem := strings.TrimSuffix(page, path.Ext(page)) + "."
	rest = strings.TrimSuffix(rest, ")")
	if ending, found := strings.CutPrefix(rest, page+", "+stem); found {
		return stem + ending, true
	}
	if ending, found := strings.CutPrefix(unquoted.Replace(rest), unquoted.Replace(page+", "+stem)); found {
		return stem + ending, true
	}
	return "", true
}
