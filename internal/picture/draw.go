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
	r, err := body.Open()
	if err != nil {
		return Picture{Missing: "The file cannot be read: " + Reason(err)}
	}
	defer r.Close()
	head := make([]byte, headSize)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return Picture{Missing: "The file cannot be read: " + Reason(err)}
	}
	head = head[:n]
	if isSVG(head) {
		return drawSVG(r, body.Size)
	}
	f := formatOf(head)
	if f == nil {
		return Picture{Missing: "Files of this type are not drawn here."}
	}
	p := Picture{Type: f.media}
	if err := f.draw(ctx, room, &p, r, body.Size, head); err != nil {
		p.Drop("The file cannot be drawn: " + Reason(err))
	}
	return p
}

var errSlow = fmt.Errorf("it takes longer than %s", maxTime)

// draw fills p as far as it gets.
func (f *format) draw(ctx context.Context, room Room, p *Picture, r io.ReadSeeker, size int64, head []byte) error {
	if f.exif != nil {
		p.Exif = readExif(f.exif(readerAt{r}, size))
	}
	config, err := timely(ctx, r, f.config)
	if err != nil {
		return err
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
		return fmt.Errorf("it has %s million pixels, and drawing it needs %s of memory, more than the %s that are set apart",
			number.Grouped(int64(config.Width)*int64(config.Height)/1_000_000), number.Bytes(need), number.Bytes(maxMemory))
	}
	need = max(need, 1)
	if err := room.bytes.Acquire(ctx, need); err != nil {
		return context.Cause(ctx)
	}
	defer room.bytes.Release(need)
	img, err := timely(ctx, r, f.decode)
	if err != nil {
		return err
	}
	return p.encode(turned.apply(shrink(img, box)))
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
	dst := image.NewNRGBA(image.Rect(0, 0, w, h))
	if w == size.X && h == size.Y {
		draw.Copy(dst, image.Point{}, src, src.Bounds(), draw.Src, nil)
	} else {
		draw.BiLinear.Scale(dst, dst.Bounds(), src, src.Bounds(), draw.Src, nil)
	}
	return dst
}

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
