package mediawiki

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"wikiform/internal/working"
	"wikiform/provider"
)

const (
	// mostComments is how many comments are kept of one page.
	mostComments = 8
	// mostContributed is how much is kept of what accounts have written, in bytes. About
	// 400,000 pages fit in it.
	mostContributed = 128 << 20
)

// contribution is a revision that an account made.
type contribution struct {
	NS              int
	Title           string
	PageID          int64
	RevID, ParentID int64
	User            string
	Timestamp       time.Time
	Tags            []string
	Comment         string
	// Told to those who may see what is hidden: others do not get such revisions, and no
	// such comments.
	UserHidden, CommentHidden bool
}

// Contributions reads which pages of the file namespace accounts have written to, in the
// order of their titles, in at most so many requests. It is not whole if there are more,
// which were not read. What was deleted, and revisions of which the name is hidden, the
// wiki does not tell (facts §13.5).
func (c *Client) Contributions(ctx context.Context, accounts []string, requests int) (pages []provider.Contributed, whole bool, err error) {
	task := working.Begin(ctx, "contributions", 0)
	defer task.End()
	w := &written{pages: map[provider.Title]*share{}, most: mostContributed}
	for batch := range slices.Chunk(accounts, textBatch) {
		if w.full() {
			return w.all(), false, nil
		}
		if whole, err = c.contributions(ctx, batch, &requests, w); err != nil {
			return nil, false, err
		}
		if !whole {
			break
		}
	}
	return w.all(), whole || len(accounts) == 0, nil
}

// contributions reads those of some accounts, as far as that takes no more requests than
// are left, and no more memory.
func (c *Client) contributions(ctx context.Context, accounts []string, left *int, w *written) (whole bool, err error) {
	params := url.Values{
		"list": {"usercontribs"}, "ucuser": {multi(accounts)}, "ucnamespace": {strconv.Itoa(fileNS)},
		"ucprop": {"ids|title|comment"}, "uclimit": {"max"},
	}
	return c.through(ctx, params, left, func(a queryAnswer) bool {
		for _, r := range a.Query.UserContribs {
			w.add(r)
		}
		return !w.full()
	})
}

// written is what accounts have written to, page by page.
type written struct {
	pages map[provider.Title]*share
	bytes int // that are held, about
	most  int // of them
}

func (w *written) full() bool { return w.bytes > w.most }

// share is the part that accounts have in one page.
type share struct {
	comments []string
	made     []revised
}

// revised is a revision and the one before it.
type revised struct{ id, parent int64 }

func (w *written) add(r contribution) {
	if r.NS != fileNS || r.UserHidden {
		return
	}
	title := provider.Title(clip(string(titleOf(r.Title))))
	s := w.pages[title]
	if s == nil {
		const page = 200 // a place in a map, and what it leads to
		s = &share{}
		w.pages[provider.Title(strings.Clone(string(title)))] = s
		w.bytes += len(title) + page
	}
	s.made = append(s.made, revised{r.RevID, r.ParentID})
	w.bytes += 2 * 16 // a slice has room for more
	comment := shown(r.Comment, r.CommentHidden)
	switch {
	case comment == "" || slices.Contains(s.comments, comment):
	case len(s.comments) < mostComments:
		s.comments = append(s.comments, strings.Clone(comment))
		w.bytes += len(comment) + 2*16
	default:
		w.bytes += len(comment) - len(s.comments[mostComments-1])
		s.comments[mostComments-1] = strings.Clone(comment)
	}
}

// all gives the pages in the order of their titles.
func (w *written) all() []provider.Contributed {
	pages := make([]provider.Contributed, 0, len(w.pages))
	for _, t := range slices.Sorted(maps.Keys(w.pages)) {
		s := w.pages[t]
		last, unbroken := s.line()
		pages = append(pages, provider.Contributed{Title: t, Comments: s.comments, Last: last, Unbroken: unbroken})
	}
	return pages
}

// line gives the highest number of the revisions, and whether each follows another one
// of them or is the page's first.
func (s *share) line() (last int64, unbroken bool) {
	ids := make([]int64, len(s.made))
	for i, r := range s.made {
		ids[i] = r.id
	}
	slices.Sort(ids)
	unbroken = ids[0] > 0
	for _, r := range s.made {
		_, ours := slices.BinarySearch(ids, r.parent)
		unbroken = unbroken && (r.parent == 0 || ours)
	}
	return ids[len(ids)-1], unbroken
}
