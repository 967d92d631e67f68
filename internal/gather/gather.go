// Package gather makes the pictures of a plan: of each content that changes the two
// sides, of each file that is deleted or moved what it is, each drawn small or with the
// reason why it is not.
//
// It opens nothing by itself: contents come through [Sources].
package gather

import (
	"context"
	"crypto/sha1"
	"errors"
	"fmt"
	"sync"
	"time"

	"wikiform/internal/number"
	"wikiform/internal/picture"
	"wikiform/plan"
	"wikiform/provider"
)

// Bounds of one album. A report is sent around and opened in a browser.
const (
	MaxFiles = 200

	// MaxIcons is of how many more files there are pictures whose content is small, as that
	// of icons is: they cost little to draw and to look at. The wiki is not asked for any.
	MaxIcons = 5000
	maxIcon  = 64 << 10 // bytes of the content of one

	maxAlbum = 32 << 20 // bytes of all its pictures
	allTime  = 3 * time.Minute

	// Width is how wide a wiki is asked to draw, in pixels. It is among the
	// widths that Wikimedia's wikis keep at hand.
	Width = 960

	maxSmall    = 4 << 20   // bytes of the wiki's rendering
	maxOriginal = 2 << 20   // bytes up to which the content itself is fetched, which shows it exactly
	exifHead    = 256 << 10 // bytes of a larger content in which its EXIF is looked for
)

// Sources are where contents come from. A nil function is a side that is not
// at hand.
type Sources struct {
	// Thumbs says where the wiki has pictures of its files; titles of which it
	// has none may be left out.
	Thumbs func(ctx context.Context, titles []provider.Title, width int) (map[provider.Title]provider.Thumb, error)
	// Get reads the first max bytes at a URL that Thumbs gave.
	Get func(ctx context.Context, url string, max int64) ([]byte, error)
	// Open gives a new content, whose source is a path. Whether that has the
	// planned SHA-1 is its business: a plan has just seen to it.
	Open func(ctx context.Context, c plan.Content) (provider.Body, error)
}

// Album makes the album of a plan. What cannot be had or drawn is in the album
// with its reason, so that the only thing that stops it is ctx.
func Album(ctx context.Context, p *plan.Plan, from Sources) picture.Album {
	ctx, stop := context.WithTimeoutCause(ctx, allTime, errLate)
	defer stop()
	g := &gatherer{Sources: from, album: picture.Album{}, room: picture.NewRoom()}
	chosen, icons := g.choose(p.Changes)
	g.askForThumbs(ctx, chosen)

	var work []func()
	for _, c := range chosen {
		work = append(work, func() { g.add(c, g.pair(ctx, c)) })
	}
	for _, c := range icons {
		work = append(work, func() { g.add(c, g.newSide(ctx, c)) })
	}
	inPool(ctx, "pictures", work)
	return g.album
}

var errLate = errors.New("there was no time left for more pictures")

type gatherer struct {
	Sources
	thumbs map[provider.Title]provider.Thumb
	lost   string // why there are no thumbs

	room picture.Room

	mu    sync.Mutex // guards what follows
	album picture.Album
	bytes int
}

// choose takes what replaces or takes away somebody else's work first, then what
// replaces or deletes something, then what is new, then what only gets another title,
// and after these what is small. The others get the reason why they are left out.
func (g *gatherer) choose(changes []plan.Change) (chosen, icons []*plan.Change) {
	for _, now := range []rank{overOthers, over, fresh, same, icon} {
		for i := range changes {
			c := &changes[i]
			switch {
			case !shows(c) || rankOf(c) != now:
			case now == icon && (c.Was().Version == nil || len(chosen) == MaxFiles) && len(icons) < MaxIcons:
				icons = append(icons, c)
			case len(chosen) < MaxFiles:
				chosen = append(chosen, c)
			default:
				g.add(c, bothMissing(c, tooMany))
			}
		}
	}
	return chosen, icons
}

var tooMany = fmt.Sprintf("A report has pictures of at most %d files, and of %s small ones.", MaxFiles, number.Grouped(MaxIcons))

// isIcon reports whether a content is at hand that is small.
func isIcon(c *plan.Change) bool {
	u := c.Upload()
	return u != nil && u.Content.Source.URL == "" && u.Content.Digest.Size <= maxIcon
}

// newSide shows what comes, and asks the wiki for nothing.
func (g *gatherer) newSide(ctx context.Context, c *plan.Change) picture.Pair {
	if ctx.Err() != nil {
		return bothMissing(c, picture.Reason(context.Cause(ctx)))
	}
	pair := bothMissing(c, fmt.Sprintf("A report has the wiki's pictures of at most %d files.", MaxFiles))
	pair.After = g.after(ctx, c)
	return pair
}

// rank is how much a reviewer needs the pictures of a change.
type rank int

const (
	overOthers rank = iota
	over
	fresh
	same
	icon // after all others, so that a thousand of them take no photograph's place
)

// shows reports whether there is a picture to be made of the change.
func shows(c *plan.Change) bool {
	renames := c.Action() == plan.Delete || c.Action() == plan.Move
	return c.Upload() != nil || renames && c.Was().Version != nil
}

// titleOf is the title under which the wiki has the file.
func titleOf(c *plan.Change) provider.Title {
	if m := c.Move(); m != nil {
		return m.From
	}
	return c.Claim.Title
}

