package mediawiki

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"wikiform/provider"
)

// mostCategories is how many categories are looked into.
const mostCategories = 5000

// category finds the files of a category, and of those below it as deep as is asked for.
// Each category is looked into once: they may lead round in a circle.
func (f *finding) category(ctx context.Context, category string, depth int) error {
	name, err := f.c.categoryName(category)
	if err != nil {
		return err
	}
	root, err := f.c.pageNamed(ctx, "Category:"+name, url.Values{})
	if err != nil {
		return err
	}
	if root.NS != categoryNS || root.Invalid || root.Missing && root.CategoryInfo.Size == 0 {
		f.unknown = clip(root.Title)
		return nil
	}
	been := map[string]bool{root.Title: true}
	for level := []string{root.Title}; len(level) > 0 && !f.cut; depth-- {
		var below []string
		for _, title := range level {
			err := f.members(ctx, title, depth > 0, func(sub string) error {
				if been[sub] {
					return nil
				}
				if len(been) >= mostCategories {
					return &provider.Error{Kind: provider.Rejected, Op: "query", Cure: provider.CureCommand,
						Info:   fmt.Sprintf("there are more than %d categories below %s", mostCategories, clip(root.Title)),
						Advice: "ask for fewer levels of categories"}
				}
				been[sub] = true
				below = append(below, sub)
				return nil
			})
			if err != nil || f.cut {
				return err
			}
		}
		level = below
	}
	return nil
}

// members finds the files of one category, and hands over the categories in it if there
// is to be a level below.
func (f *finding) members(ctx context.Context, category string, below bool, sub func(title string) error) error {
	kinds := "file"
	if below {
		kinds = "file|subcat"
	}
	var bad error
	f.left = max(f.left, mostPieces) // each has its own, or empty ones would use them up
	params := url.Values{"generator": {"categorymembers"}, "gcmtitle": {category}, "gcmtype": {kinds}, "gcmlimit": {strconv.Itoa(selectRows)}}
	err := f.through(ctx, generated(params), eachPage(func(p page) bool {
		if below && p.NS == categoryNS {
			bad = sub(clip(p.Title))
		}
		return bad == nil && f.shows(p, false)
	}))
	if bad != nil {
		return bad
	}
	return err
}
