package contactsheet

import (
	"image"
	"image/color"
)

// noise is how much a channel may differ where two pictures look the same: encoders and
// ways to make pictures smaller do as much.
const noise = 24

// difference draws into the third box where the first two differ: the new picture pale and
// grey, and red where it is another one, the more so the more it differs. Where nothing is
// red, it says so.
func difference(sheet *image.RGBA, boxes []image.Rectangle) {
	before, after, to := boxes[0].Min, boxes[1].Min, boxes[2].Min
	same := true
	for y := range Box {
		for x := range Box {
			was, now := sheet.RGBAAt(before.X+x, before.Y+y), sheet.RGBAAt(after.X+x, after.Y+y)
			grey := (299*int(now.R) + 587*int(now.G) + 114*int(now.B)) / 1000
			pale := uint8(255 - (255-grey)/4)
			c := color.RGBA{pale, pale, pale, 255}
			if d := max(apart(was.R, now.R), apart(was.G, now.G), apart(was.B, now.B)); d > noise {
				same = false
				strong := min(255, 96+2*(d-noise))
				c = color.RGBA{mixed(pale, 0xc8, strong), mixed(pale, 0x00, strong), mixed(pale, 0x2c, strong), 255}
			}
			sheet.SetRGBA(to.X+x, to.Y+y, c)
		}
	}
	if same {
		fill(sheet, image.Rect(to.X, to.Y, to.X+Box, to.Y+lineHeight+6), board[0])
		text(sheet, to.Add(image.Pt(6, 3)), "Looks the same here.", ink)
	}
}

func apart(a, b uint8) int {
	if a > b {
		return int(a - b)
	}
	return int(b - a)
}

// mixed is between two values, the nearer to the second the closer part is to 255.
func mixed(a, b uint8, part int) uint8 {
	return uint8((int(a)*(255-part) + int(b)*part) / 255)
}