func rankOf(c *plan.Change) rank {
	switch {
	case c.ReplacesOthers():
		return overOthers
	case isIcon(c):
		return icon
	case c.Action() == plan.Delete, c.Upload() != nil && c.Was().Version != nil:
		return over
	case c.Upload() == nil:
		return same
	}
	return fresh
}

func bothMissing(c *plan.Change, why string) picture.Pair {
	var pair picture.Pair
	if c.Upload() != nil {
		pair.After.Missing = why
	}
	if v := c.Was().Version; v != nil {
		pair.Before = picture.Picture{Missing: why, Width: v.Width, Height: v.Height, Type: v.MIME}
	}
	return pair
}

func (g *gatherer) askForThumbs(ctx context.Context, changes []*plan.Change) {
	var titles []provider.Title
	for _, c := range changes {
		if c.Was().Version != nil {
			titles = append(titles, titleOf(c))
		}
	}
	if g.Thumbs == nil || g.Get == nil || len(titles) == 0 {
		g.lost = notAsked
		return
	}
	thumbs, err := g.Thumbs(ctx, titles, Width)
	if err != nil {
		g.lost = notTold + picture.Reason(err)
	}
	g.thumbs = thumbs
}

// add puts a pair into the album as long as there is room.
func (g *gatherer) add(c *plan.Change, pair picture.Pair) {
	g.mu.Lock()
	defer g.mu.Unlock()
	size := pair.Before.Bytes() + pair.After.Bytes()
	if g.bytes+size > maxAlbum {
		for _, p := range []*picture.Picture{&pair.Before, &pair.After} {
			if p.Drawn() {
				p.Drop("The report would become too large with more pictures.")
			}
		}
		size = 0
	}
	g.bytes += size
	g.album[c.Claim.Title] = pair
}

func (g *gatherer) pair(ctx context.Context, c *plan.Change) picture.Pair {
	if ctx.Err() != nil {
		return bothMissing(c, picture.Reason(context.Cause(ctx)))
	}
	var pair picture.Pair
	if c.Upload() != nil {
		pair.After = g.after(ctx, c)
	}
	if v := c.Was().Version; v != nil {
		pair.Before = g.before(ctx, c)
		pair.Before.Width, pair.Before.Height, pair.Before.Type = v.Width, v.Height, v.MIME
	}
	return pair
}

func (g *gatherer) after(ctx context.Context, c *plan.Change) picture.Picture {
	body, missing := g.content(ctx, c)
	if missing != "" {
		return picture.Picture{Missing: missing}
	}
	return g.draw(ctx, body)
}

// content is the new content, or why it is not at hand.
func (from Sources) content(ctx context.Context, c *plan.Change) (body provider.Body, missing string) {
	content := c.Upload().Content
	switch {
	case content.Source.URL != "":
		return body, "The new content is at a URL, which is not downloaded for a plan."
	case from.Open == nil:
		return body, "The new content is not at hand."
	}
	body, err := from.Open(ctx, content)
	switch {
	case err != nil:
		return body, "The file cannot be read: " + picture.Reason(err)
	case body.Size != content.Digest.Size:
		return body, "The file at hand is not the one that was planned."
	}
	return body, ""
}

// Why there is no picture of what the wiki has.
const (
	notAsked   = "The wiki was not asked for its picture."
	notTold    = "The wiki did not tell where its picture is: "
	otherByNow = "The wiki has another version by now than the one that was compared."
	notDrawn   = "The wiki draws no picture of this file."
	notFetched = "The wiki's picture could not be fetched: "
)

// before shows the content itself if it is small, else the wiki's rendering of
// it, in which nothing but the pixels is left.
func (g *gatherer) before(ctx context.Context, c *plan.Change) picture.Picture {
	v, thumb := c.Was().Version, g.thumbs[titleOf(c)]
	switch {
	case g.lost != "":
		return picture.Picture{Missing: g.lost}
	case thumb.SHA1 != v.SHA1:
		return picture.Picture{Missing: otherByNow}
	case thumb.Original != "" && v.Size <= maxOriginal && picture.Drawable(v.MIME):
		return g.original(ctx, thumb.Original, v)
	case thumb.Small == "":
		return picture.Picture{Missing: notDrawn}
	}
	data, err := g.Get(ctx, thumb.Small, maxSmall)
	if err != nil {
		return picture.Picture{Missing: notFetched + picture.Reason(err)}
	}
	p := g.draw(ctx, provider.BodyOf(data))
	p.Reduced, p.Exif = true, g.exifAhead(ctx, thumb.Original, v)
	return p
}

func (g *gatherer) original(ctx context.Context, url string, v *provider.Version) picture.Picture {
	data, err := g.Get(ctx, url, v.Size+1)
	if err != nil {
		return picture.Picture{Missing: "The wiki's file could not be fetched: " + picture.Reason(err)}
	}
	if sha1.Sum(data) != v.SHA1 {
		return picture.Picture{Missing: "What the wiki delivers is not the version that was compared."}
	}
	return g.draw(ctx, provider.BodyOf(data))
}

// exifAhead reads the EXIF of a large JPEG, where it comes before the pixels.
func (g *gatherer) exifAhead(ctx context.Context, url string, v *provider.Version) picture.Exif {
	if url == "" || !picture.ExifIsAhead(v.MIME) {
		return picture.Exif{}
	}
	head, err := g.Get(ctx, url, exifHead)
	if err != nil {
		return picture.Exif{}
	}
	return picture.ExifOfHead(head)
}

func (g *gatherer) draw(ctx context.Context, body provider.Body) picture.Picture {
	return g.room.Draw(ctx, body)
}
