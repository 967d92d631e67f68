package contactsheet

import (
	"image"

	"golang.org/x/image/draw"
)

// scaled gives the pictures of an entry one size: two of a pair can be compared then, though
// one has fewer pixels, and icons, enlarged by a whole number, can be seen. nil stays that.
func scaled(pictures ...*image.NRGBA) []*image.NRGBA {
	long := 0
	for _, p := range pictures {
		if p != nil {
			long = max(long, longer(p))
		}
	}
	if long == 0 {
		return pictures
	}
	side := long * max(1, Box/long)
	out := make([]*image.NRGBA, len(pictures))
	for i, p := range pictures {
		if p == nil || longer(p) == side || longer(p) == 0 {
			out[i] = p
			continue
		}
		size := p.Bounds().Size()
		to := image.NewNRGBA(image.Rect(0, 0, max(1, size.X*side/longer(p)), max(1, size.Y*side/longer(p))))
		var how draw.Scaler = draw.BiLinear
		if longer(p) == long { // with its pixels as squares
			how = draw.NearestNeighbor
		}
		how.Scale(to, to.Bounds(), p, p.Bounds(), draw.Src, nil)
		out[i] = to
	}
	return out
}

func longer(p *image.NRGBA) int { return max(p.Bounds().Dx(), p.Bounds().Dy()) }
