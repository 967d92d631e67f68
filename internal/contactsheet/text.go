package contactsheet

import (
	"image"
	"image/color"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
)

// The font has ASCII only, which is enough for numbers and for our own sentences; titles
// are listed beside the sheets. What it does not have is a question mark.
var face = basicfont.Face7x13

const lineHeight = 13

// text writes a line and says where it ends; at is its upper left corner.
func text(sheet *image.RGBA, at image.Point, s string, c color.RGBA) (right int) {
	d := font.Drawer{Dst: sheet, Src: image.NewUniform(c), Face: face, Dot: fixed.P(at.X, at.Y+face.Ascent)}
	d.DrawString(ascii(s))
	return d.Dot.X.Round()
}

// large writes a line of twice the size.
func large(sheet *image.RGBA, at image.Point, s string, c color.RGBA) (right int) {
	small := image.NewRGBA(image.Rect(0, 0, len(s)*face.Advance, lineHeight))
	text(small, image.Point{}, s, c)
	for y := range small.Bounds().Dy() {
		for x := range small.Bounds().Dx() {
			if small.RGBAAt(x, y).A > 0 {
				fill(sheet, image.Rect(at.X+2*x, at.Y+2*y, at.X+2*x+2, at.Y+2*y+2).Intersect(sheet.Bounds()), c)
			}
		}
	}
	return at.X + 2*small.Bounds().Dx()
}

// wrapped writes a sentence into a box, and as much of it as there is room for.
func wrapped(sheet *image.RGBA, box image.Rectangle, s string, c color.RGBA) {
	columns, rows := box.Dx()/face.Advance, box.Dy()/lineHeight
	line, row := "", 0
	flush := func() {
		if row < rows {
			text(sheet, box.Min.Add(image.Pt(0, row*lineHeight)), line, c)
		}
		row, line = row+1, ""
	}
	for _, word := range strings.Fields(ascii(s)) {
		if line != "" && len(line)+1+len(word) > columns {
			flush()
		}
		if line != "" {
			line += " "
		}
		line += word
		for len(line) > columns && row < rows {
			rest := line[columns:]
			line = line[:columns]
			flush()
			line = rest
		}
	}
	flush()
}

// ascii is a text in the signs that the font has.
func ascii(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u00a0' || r == '\n' || r == '\t':
			return ' '
		case r < ' ' || r > '~':
			return '?'
		}
		return r
	}, s)
}
