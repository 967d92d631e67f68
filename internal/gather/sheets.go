package gather

import (
	"context"
	"fmt"
	"image"
	"sync"
	"sync/atomic"
	"time"

	"wikiform/internal/contactsheet"
	"wikiform/internal/number"
	"wikiform/internal/picture"
	"wikiform/plan"
	"wikiform/provider"
)

const (
	// SheetWidth is how wide a wiki is asked to draw for a contact sheet, in pixels: the
	// least of the widths that Wikimedia's wikis keep at hand which is wide enough.
	SheetWidth = 250

	maxFetched = 2 << 30 // bytes that all sheets of a plan have from the wiki
	lot        = 20      // files about which the wiki is asked in one go
	sheetsTime = 6 * time.Minute
)

// Sheets are the contact sheets of a plan.
type Sheets struct {
	All     []contactsheet.Sheet
	Left    int // files that found no room
	changes []*plan.Change
}

// Change is the change that an entry of a sheet shows.
func (s Sheets) Change(e contactsheet.Entry) *plan.Change { return s.changes[e.Number-1] }

// SheetsOf says what is on the contact sheets of a plan: first what replaces or takes away
// somebody else's work, then what gets another content, what is deleted, and what is new.
func SheetsOf(p *plan.Plan) Sheets {
	var s Sheets
	var entries []contactsheet.Entry
	for _, others := range []bool{true, false} {
		for _, kind := range []contactsheet.Kind{contactsheet.Changed, contactsheet.Gone, contactsheet.New} {
			for i := range p.Changes {
				c := &p.Changes[i]
				if k, shown := kindOf(c); shown && k == kind && c.ReplacesOthers() == others {
					entries = append(entries, contactsheet.Entry{Kind: kind, Others: others})
					s.changes = append(s.changes, c)
				}
			}
		}
	}
	s.All, s.Left = contactsheet.Arrange(entries)
	return s
}

// kindOf is how a change is on a sheet; one that leaves the picture as it is, is on none.
func kindOf(c *plan.Change) (kind contactsheet.Kind, shown bool) {
	switch was := c.Was().Version; {
	case c.Upload() != nil && was != nil:
		return contactsheet.Changed, true
	case c.Upload() != nil:
		return contactsheet.New, true
	case c.Action() == plan.Delete && was != nil:
		return contactsheet.Gone, true
	}
	return 0, false
}

// Draw draws the sheets and delivers the file of each, in any order, one at a time. A
// picture that cannot be had has its reason in its place, so that only ctx and deliver stop
// it. What album has already is not asked for again.
func (s Sheets) Draw(ctx context.Context, from Sources, album picture.Album, deliver func(name string, data []byte) error) error {
	inTime, stop := context.WithTimeoutCause(ctx, sheetsTime, errLate)
	defer stop()
	inTime, fail := context.WithCancelCause(inTime)
	defer fail(nil)
	d := &sheetDrawer{Sources: from, sheets: s, album: album, room: picture.NewRoom(), deliver: deliver, fail: fail}
	d.ask(inTime)
	var work []func()
	for _, sheet := range s.All {
		drawn := &drawnSheet{Sheet: sheet, tiles: make([]contactsheet.Tile, len(sheet.Entries))}
		drawn.left.Store(int64(len(sheet.Entries)))
		for i, e := range sheet.Entries {
			work = append(work, func() {
				drawn.tiles[i] = d.tile(inTime, e)
				if drawn.left.Add(-1) == 0 {
					d.finish(ctx, drawn)
				}
			})
		}
	}
	inPool(ctx, "pictures for contact sheets", work)
	if d.failed != nil {
		return d.failed
	}
	return context.Cause(ctx)
}

type sheetDrawer struct {
	Sources
	sheets  Sheets
	album   picture.Album
	room    picture.Room
	lots    []func() (map[provider.Title]provider.Thumb, error)
	fetched atomic.Int64 // bytes
	fail    context.CancelCauseFunc

	mu      sync.Mutex // one sheet at a time is delivered
	deliver func(string, []byte) error
	failed  error
}

