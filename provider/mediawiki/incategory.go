package mediawiki

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"wikiform/provider"
)

// categoryNS is the namespace of categories.
const categoryNS = 14

// InCategory tells which titles have a page that is in a category, named with its
// namespace or without; others are not in the map. It is what the wiki has noted, which
// is a moment behind what was saved, and minutes where its job queue has to do it
// (facts §13.8). What is in a category below it is not in it.
func (c *Client) InCategory(ctx context.Context, titles []provider.Title, category string) (map[provider.Title]bool, error) {
	name, err := c.categoryName(category)
	if err != nil {
		return nil, err
	}
	in := map[provider.Title]bool{}
	err = c.pages(ctx, titles, c.batch(), request{params: url.Values{
		"prop": {"categories"}, "clcategories": {"Category:" + name}, "cllimit": {"max"},
	}}, func(t provider.Title, p page) error {
		for _, found := range p.Categories {
			if sameCategory(name, found.Title) {
				in[t] = true
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return in, nil
}

// categoryName is a category without its namespace.
func (c *Client) categoryName(category string) (string, error) {
	name := plainName(category)
	if head, rest, found := strings.Cut(name, ":"); found {
		is := func(ns string) bool { return strings.EqualFold(plainName(ns), strings.TrimSpace(head)) }
		if is("Category") || slices.ContainsFunc(c.site.CategoryNamespaces, is) {
			name = strings.TrimSpace(rest)
		}
	}
	if name == "" || len(name) > 255 || strings.ContainsAny(name, "#<>[]|{}") || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		// The wiki would only warn, and name nothing.
		return "", &provider.Error{Kind: provider.Rejected, Op: "query", Cure: provider.CureManifest, Info: fmt.Sprintf("%q is no name of a category", clip(category))}
	}
	return name, nil
}

// sameCategory reports whether the wiki tells of the category that was asked for. It has
// a namespace and a first letter of its own.
func sameCategory(asked, told string) bool {
	_, name, _ := strings.Cut(told, ":")
	return strings.EqualFold(plainName(name), asked)
}

// plainName is a name with single spaces.
func plainName(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '_' }), " ")
}
