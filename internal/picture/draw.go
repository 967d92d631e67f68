package picture

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"time"

	"golang.org/x/image/draw"
	"golang.org/x/sync/semaphore"

	"wikiform/internal/number"
	"wikiform/provider"
)

const (
	box       = 800       // pixels of the longer side of what is drawn
	maxMemory = 512 << 20 // bytes that a decoded picture may take
	maxTime   = 10 * time.Second
	maxDrawn  = 1 << 20 // bytes of one picture in a report
	headSize  = 64 << 10
	quality   = 82 // of a JPEG
)

// Room is the memory that all pictures that are drawn at a time may take.
type Room struct{ bytes *semaphore.Weighted }

// NewRoom is room for the largest picture that is drawn, or for several smaller ones.
func NewRoom() Room { return Room{semaphore.NewWeighted(maxMemory)} }

// Draw makes a small picture of a content, once there is room for it. It never fails:
// what cannot be drawn has its facts and says why.
func (room Room) Draw(ctx context.Context, body provider.Body) Picture {
	p, img := room.read(ctx, body, box)
	if img == nil {
		return p
	}
	if err := p.encode(img); err != nil {
		p.Drop(undrawn + Reason(err))
	}
	return p
}

// Pixels gives the pixels of a content within a square, and of them only what is left
// when it is made so small. Where there are none it says why, as a sentence for people.
func (room Room) Pixels(ctx context.Context, body provider.Body, side int) (*image.NRGBA, string) {
	p, img := room.read(ctx, body, side)
	if img == nil && p.Missing == "" {
		return nil, "Drawings (SVG) are not drawn here."
	}
	return img, p.Missing
}

const undrawn = "The file cannot be drawn: "

// read gives the pixels of a content within a square and what else is known of it. There
// are none of a drawing, which is in the picture as it is, and of what is missing.
func (room Room) read(ctx context.Context, body provider.Body, side int) (Picture, *image.NRGBA) {
	r, err := body.Open()
	if err != nil {
		return Picture{Missing: "The file cannot be read: " + Reason(err)}, nil
	}
	defer r.Close()
	head := make([]byte, headSize)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return Picture{Missing: "The file cannot be read: " + Reason(err)}, nil
	}
	head = head[:n]
	if isSVG(head) {
		return drawSVG(r, body.Size), nil
	}
	f := formatOf(head)
	if f == nil {
		return Picture{Missing: "Files of this type are not drawn here."}, nil
	}
	p := Picture{Type: f.media}
	img, err := f.pixels(ctx, room, &p, r, body.Size, head, side)
	if err != nil {
		p.Drop(undrawn + Reason(err))
		return p, nil
	}
	return p, img
}

var errSlow = fmt.Errorf("it takes longer than %s", maxTime)

// pixels fills p with facts as far as it gets.
func (f *format) pixels(ctx context.Context, room Room, p *Picture, r io.ReadSeeker, size int64, head []byte, side int) (*image.NRGBA, error) {
	if f.exif != nil {
		p.Exif = readExif(f.exif(readerAt{r}, size))
	}
	config, err := timely(ctx, r, f.config)
	if err != nil {
		return nil, err
	}
	p.Width, p.Height = config.Width, config.Height
	turned := orientation(1)
	if f.turned {
		turned = p.Exif.orientation
	}
	if turned.sideways() {
		p.Width, p.Height = p.Height, p.Width
	}
	need := f.memory(config, head)
	if need > maxMemory {
		return nil, fmt.Errorf("it has %s million pixels, and drawing it needs %s of memory, more than the %s that are set apart",
			number.Grouped(int64(config.Width)*int64(config.Height)/1_000_000), number.Bytes(need), number.Bytes(maxMemory))
	}
	need = max(need, 1)
	if err := room.bytes.Acquire(ctx, need); err != nil {
		return nil, context.Cause(ctx)
	}
	defer room.bytes.Release(need)
	img, err := timely(ctx, r, f.decode)
	if err != nil {
		return nil, err
	}
	return turned.apply(shrink(img, side)), nil
}

// timely reads from the beginning, within the time that a picture may take.
func timely[T any](ctx context.Context, r io.ReadSeeker, read func(io.Reader) (T, error)) (T, error) {
	ctx, stop := context.WithTimeoutCause(ctx, maxTime, errSlow)
	defer stop()
	_, err := r.Seek(0, io.SeekStart)
	if err != nil {
		var none T
		return none, err
	}
	v, err := read(&timed{ctx, r})
	if err != nil {
		err = errors.Join(context.Cause(ctx), err)
	}
	return v, err
}

// shrink gives the picture within a square, in 8 bits a channel.
func shrink(src image.Image, side int) *image.NRGBA {
	size := src.Bounds().Size()
	w, h := fit(size.X, size.Y, side)
	if max(size.X, size.Y) > farTimes*side {
		// To look at each pixel of a photograph for so few takes longer than to decode it.
		near := image.NewNRGBA(image.Rect(0, 0, w*nearTimes, h*nearTimes))
		draw.ApproxBiLinear.Scale(near, near.Bounds(), src, src.Bounds(), draw.Src, nil)
		src = near
	}
	dst := image.NewNRGBA(image.Rect(0, 0, w, h))
	if w == size.X && h == size.Y {
		draw.Copy(dst, image.Point{}, src, src.Bounds(), draw.Src, nil)
	} else {
		draw.BiLinear.Scale(dst, dst.Bounds(), src, src.Bounds(), draw.Src, nil)
	}
	return dst
}

// What is more than farTimes as large as it becomes is first made nearTimes as large, by
// a look at some of its pixels.
const farTimes, nearTimes = 5, 3

func fit(w, h, side int) (int, int) {
	long := max(w, h)
	if long <= side {
		return w, h
	}
	return max(1, w*side/long), max(1, h*side/long)
}

// timed stops a decoder that reads on after its time: nothing else can.
type timed struct {
	ctx context.Context
	r   io.Reader
}

func (t *timed) Read(p []byte) (int, error) {
	if t.ctx.Err() != nil {
		return 0, context.Cause(t.ctx)
	}
	return t.r.Read(p)
}
