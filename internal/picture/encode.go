package picture

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
)

// encode puts img into p, as a PNG where it has transparent parts or is small,
// and smaller until it fits into a report.
func (p *Picture) encode(img *image.NRGBA) error {
	for {
		data, media, err := encoded(img)
		if err != nil {
			return err
		}
		size := img.Bounds().Size()
		if len(data) <= maxDrawn {
			p.Data, p.Media = data, media
			p.Reduced = size.X < p.Width || size.Y < p.Height
			p.Clear = !img.Opaque()
			return p.makeThumb(img)
		}
		img = shrink(img, max(size.X, size.Y)/2)
	}
}

const (
	thumbBox     = 240      // pixels of the longer side of a picture on a contact sheet
	maxThumb     = 32 << 10 // bytes of one, but for those that are smaller than half of that box
	thumbQuality = 75
)

// makeThumb puts a small picture of img into p where that itself is too large for a
// contact sheet.
func (p *Picture) makeThumb(img *image.NRGBA) error {
	side := max(img.Bounds().Dx(), img.Bounds().Dy())
	if side <= thumbBox && len(p.Data) <= maxThumb {
		return nil
	}
	for side = min(side, thumbBox); ; side /= 2 {
		small, media := shrink(img, side), "image/jpeg"
		var b bytes.Buffer
		var err error
		if p.Clear {
			media, err = "image/png", png.Encode(&b, small)
		} else {
			err = jpeg.Encode(&b, small, &jpeg.Options{Quality: thumbQuality})
		}
		if err != nil {
			return err
		}
		if b.Len() <= maxThumb || side <= thumbBox/2 {
			p.Thumb, p.ThumbMedia = b.Bytes(), media
			return nil
		}
	}
}

// exact is the size up to which a PNG, which loses nothing, is not too large.
const exact = 200 << 10

func encoded(img *image.NRGBA) (data []byte, media string, err error) {
	var b bytes.Buffer
	opaque := img.Opaque()
	if !opaque || !grainy(img) {
		if err := png.Encode(&b, img); err != nil {
			return nil, "", err
		}
		if !opaque || b.Len() <= exact {
			return b.Bytes(), "image/png", nil
		}
	}
	b.Reset()
	err = jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	return b.Bytes(), "image/jpeg", err
}

// grainy reports whether a few rows show that a picture, as photographs and scans are,
// is far too large as a PNG. To make one would take longer than all the rest.
func grainy(img *image.NRGBA) bool {
	const rows = 16
	size := img.Bounds().Size()
	if size.Y < 4*rows {
		return false
	}
	estimated := 0
	for _, y := range []int{size.Y / 4, size.Y / 2, 3 * size.Y / 4} {
		var b bytes.Buffer
		if png.Encode(&b, img.SubImage(image.Rect(0, y, size.X, y+rows))) != nil {
			return false
		}
		estimated += b.Len() * size.Y / rows / 3
	}
	return estimated > exact*5/4
}
