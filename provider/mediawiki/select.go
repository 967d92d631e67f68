package mediawiki

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"wikiform/internal/working"
	"wikiform/provider"
)

const (
	// selectRows is how many pages are looked at in one answer, if the wiki gives so many.
	selectRows = 500
	// mostSearched is how many answers a search has: no wiki's tells more than 10,000 pages.
	mostSearched = 10_000 / selectRows
	// mostUnfit is how many files are told that no manifest can name.
	mostUnfit = 100
)

// Select finds the files that the wiki has for a selection, at most so many of them; which
// these are is then up to the wiki. Files of a shared repository are none of its own, and
// pages without a file, and redirects, have none.
//
// What was asked for by title is not asked about: [Client.Wholes] tells of it.
func (c *Client) Select(ctx context.Context, s provider.Selection, most int) (provider.Selected, error) {
	task := working.Begin(ctx, "files of the wiki", 0)
	defer task.End()
	f := &finding{c: c, most: most, task: task, found: map[provider.Title]bool{}, left: most/selectRows + mostPieces}
	var err error
	switch {
	case s.Titles != nil:
		for _, t := range s.Titles {
			f.add(t)
		}
	case s.Category != "":
		err = f.category(ctx, s.Category, s.Depth)
	case s.Uploader != "":
		err = f.uploader(ctx, s.Uploader)
	case s.Search != "":
		err = f.search(ctx, s.Search)
	case s.Page != "":
		err = f.page(ctx, s.Page)
	case s.All, s.Prefix != "":
		err = f.stored(ctx, url.Values{"aiprefix": {c.withoutNamespace(s.Prefix)}})
	default:
		err = &provider.Error{Kind: provider.Bug, Op: "query", Info: "nothing was asked for", Advice: hintReport}
	}
	if err != nil {
		return provider.Selected{}, err
	}
	return f.selected(), nil
}

// finding is what was found of a selection so far.
type finding struct {
	c       *Client
	task    *working.Task
	most    int
	left    int // requests
	found   map[provider.Title]bool
	unfit   []string
	unknown string
	cut     bool
}

func (f *finding) selected() provider.Selected {
	s := provider.Selected{Unfit: f.unfit, Unknown: f.unknown, Cut: f.cut}
	for t := range f.found {
		s.Titles = append(s.Titles, t)
	}
	slices.Sort(s.Titles)
	return s
}

// add takes in a file, and reports whether there is room for more.
func (f *finding) add(t provider.Title) bool {
	switch {
	case f.found[t]:
	case len(f.found) >= f.most:
		f.cut = true
	default:
		f.found[provider.Title(strings.Clone(string(t)))] = true
		f.task.Done(1)
	}
	return !f.cut
}

// named takes in a file by the name of its page.
func (f *finding) named(page string) bool {
	name := titleOf(page)
	if t, err := provider.ParseTitle(string(name), provider.Site{}); err == nil && t == name {
		return f.add(t)
	}
	if len(f.unfit) < mostUnfit {
		f.unfit = append(f.unfit, clip(page))
	}
	return true
}

// shows takes in the file that a page shows, and reports whether there is room for more.
// Of a redirect that is its target's (facts §13.8).
func (f *finding) shows(p page, target bool) bool {
	info, told := p.content()
	switch {
	case p.NS != fileNS || !told:
		return true
	case info.CanonicalTitle == "" && !p.Redirect: // hidden, as everything about the content is
		return f.named(p.Title)
	case info.CanonicalTitle == p.Title, target && info.CanonicalTitle != "":
		return f.named(info.CanonicalTitle)
	}
	return true
}

// through reads a list as far as there is room for what it tells.
func (f *finding) through(ctx context.Context, params url.Values, take func(queryAnswer) bool) error {
	whole, err := f.c.through(ctx, params, &f.left, take)
	if err == nil && !whole && !f.cut {
		return malformed("query", "the wiki continues a list without end")
	}
	return err
}

// generated makes a question for the pages that a list of the wiki has one for what files
// they show.
func generated(params url.Values) url.Values {
	params.Set("prop", "imageinfo|info")
	params.Set("iiprop", "canonicaltitle")
	return params
}

