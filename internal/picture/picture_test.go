package picture

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"wikiform/provider"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// quarters is a picture of three colours.
func quarters(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{20, 20, 200, 255}
			switch {
			case y < h/2 && x < w/2:
				c = color.NRGBA{220, 20, 20, 255}
			case y < h/2:
				c = color.NRGBA{20, 200, 20, 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

func encode(t testing.TB, with func(io.Writer, image.Image) error, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := with(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asJPEG(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) }
func asGIF(w io.Writer, m image.Image) error  { return gif.Encode(w, m, nil) }
func asTIFF(w io.Writer, m image.Image) error {
	return tiff.Encode(w, m, &tiff.Options{Compression: tiff.Deflate, Predictor: true})
}

// lossless is a WebP of 1 × 1 pixel.
const lossless = "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"

func TestDraw(t *testing.T) {
	t.Parallel()
	img := quarters(1200, 600)
	for _, c := range []struct {
		name    string
		content []byte
		want    Picture // without Data, Thumb and Exif
	}{
		{"png", encode(t, png.Encode, img), Picture{Media: "image/png", Type: "image/png", Width: 1200, Height: 600, Reduced: true, ThumbMedia: "image/jpeg"}},
		{"jpeg", encode(t, asJPEG, img), Picture{Media: "image/png", Type: "image/jpeg", Width: 1200, Height: 600, Reduced: true, ThumbMedia: "image/jpeg"}},
		{"gif", encode(t, asGIF, img), Picture{Media: "image/jpeg", Type: "image/gif", Width: 1200, Height: 600, Reduced: true, ThumbMedia: "image/jpeg"}},
		{"tiff", encode(t, asTIFF, img), Picture{Media: "image/png", Type: "image/tiff", Width: 1200, Height: 600, Reduced: true, ThumbMedia: "image/jpeg"}},
		{"bmp", encode(t, bmp.Encode, quarters(40, 20)), Picture{Media: "image/png", Type: "image/bmp", Width: 40, Height: 20}},
		{"webp", []byte(lossless), Picture{Media: "image/png", Type: "image/webp", Width: 1, Height: 1, Clear: true}},
		{"svg", []byte(`<?xml version="1.0"?><!-- --><svg viewBox="0 0 30 20.4"/>`), Picture{Media: "image/svg+xml", Type: "image/svg+xml", Width: 30, Height: 20, Clear: true}},
		{"svg in other units", []byte(`<svg width="3cm" height="2cm"/>`), Picture{Media: "image/svg+xml", Type: "image/svg+xml", Clear: true}},
		{"large svg", []byte("<svg>" + strings.Repeat(" ", maxSVG) + "</svg>"), Picture{Type: "image/svg+xml", Missing: "The drawing is too large for this report."}},
		{"film", []byte("OggS ..."), Picture{Missing: "Files of this type are not drawn here."}},
		{"nothing", nil, Picture{Missing: "Files of this type are not drawn here."}},
		{"cut off", encode(t, png.Encode, img)[:300], Picture{Type: "image/png", Width: 1200, Height: 600, Missing: "The file cannot be drawn: png: invalid format: not enough pixel data."}},
		{"bomb", bomb(t, 30000, 30000), Picture{Type: "image/png", Width: 30000, Height: 30000,
			Missing: "The file cannot be drawn: it has 900 million pixels, and drawing it needs 3.4 GiB of memory, more than the 512.0 MiB that are set apart."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := NewRoom().Draw(t.Context(), provider.BodyOf(c.content))
			data, thumb := got.Data, got.Thumb
			got.Data, got.Thumb, got.Exif = nil, nil, Exif{}
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(Exif{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if (len(data) > 0) != (got.Missing == "") {
				t.Fatalf("%d bytes and %q", len(data), got.Missing)
			}
			if size, _, err := image.DecodeConfig(bytes.NewReader(thumb)); thumb != nil && (err != nil || max(size.Width, size.Height) != thumbBox || len(thumb) > maxThumb) {
				t.Errorf("the thumb has %d × %d pixels and %d bytes: %v", size.Width, size.Height, len(thumb), err)
			}
			if got.Media == "image/png" {
				small, err := png.Decode(bytes.NewReader(data))
				if err != nil || max(small.Bounds().Dx(), small.Bounds().Dy()) > box {
					t.Errorf("%v, %v", small.Bounds(), err)
				}
			}
		})
	}
}

// What is behind a picture is seen where that has transparent parts, and so it is
// behind its thumb.
func TestThumbOfTransparent(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	noise := image.NewNRGBA(image.Rect(0, 0, 500, 400))
	for i := range noise.Pix {
		noise.Pix[i] = uint8(r.Uint32())
	}
	got := NewRoom().Draw(t.Context(), provider.BodyOf(encode(t, png.Encode, noise)))
	thumb, err := png.Decode(bytes.NewReader(got.Thumb))
	if err != nil || got.ThumbMedia != "image/png" || !got.Clear {
		t.Fatalf("%q, clear %v: %v", got.ThumbMedia, got.Clear, err)
	}
	if _, _, _, alpha := thumb.At(7, 7).RGBA(); alpha == 0xffff || thumb.Bounds().Dx() != thumbBox/2 || len(got.Thumb) > 2*maxThumb {
		t.Errorf("%v, alpha %d, %d bytes", thumb.Bounds(), alpha, len(got.Thumb))
	}
}

// bomb is a PNG that claims to be large.
func bomb(t *testing.T, w, h uint32) []byte {
	b := encode(t, png.Encode, image.NewNRGBA(image.Rect(0, 0, 1, 1)))
	binary.BigEndian.PutUint32(b[16:], w)
	binary.BigEndian.PutUint32(b[20:], h)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

func TestDrawWithoutTime(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancelCause(t.Context())
	stop(errors.New("enough of it"))
	got := NewRoom().Draw(ctx, provider.BodyOf(encode(t, png.Encode, quarters(10, 10))))
	if got.Drawn() || !strings.Contains(got.Missing, "enough of it") {
		t.Errorf("%+v", got)
	}
}

// A picture that does not compress is made smaller until it fits.
func TestDrawNoise(t *testing.T) {
	t.Parallel()
	img := image.NewNRGBA(image.Rect(0, 0, 1200, 1200))
	state := uint32(1)
	for i := range img.Pix {
		state = state*1664525 + 1013904223
		img.Pix[i] = byte(state >> 24)
	}
	got := NewRoom().Draw(t.Context(), provider.BodyOf(encode(t, png.Encode, img)))
	if !got.Drawn() || len(got.Data) > maxDrawn || !got.Reduced || got.Media != "image/png" {
		t.Errorf("%d bytes of %s", len(got.Data), got.Media)
	}
}

// An orientation says where the first row and the first column are (Exif 2.3,
// table 6): so says where the first pixel goes, and the last one of its row.
func TestTurn(t *testing.T) {
	t.Parallel()
	first, last := color.NRGBA{1, 0, 0, 255}, color.NRGBA{2, 0, 0, 255}
	stored := image.NewNRGBA(image.Rect(0, 0, 6, 4))
	stored.SetNRGBA(0, 0, first)
	stored.SetNRGBA(5, 0, last)
	for value, want := range [][2]string{
		{"top left", "top right"}, {"top left", "top right"}, {"top right", "top left"}, {"bottom right", "bottom left"},
		{"bottom left", "bottom right"}, {"top left", "bottom left"}, {"top right", "bottom right"},
		{"bottom right", "top right"}, {"bottom left", "top left"}, {"top left", "top right"},
	} {
		img := orientation(value).apply(stored)
		right, low := img.Bounds().Max.X-1, img.Bounds().Max.Y-1
		if sideways := right < low; sideways != orientation(value).sideways() {
			t.Errorf("%d: %v", value, img.Bounds())
		}
		var got [2]string
		for name, at := range map[string]image.Point{"top left": {}, "top right": {right, 0}, "bottom left": {0, low}, "bottom right": {right, low}} {
			switch img.At(at.X, at.Y) {
			case first:
				got[0] = name
			case last:
				got[1] = name
			}
		}
		if got != want {
			t.Errorf("%d: first and last pixel are %q, want %q", value, got, want)
		}
	}
}
