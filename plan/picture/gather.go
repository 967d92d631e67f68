package picture

import (
	"bytes"
	"context"
	"crypto/sha1"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"wikiform/plan"
	"wikiform/provider"
)

// Bounds of one album. A report is sent around and opened in a browser.
const (
	MaxFiles = 200
	maxAlbum = 32 << 20 // bytes of all its pictures
	allTime  = 3 * time.Minute
	atOnce   = 3 // files that are looked at; one at a time is decoded

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
	// Open gives the new content of a change, whose source is a path. Whether
	// that has the planned SHA-1 is its business: a plan has just seen to it.
	Open func(ctx context.Context, c *plan.Change) (provider.Body, error)
}

// Gather makes the album of a plan. What cannot be had or drawn is in the album
// with its reason, so that the only thing that stops it is ctx.
func Gather(ctx context.Context, p *plan.Plan, from Sources) Album {
	ctx, stop := context.WithTimeoutCause(ctx, allTime, errLate)
	defer stop()
	g := &gatherer{Sources: from, album: Album{}}
	chosen := g.choose(p.Changes)
	g.askForThumbs(ctx, chosen)

	queue := make(chan *plan.Change)
	var workers sync.WaitGroup
	for range atOnce {
		workers.Go(func() {
			for c := range queue {
				g.add(c, g.pair(ctx, c))
			}
		})
	}
	for _, c := range chosen {
		queue <- c
	}
	close(queue)
	workers.Wait()
	return g.album
}

var errLate = errors.New("there was no time left for more pictures")

type gatherer struct {
	Sources
	thumbs map[provider.Title]provider.Thumb
	lost   string // why there are no thumbs

	decoding sync.Mutex // a large picture takes much memory

	mu    sync.Mutex // guards what follows
	album Album
	bytes int
}

// choose takes what replaces somebody else's work first, then what replaces
// something, then what is new, and gives the others the reason why they are left
// out.
func (g *gatherer) choose(changes []plan.Change) []*plan.Change {
	var chosen []*plan.Change
	for _, now := range []rank{overOthers, over, fresh} {
		for i := range changes {
			c := &changes[i]
			switch {
			case !c.Content || rankOf(c) != now:
			case len(chosen) < MaxFiles:
				chosen = append(chosen, c)
			default:
				g.add(c, bothMissing(c, fmt.Sprintf("A report has pictures of at most %d files.", MaxFiles)))
			}
		}
	}
	return chosen
}

// rank is how much a reviewer needs the pictures of a change.
type rank int

const (
	overOthers rank = iota
	over
	fresh
)

func rankOf(c *plan.Change) rank {
	switch {
	case c.ReplacesOthers():
		return overOthers
	case c.Action == plan.Update:
		return over
	}
	return fresh
}

func bothMissing(c *plan.Change, why string) Pair {
	pair := Pair{After: Picture{Missing: why}}
	if v := c.Before.Version; v != nil {
		pair.Before = Picture{Missing: why, Width: v.Width, Height: v.Height, Type: v.MIME}
	}
	return pair
}

func (g *gatherer) askForThumbs(ctx context.Context, changes []*plan.Change) {
	var titles []provider.Title
	for _, c := range changes {
		if c.Before.Version != nil {
			titles = append(titles, c.Title)
		}
	}
	if g.Thumbs == nil || g.Get == nil || len(titles) == 0 {
		g.lost = "The wiki was not asked for its picture."
		return
	}
	thumbs, err := g.Thumbs(ctx, titles, Width)
	if err != nil {
		g.lost = "The wiki did not tell where its picture is: " + sentence(err)
	}
	g.thumbs = thumbs
}

// add puts a pair into the album as long as there is room.
func (g *gatherer) add(c *plan.Change, pair Pair) {
	g.mu.Lock()
	defer g.mu.Unlock()
	size := len(pair.Before.Data) + len(pair.After.Data)
	if g.bytes+size > maxAlbum {
		for _, p := range []*Picture{&pair.Before, &pair.After} {
			if p.Drawn() {
				p.Data, p.Media, p.Missing = nil, "", "The report would become too large with more pictures."
			}
		}
		size = 0
	}
	g.bytes += size
	g.album[c.Title] = pair
}