// eachPage hands over the pages of an answer while there is room for more.
func eachPage(take func(page) bool) func(queryAnswer) bool {
	return func(a queryAnswer) bool {
		for _, p := range a.Query.Pages {
			if !take(p) {
				return false
			}
		}
		return true
	}
}

// stored reads the list of all files, in which are no others.
func (f *finding) stored(ctx context.Context, params url.Values) error {
	params.Set("list", strings.TrimPrefix(params.Get("list")+"|allimages", "|"))
	params.Set("aiprop", "")
	params.Set("ailimit", "max")
	return f.through(ctx, params, func(a queryAnswer) bool {
		for _, u := range a.Query.Users {
			if u.Missing || u.Invalid {
				f.unknown = "User:" + clip(u.Name)
			}
		}
		for _, s := range a.Query.AllImages {
			if s.NS == fileNS && !f.named(s.Title) {
				return false
			}
		}
		return true
	})
}

// knownUser is what the wiki says of an account.
type knownUser struct {
	Name             string
	Missing, Invalid bool
}

// uploader finds the files whose current version an account has uploaded. An address may
// have done so long ago, though it is no account.
func (f *finding) uploader(ctx context.Context, name string) error {
	err := f.stored(ctx, url.Values{"list": {"users"}, "ususers": {"\x1f" + name}, "aisort": {"timestamp"}, "aiuser": {name}})
	if e, ok := errors.AsType[*provider.Error](err); ok && e.Code == "baduser" {
		f.unknown = "User:" + clip(name)
		return nil
	}
	if len(f.found) > 0 {
		f.unknown = ""
	}
	return err
}

// search finds files as the wiki's page for searching does: by words of titles and of
// texts, which some wikis search together whatever they are asked for (facts §13.8).
func (f *finding) search(ctx context.Context, words string) error {
	for _, params := range []url.Values{{}, {"gsrwhat": {"text"}}} {
		params.Set("generator", "search")
		params.Set("gsrsearch", words)
		params.Set("gsrnamespace", strconv.Itoa(fileNS))
		params.Set("gsrlimit", strconv.Itoa(selectRows))
		left := mostSearched
		whole, err := f.c.through(ctx, generated(params), &left, eachPage(func(p page) bool { return f.shows(p, false) }))
		if err != nil {
			return err
		}
		if f.cut = f.cut || !whole; f.cut {
			break
		}
	}
	return nil
}

// page finds the files that a page shows, be it through redirects.
func (f *finding) page(ctx context.Context, name string) error {
	p, err := f.c.pageNamed(ctx, name, url.Values{"redirects": {"1"}})
	if err != nil {
		return err
	}
	if p.Missing || p.Invalid || p.Special {
		f.unknown = clip(p.Title)
		return nil
	}
	params := url.Values{"generator": {"images"}, "titles": {"\x1f" + p.Title}, "gimlimit": {strconv.Itoa(selectRows)}}
	return f.through(ctx, generated(params), eachPage(func(p page) bool { return f.shows(p, true) }))
}

// pageNamed asks about one page.
func (c *Client) pageNamed(ctx context.Context, name string, params url.Values) (page, error) {
	if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return page{Title: name, Invalid: true}, nil
	}
	found := page{Title: name, Invalid: true} // as what is on another wiki
	params.Set("prop", "info|categoryinfo")
	params.Set("titles", "\x1f"+name)
	err := c.query(ctx, request{op: "query", params: params}, func(a queryAnswer) error {
		if len(a.Query.Pages) > 1 {
			return malformed("query", fmt.Sprintf("the wiki was asked about one page and tells of %d", len(a.Query.Pages)))
		}
		if len(a.Query.Pages) == 1 {
			found = a.Query.Pages[0]
		}
		return nil
	})
	return found, err
}

// withoutNamespace is the beginning of a file's title: the name of the namespace before
// it says nothing, and no title has a colon.
func (c *Client) withoutNamespace(prefix string) string {
	head, rest, found := strings.Cut(prefix, ":")
	is := func(ns string) bool { return strings.EqualFold(plainName(ns), plainName(head)) }
	if found && (is("File") || slices.ContainsFunc(c.site.FileNamespaces, is)) {
		return strings.TrimLeft(rest, " _")
	}
	return prefix
}
