package gather

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"

	"wikiform/plan"
	"wikiform/provider"
	"wikiform/spec"
)

// scan is a picture as scanners make them: large, in soft colours, with some grain.
func scan(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for y := range h {
		for x := range w {
			grain := uint8(r.IntN(12))
			img.SetRGBA(x, y, color.RGBA{uint8(x*200/w) + grain, uint8(y*200/h) + grain, 100 + grain, 255})
		}
	}
	return img
}

// BenchmarkAlbum makes the pictures of twelve scans of 12 million pixels, of which
// every third is a PNG.
func BenchmarkAlbum(b *testing.B) {
	var asJPEG, asPNG bytes.Buffer
	img := scan(4000, 3000)
	if err := jpeg.Encode(&asJPEG, img, nil); err != nil {
		b.Fatal(err)
	}
	if err := png.Encode(&asPNG, img); err != nil {
		b.Fatal(err)
	}
	p := &plan.Plan{}
	for i := range 12 {
		data := asJPEG.Bytes()
		if i%3 == 2 {
			data = asPNG.Bytes()
		}
		source := fmt.Sprintf("%d", i%3/2)
		content := plan.Content{Source: spec.Source{Path: source}, Digest: provider.Digest{SHA1: provider.SHA1{1}, Size: int64(len(data))}}
		p.Changes = append(p.Changes, plan.Change{
			Claim: plan.Claim{Address: spec.Address(fmt.Sprint("file.", i)), Title: provider.Title(fmt.Sprintf("%d.jpg", i)), Content: &content},
			Steps: []plan.Step{plan.Upload{Content: content}},
		})
	}
	bodies := map[string]provider.Body{"0": provider.BodyOf(asJPEG.Bytes()), "1": provider.BodyOf(asPNG.Bytes())}
	for b.Loop() {
		album := Album(b.Context(), p, Sources{Open: func(_ context.Context, c plan.Content) (provider.Body, error) { return bodies[c.Source.Path], nil }})
		for t, pair := range album {
			if !pair.After.Drawn() {
				b.Fatal(t, pair.After.Missing)
			}
		}
	}
}

// BenchmarkSheets makes two contact sheets of 48 pairs of photographs of two million pixels,
// of which the wiki makes none smaller.
func BenchmarkSheets(b *testing.B) {
	var photograph bytes.Buffer
	if err := jpeg.Encode(&photograph, scan(1632, 1224), nil); err != nil {
		b.Fatal(err)
	}
	data := photograph.Bytes()
	p, has := &plan.Plan{}, provider.Version{MIME: "image/jpeg", Width: 1632, Height: 1224}
	for i := range 48 {
		c := change(fmt.Sprintf("%d.jpg", i), nil, data)
		c.Before.Version = &has
		p.Changes = append(p.Changes, c)
	}
	from := Sources{
		Thumbs: func(_ context.Context, titles []provider.Title, _ int) (map[provider.Title]provider.Thumb, error) {
			thumbs := map[provider.Title]provider.Thumb{}
			for _, t := range titles {
				thumbs[t] = provider.Thumb{Small: "thumb"}
			}
			return thumbs, nil
		},
		Get:  func(context.Context, string, int64) ([]byte, error) { return data, nil },
		Open: func(context.Context, plan.Content) (provider.Body, error) { return provider.BodyOf(data), nil },
	}
	for b.Loop() {
		made := 0
		if err := SheetsOf(p).Draw(b.Context(), from, nil, func(string, []byte) error { made++; return nil }); err != nil || made != 2 {
			b.Fatal(made, err)
		}
	}
}
