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
	before, after, to := boxes[0], boxes[1], boxes[2].Min
	same := true
	for y := range Box {
		for x := range Box {
			now := sheet.RGBAAt(after.Min.X+x, after.Min.Y+y)
			grey := (299*int(now.R) + 587*int(now.G) + 114*int(now.B)) / 1000
			pale := uint8(255 - (255-grey)/4)
			c := color.RGBA{pale, pale, pale, 255}
			at := image.Pt(x, y)
			if d := apart(now, sheet.RGBAAt(before.Min.X+x, before.Min.Y+y)); d > noise && strange(sheet, after, before, at) {
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

// strange reports whether a point of either picture is like none around it in the other.
// Edges that the wiki draws sharper, or half a pixel beside ours, are not.
func strange(sheet *image.RGBA, a, b image.Rectangle, at image.Point) bool {
	like := func(one, other image.Rectangle) bool {
		c := sheet.RGBAAt(one.Min.X+at.X, one.Min.Y+at.Y)
		for dy := -1; dy <= 1; dy++ {
			for dx := -1; dx <= 1; dx++ {
				p := other.Min.Add(at).Add(image.Pt(dx, dy))
				if p.In(other) && apart(c, sheet.RGBAAt(p.X, p.Y)) <= noise {
					return true
				}
			}
		}
		return false
	}
	return !like(a, b) || !like(b, a)
}

// apart is how much two colours differ, in the channel in which they do most.
func apart(a, b color.RGBA) int {
	return max(distance(a.R, b.R), distance(a.G, b.G), distance(a.B, b.B))
}

func distance(a, b uint8) int {
	if a > b {
		return int(a - b)
	}
	return int(b - a)
}

// mixed is between two values, the nearer to the second the closer part is to 255.
func mixed(a, b uint8, part int) uint8 {
	return uint8((int(a)*(255-part) + int(b)*part) / 255)
}
