package picture

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"time"

	"golang.org/x/image/draw"

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

// Draw makes a small picture of a content. It never fails: what cannot be drawn
// has its facts and says why.
func Draw(ctx context.Context, body provider.Body) Picture {
	ctx, stop := context.WithTimeoutCause(ctx, maxTime, errSlow)
	defer stop()
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
	if err := f.draw(ctx, &p, r, body.Size, head); err != nil {
		p.Data, p.Media = nil, ""
		p.Missing = "The file cannot be drawn: " + Reason(err)
	}
	return p
}

var errSlow = fmt.Errorf("it takes longer than %s", maxTime)

// draw fills p as far as it gets.
func (f *format) draw(ctx context.Context, p *Picture, r io.ReadSeeker, size int64, head []byte) error {
	if f.exif != nil {
		p.Exif = readExif(f.exif(readerAt{r}, size))
	}
	again := func() (io.Reader, error) {
		_, err := r.Seek(0, io.SeekStart)
		return &timed{ctx, r}, err
	}
	in, err := again()
	if err != nil {
		return err
	}
	config, err := f.config(in)
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
	if need := f.memory(config, head); need > maxMemory {
		return fmt.Errorf("it has %d million pixels, and drawing it needs %s of memory, more than the %s that are set apart",
			int64(config.Width)*int64(config.Height)/1_000_000, number.Bytes(need), number.Bytes(maxMemory))
	}
	if in, err = again(); err != nil {
		return err
	}
	img, err := f.decode(in)
	if err != nil {
		return errors.Join(context.Cause(ctx), err)
	}
	return p.encode(turned.apply(shrink(img, box)))
}

// shrink gives the picture within a square, in 8 bits a channel.
func shrink(src image.Image, side int) draw.Image {
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

// encode puts img into p, as a PNG where it has transparent parts or is small,
// and smaller until it fits into a report.
func (p *Picture) encode(img draw.Image) error {
	for {
		data, media, err := encoded(img)
		if err != nil {
			return err
		}
		size := img.Bounds().Size()
		if len(data) <= maxDrawn {
			p.Data, p.Media = data, media
			p.Reduced = size.X < p.Width || size.Y < p.Height
			return nil
		}
		img = shrink(img, max(size.X, size.Y)/2)
	}
}

// exact is the size up to which a PNG, which loses nothing, is not too large.
const exact = 200 << 10

func encoded(img draw.Image) (data []byte, media string, err error) {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, "", err
	}
	if opaque := img.(*image.NRGBA).Opaque(); !opaque || b.Len() <= exact {
		return b.Bytes(), "image/png", nil
	}
	b.Reset()
	err = jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	return b.Bytes(), "image/jpeg", err
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
