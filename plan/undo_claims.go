package plan

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"wikiform/provider"
	"wikiform/spec"
)

// UndoReader answers what a rollback has to know beside what any plan has.
type UndoReader interface {
	Reader
	// DeletedRows gives what is left of what was deleted under titles.
	DeletedRows(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Deleted, error)
	// DeletedRevisions is the same without the versions of files, which take a request each.
	DeletedRevisions(ctx context.Context, titles []provider.Title) (map[provider.Title]provider.Deleted, error)
}

// UndoClaims asks the wiki about the writes of a receipt, and gives what it is to have again
// of each file: claims for [Survey] and [Compute], in the order of the receipt. Of f what
// Survey needs must be set, and who we are; it gets what the wiki has, and the moves back as
// planned ones, so that none is guessed.
//
// The wiki has to show each write exactly as the receipt says, and as ours; else the whole
// receipt is refused with a [*ReceiptError]. What others have changed since, or what the
// wiki does not tell, is no error: that file's change is blocked, and says why.
//
// For so many files as a wiki tells of in one request it takes one for what there is; and,
// where the receipt has such writes, one for the versions, one for the revisions, one for
// those before them and one for their texts; of pages that the run made one for each further
// revision that most of them have. Logs take one request a title up to 50, else at most 20;
// of moves that of both titles.
// A deletion takes one a title, which is why only so many are looked at ([mostRestored]).
func UndoClaims(ctx context.Context, r UndoReader, ws []Written, f *Facts) ([]Claim, error) {
	if !f.toldWho() {
		return nil, &ReceiptError{Text: "whose the writes of the receipt are cannot be told: " + nobodyToldWho}
	}
	if f.Rollback == nil {
		f.Rollback = &Rollback{}
	}
	u := &undo{
		r: r, f: f, ws: ws, revs: map[int64]provider.Revision{}, moves: map[provider.Title]provider.MoveLog{}, deletions: map[provider.Title]provider.DeletionLog{},
		rows: map[provider.Title]provider.Deleted{}, histories: map[provider.Title]provider.History{}, at: map[int64]provider.Title{}, texts: map[int64]string{},
	}
	for _, step := range []func(context.Context) error{
		u.askTitles, u.askRevisions, u.askLogs, u.sort, u.askPassing, u.askVersions, u.askLost, u.verify, u.askBefore, u.judge, u.askTexts, u.askRows, u.judgeDeletions,
	} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return u.claims(), nil
}

// undo is what is known of the writes of a receipt.
type undo struct {
	r  UndoReader
	f  *Facts
	ws []Written

	revs      map[int64]provider.Revision
	texts     map[int64]string
	moves     map[provider.Title]provider.MoveLog
	deletions map[provider.Title]provider.DeletionLog
	rows      map[provider.Title]provider.Deleted
	histories map[provider.Title]provider.History
	at        map[int64]provider.Title // where pages are now, by their ids

	pages    []*undone
	byID     map[int64]*undone
	back     map[provider.Title]*undone // see returning
	removals []*removal
}

// undone is what the run did to one page, and what becomes of that.
type undone struct {
	id       int64 // 0: not told
	first    *Written
	versions []*Written // uploads and reverts
	edits    []*Written
	moves    []moved             // in the order of the log
	before   provider.Title      // that the page had before the run
	last     provider.Title      // that it had after
	now      provider.Title      // that it has; "" where it is under none of those
	line     []provider.Revision // the page's revisions from the latest back, where these were walked
	broken   string              // why the walk has no end
	passing  bool                // it is under a title through which an earlier rollback lets it pass
	made     bool                // the run made the page
	against  []Problem
	back     bool              // it is as it was before
	version  *provider.Version // that is to be the current one again
	text     int64             // the revision whose text it is to have again; 0: none
}

// moved is a move with its entry in the log.
type moved struct {
	*Written
	entry provider.LoggedMove
}

func (g *undone) stop(p *Problem) {
	if p != nil {
		g.against = append(g.against, *p)
	}
}

// claims are those of all files, in the order of the receipt.
func (u *undo) claims() []Claim {
	if u.f.Planned == nil {
		u.f.Planned = map[provider.Title]provider.Title{}
	}
	var all []Claim
	for _, g := range u.pages {
		if !u.givesWay(g) && !u.gaveWay(g) {
			all = append(all, u.claim(g))
		}
	}
	for _, d := range u.removals {
		all = append(all, d.claim(u))
	}
	slices.SortStableFunc(all, func(a, b Claim) int { return cmp.Compare(a.At.Line, b.At.Line) })
	apart(all)
	address(all)
	for i := range all {
		if o := all[i].From; o != nil && all[i].Fault == nil {
			u.f.Planned[all[i].Title] = o.Title
		}
	}
	return all
}

// address gives each claim an address of its own.
func address(claims []Claim) {
	taken := map[spec.Address]bool{}
	for i := range claims {
		c := &claims[i]
		a := spec.RollbackAddress(string(c.Title))
		if taken[a] && c.From != nil {
			a = spec.RollbackAddress(string(c.From.Title))
		}
		for n := 2; taken[a]; n++ {
			a = spec.RollbackAddress(fmt.Sprintf("%s (%d)", c.Title, n))
		}
		taken[a], c.Address = true, a
	}
}

// claim is what is wanted back of a page.
func (u *undo) claim(g *undone) Claim {
	c := Claim{At: g.first.At, Title: cmp.Or(g.now, g.last), Comment: u.f.Rollback.Comment, Undoes: &Undoing{Against: g.against}}
	switch {
	case g.back:
		return c
	case g.made:
		c.Gone = true
		return c
	}
	if len(g.moves) > 0 && g.now == g.last && g.before != g.now {
		c.Title = g.before
		c.From = &Origin{Title: g.now, At: c.At, Comment: c.Comment, Redirect: g.moves[len(g.moves)-1].entry.Over && !g.passing}
	}
	c.Undoes.Version = g.version
	if text, known := u.texts[g.text]; known && g.text != 0 {
		c.Text = &Text{Text: provider.NormalizeText(text)}
	}
	return c
}
