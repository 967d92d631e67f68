package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"testing"

	"wikiform/provider"
)

// photo is about as hard on encoders as a photograph: shapes, soft shades and some grain.
func photo(w, h int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for y := range h {
		for x := range w {
			v := 90 + 60*math.Sin(float64(x)/37)*math.Cos(float64(y)/53) + 40*math.Sin(float64(x*y)/9001)
			g := float64(r.IntN(24))
			img.SetRGBA(x, y, color.RGBA{uint8(v + g), uint8(v*0.8 + g), uint8(200 - v + g/2), 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 90}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// BenchmarkPhoto makes what a report has of a photograph of two million pixels, and what
// a contact sheet has of it.
func BenchmarkPhoto(b *testing.B) {
	body := provider.BodyOf(photo(1632, 1224))
	b.Run("report", func(b *testing.B) {
		for b.Loop() {
			if p := NewRoom().Draw(b.Context(), body); !p.Drawn() {
				b.Fatal(p.Missing)
			}
		}
	})
	b.Run("sheet", func(b *testing.B) {
		for b.Loop() {
			if img, why := NewRoom().Pixels(b.Context(), body, 160); img == nil {
				b.Fatal(why)
			}
		}
	})
}
