package contactsheet

import "image"

// A sheet has rows of six boxes, each with a line above it. An entry of three boxes is
// half a row.
const (
	Box    = 160 // pixels of the side of the square in which a picture is
	gap    = 8
	label  = 26 // the line above the pictures of an entry
	head   = 30 // the line above all of them
	perRow = 6
	step   = Box + gap

	// Width is how wide a sheet is, in pixels.
	Width = gap + perRow*step
	// MaxHeight is how high one is at most: with nothing but entries of three boxes.
	MaxHeight = head + PerSheet/(perRow/3)*rowHeight + gap

	rowHeight = label + Box + gap
)

// place is where the label and the boxes of an entry are.
type place struct {
	label image.Rectangle
	boxes []image.Rectangle
}

// layout puts entries beside one another, as long as a row has room, and says how high
// the sheet is.
func layout(entries []Entry) (places []place, height int) {
	row, column := 0, 0
	for _, e := range entries {
		n := e.Kind.boxes()
		if column+n > perRow {
			row, column = row+1, 0
		}
		at := image.Pt(gap+column*step, head+row*rowHeight)
		p := place{label: image.Rect(at.X, at.Y, at.X+n*step-gap, at.Y+label)}
		for i := range n {
			left := at.X + i*step
			p.boxes = append(p.boxes, image.Rect(left, at.Y+label, left+Box, at.Y+label+Box))
		}
		places = append(places, p)
		column += n
	}
	return places, head + (row+1)*rowHeight + gap
}