func (g *gatherer) pair(ctx context.Context, c *plan.Change) Pair {
	if ctx.Err() != nil {
		return bothMissing(c, sentence(context.Cause(ctx)))
	}
	pair := Pair{After: g.after(ctx, c)}
	if v := c.Before.Version; v != nil {
		pair.Before = g.before(ctx, c)
		pair.Before.Width, pair.Before.Height, pair.Before.Type = v.Width, v.Height, v.MIME
	}
	return pair
}

func (g *gatherer) after(ctx context.Context, c *plan.Change) Picture {
	switch {
	case c.Source.URL != "":
		return Picture{Missing: "The new content is at a URL, which is not downloaded for a plan."}
	case g.Open == nil:
		return Picture{Missing: "The new content is not at hand."}
	}
	body, err := g.Open(ctx, c)
	if err != nil {
		return Picture{Missing: "The file cannot be read: " + sentence(err)}
	}
	if body.Size != c.Digest.Size {
		return Picture{Missing: "The file at hand is not the one that was planned."}
	}
	return g.draw(ctx, body)
}

// before shows the content itself if it is small, else the wiki's rendering of
// it, in which nothing but the pixels is left.
func (g *gatherer) before(ctx context.Context, c *plan.Change) Picture {
	v, thumb := c.Before.Version, g.thumbs[c.Title]
	switch {
	case g.lost != "":
		return Picture{Missing: g.lost}
	case thumb.SHA1 != v.SHA1:
		return Picture{Missing: "The wiki has another version by now than the one that was compared."}
	case thumb.Original != "" && v.Size <= maxOriginal && drawable(v.MIME):
		return g.original(ctx, thumb.Original, v)
	case thumb.Small == "":
		return Picture{Missing: "The wiki draws no picture of this file."}
	}
	data, err := g.Get(ctx, thumb.Small, maxSmall)
	if err != nil {
		return Picture{Missing: "The wiki's picture could not be fetched: " + sentence(err)}
	}
	p := g.draw(ctx, bodyOf(data))
	p.Reduced, p.Exif = true, g.exifAhead(ctx, thumb.Original, v)
	return p
}

func (g *gatherer) original(ctx context.Context, url string, v *provider.Version) Picture {
	data, err := g.Get(ctx, url, v.Size+1)
	if err != nil {
		return Picture{Missing: "The wiki's file could not be fetched: " + sentence(err)}
	}
	if sha1.Sum(data) != v.SHA1 {
		return Picture{Missing: "What the wiki delivers is not the version that was compared."}
	}
	return g.draw(ctx, bodyOf(data))
}

// exifAhead reads the EXIF of a large JPEG, where it comes before the pixels.
func (g *gatherer) exifAhead(ctx context.Context, url string, v *provider.Version) Exif {
	if v.MIME != jpegFormat.media || url == "" {
		return Exif{}
	}
	head, err := g.Get(ctx, url, exifHead)
	if err != nil || formatOf(head) != jpegFormat {
		return Exif{}
	}
	return readExif(exifOfJPEG(bytes.NewReader(head), int64(len(head))))
}

func (g *gatherer) draw(ctx context.Context, body provider.Body) Picture {
	g.decoding.Lock()
	defer g.decoding.Unlock()
	return Draw(ctx, body)
}

func drawable(media string) bool {
	for _, h := range heads {
		if h.format.media == media {
			return true
		}
	}
	return media == "image/svg+xml" || media == "image/x-bmp" || media == "image/x-ms-bmp"
}

func bodyOf(data []byte) provider.Body {
	open := func() (io.ReadSeekCloser, error) { return closer{bytes.NewReader(data)}, nil }
	return provider.Body{Size: int64(len(data)), Open: open}
}

type closer struct{ *bytes.Reader }

func (closer) Close() error { return nil }

// sentence makes the end of a sentence of an error, of which one line is enough.
func sentence(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return strings.TrimSuffix(line, ".") + "."
}
