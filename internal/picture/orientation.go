package picture

import "image"

// orientation is the Orientation of EXIF (tag 274): where the first row and the first
// column of the stored picture are when it is looked at. 1 is upright, and so
// is every value that has no meaning.
type orientation uint16

// sideways reports whether width and height are exchanged.
func (t orientation) sideways() bool { return t >= 5 && t <= 8 }

// apply gives the picture as it is looked at.
func (t orientation) apply(src *image.NRGBA) *image.NRGBA {
	if t < 2 || t > 8 {
		return src
	}
	size := src.Bounds().Size()
	right, low := size.X-1, size.Y-1
	if t.sideways() {
		size.X, size.Y = size.Y, size.X
	}
	dst := image.NewNRGBA(image.Rectangle{Max: size})
	for y := range low + 1 {
		for x := range right + 1 {
			to := [...]image.Point{
				{right - x, y}, {right - x, low - y}, {x, low - y}, // 2 to 4
				{y, x}, {low - y, x}, {low - y, right - x}, {y, right - x}, // 5 to 8
			}[t-2]
			dst.SetNRGBA(to.X, to.Y, src.NRGBAAt(x, y))
		}
	}
	return dst
}
