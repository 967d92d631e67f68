package contactsheet

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"slices"
	"sync"
)

// Tile is the pictures of an entry, each within a square of [Box] pixels, or why there is
// none.
type Tile struct {
	Before, After               *image.NRGBA
	BeforeMissing, AfterMissing string
}

// A sheet has a background of its own, so that it is the same on a light and on a dark
// page.
var (
	paper   = color.RGBA{0xf3, 0xf4, 0xf6, 0xff}
	ink     = color.RGBA{0x1f, 0x23, 0x28, 0xff}
	faint   = color.RGBA{0x59, 0x63, 0x6e, 0xff}
	board   = [2]color.RGBA{{0xff, 0xff, 0xff, 0xff}, {0xe1, 0xe4, 0xe8, 0xff}} // behind what is clear
	warning = color.RGBA{0x9a, 0x34, 0x12, 0xff}
	bars    = map[Kind]color.RGBA{Changed: {0x1d, 0x4e, 0x89, 0xff}, New: {0x1a, 0x6b, 0x35, 0xff}, Gone: {0xa4, 0x0e, 0x26, 0xff}}
	signs   = map[Kind]string{Changed: "~", New: "+", Gone: "-"}
)

// Draw draws a sheet; it has a tile for each of its entries.
func Draw(s Sheet, tiles []Tile) *image.RGBA {
	places, height := layout(s.Entries)
	sheet := image.NewRGBA(image.Rect(0, 0, Width, height))
	fill(sheet, sheet.Bounds(), paper)
	if n := len(s.Entries); n > 0 {
		text(sheet, image.Pt(gap, 8), fmt.Sprintf("Sheet %d: %d to %d", s.Number, s.Entries[0].Number, s.Entries[n-1].Number), ink)
	}
	text(sheet, image.Pt(3*step+gap, 8), "~ before, after, difference   + new   - deleted", faint)
	for i, e := range s.Entries {
		entry(sheet, places[i], e, tiles[i])
	}
	return sheet
}

func entry(sheet *image.RGBA, at place, e Entry, t Tile) {
	bar := bars[e.Kind]
	if e.Others {
		bar = warning
	}
	fill(sheet, image.Rect(at.label.Min.X, at.label.Min.Y, at.label.Max.X, at.label.Max.Y-2), bar)
	right := large(sheet, at.label.Min.Add(image.Pt(4, 1)), fmt.Sprintf("%s %d", signs[e.Kind], e.Number), board[0])
	if e.Others {
		words := map[Kind]string{Changed: "others' work", New: "others'", Gone: "not ours"}[e.Kind]
		text(sheet, image.Pt(right+8, at.label.Min.Y+6), words, board[0])
	}
	show := func(box image.Rectangle, img *image.NRGBA, missing string) {
		if img == nil {
			fill(sheet, box, board[1])
			wrapped(sheet, box.Inset(6), missing, ink)
			return
		}
		picture(sheet, box, img)
	}
	pair := scaled(t.Before, t.After)
	t.Before, t.After = pair[0], pair[1]
	switch e.Kind {
	case New:
		show(at.boxes[0], t.After, t.AfterMissing)
	case Gone:
		show(at.boxes[0], t.Before, t.BeforeMissing)
		strike(sheet, at.boxes[0])
	case Changed:
		show(at.boxes[0], t.Before, t.BeforeMissing)
		show(at.boxes[1], t.After, t.AfterMissing)
		if t.Before == nil || t.After == nil {
			show(at.boxes[2], nil, "Nothing to compare.")
			return
		}
		difference(sheet, at.boxes)
	}
}

// picture puts a picture into the middle of a box, on a chequered ground where it is clear.
// What is larger is cut off.
func picture(sheet *image.RGBA, box image.Rectangle, img *image.NRGBA) {
	fill(sheet, box, board[1])
	size := img.Bounds().Size()
	at := box.Min.Add(image.Pt(max(0, (Box-size.X)/2), max(0, (Box-size.Y)/2)))
	to := image.Rectangle{at, at.Add(size)}.Intersect(box)
	if !img.Opaque() {
		for y := to.Min.Y; y < to.Max.Y; y++ {
			for x := to.Min.X; x < to.Max.X; x++ {
				sheet.SetRGBA(x, y, board[((x-to.Min.X)/8+(y-to.Min.Y)/8)%2])
			}
		}
	}
	draw.Draw(sheet, to, img, img.Bounds().Min, draw.Over)
}

// strike crosses out a picture.
func strike(sheet *image.RGBA, box image.Rectangle) {
	for i := range Box {
		for wide := range 3 {
			x := min(box.Min.X+i+wide, box.Max.X-1)
			sheet.SetRGBA(x, box.Min.Y+i, bars[Gone])
			sheet.SetRGBA(x, box.Max.Y-1-i, bars[Gone])
		}
	}
}

func fill(sheet *image.RGBA, r image.Rectangle, c color.RGBA) {
	draw.Draw(sheet, r, image.NewUniform(c), image.Point{}, draw.Src)
}

// buffers are those of encoders, one after the other.
type buffers struct{ pool sync.Pool }

func (b *buffers) Get() *png.EncoderBuffer {
	e, _ := b.pool.Get().(*png.EncoderBuffer)
	return e
}

func (b *buffers) Put(e *png.EncoderBuffer) { b.pool.Put(e) }

// encoder takes a third of the time of the usual one, for a tenth more bytes.
var encoder = png.Encoder{CompressionLevel: png.BestSpeed, BufferPool: &buffers{}}

// MaxBytes is how large the file of a sheet may be: forges take pictures up to there. What
// is drawn here stays below by its size alone, whatever is on it.
const MaxBytes = 10_000_000

// Encode gives the file of a sheet, in which there is nothing but pixels and our mark.
func Encode(sheet *image.RGBA) ([]byte, error) {
	var b bytes.Buffer
	if err := encoder.Encode(&b, sheet); err != nil {
		return nil, err
	}
	return slices.Insert(b.Bytes(), markAt, mark...), nil
}