// drawnSheet is a sheet with as many of its pictures as are made.
type drawnSheet struct {
	contactsheet.Sheet
	tiles []contactsheet.Tile
	left  atomic.Int64 // entries without
}

// ask prepares the questions where the wiki's pictures are. Each is asked when the first
// of its files is drawn, so that the wiki need not draw a thousand at once.
func (d *sheetDrawer) ask(ctx context.Context) {
	if d.Thumbs == nil || d.Get == nil {
		return
	}
	for at := 0; at < len(d.sheets.changes); at += lot {
		d.lots = append(d.lots, sync.OnceValues(func() (map[provider.Title]provider.Thumb, error) {
			var titles []provider.Title
			for _, c := range d.sheets.changes[at:min(at+lot, len(d.sheets.changes))] {
				if c.Was().Version != nil {
					titles = append(titles, titleOf(c))
				}
			}
			return d.Thumbs(ctx, titles, SheetWidth)
		}))
	}
}

// finish delivers a sheet, unless ctx has ended or delivering has failed: then not all that
// is missing on it is missing on the wiki.
func (d *sheetDrawer) finish(ctx context.Context, s *drawnSheet) {
	tiles := s.tiles
	s.tiles = nil
	if d.ended(ctx) {
		return
	}
	data, err := contactsheet.Encode(contactsheet.Draw(s.Sheet, tiles))
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.failed != nil || ctx.Err() != nil {
		return
	}
	if err == nil {
		err = d.deliver(s.Name(), data)
	}
	if err != nil {
		d.failed = err
		d.fail(err)
	}
}

// ended reports whether no more sheets are wanted.
func (d *sheetDrawer) ended(ctx context.Context) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.failed != nil || ctx.Err() != nil
}

func (d *sheetDrawer) tile(ctx context.Context, e contactsheet.Entry) (t contactsheet.Tile) {
	c := d.sheets.Change(e)
	has := d.album[c.Claim.Title]
	if e.Kind != contactsheet.Gone {
		t.After, t.AfterMissing = d.side(ctx, has.After, func() (provider.Body, string) { return d.content(ctx, c) })
	}
	if e.Kind != contactsheet.New {
		t.Before, t.BeforeMissing = d.side(ctx, has.Before, func() (provider.Body, string) { return d.before(ctx, c, e) })
	}
	return t
}

// side makes the pixels of one side, from what the album has of it if that is any use.
func (d *sheetDrawer) side(ctx context.Context, has picture.Picture, get func() (provider.Body, string)) (*image.NRGBA, string) {
	if ctx.Err() != nil {
		return nil, picture.Reason(context.Cause(ctx))
	}
	if small := has.Smallest(); small != nil {
		return d.room.Pixels(ctx, provider.BodyOf(small), contactsheet.Box)
	}
	body, missing := get()
	if missing != "" {
		return nil, missing
	}
	return d.room.Pixels(ctx, body, contactsheet.Box)
}

// before is the wiki's own small picture.
func (d *sheetDrawer) before(ctx context.Context, c *plan.Change, e contactsheet.Entry) (provider.Body, string) {
	if d.lots == nil {
		return provider.Body{}, notAsked
	}
	thumbs, err := d.lots[(e.Number-1)/lot]()
	if err != nil {
		return provider.Body{}, notTold + picture.Reason(err)
	}
	switch thumb := thumbs[titleOf(c)]; {
	case thumb.SHA1 != c.Was().Version.SHA1:
		return provider.Body{}, otherByNow
	case thumb.Small == "":
		return provider.Body{}, notDrawn
	case d.fetched.Load() > maxFetched:
		return provider.Body{}, fmt.Sprintf("Of the wiki's pictures %s are fetched at most.", number.Bytes(maxFetched))
	default:
		data, err := d.Get(ctx, thumb.Small, maxSmall)
		d.fetched.Add(int64(len(data)))
		if err != nil {
			return provider.Body{}, notFetched + picture.Reason(err)
		}
		return provider.BodyOf(data), ""
	}
}
