package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"
)

// format is a type of picture that can be decoded here.
type format struct {
	media  string
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	exif   func(io.ReaderAt, int64) *section // finds the TIFF structure that holds the EXIF
	turned bool                              // looked at as its EXIF says, by wikis and browsers alike
}

var (
	pngFormat  = &format{"image/png", png.DecodeConfig, png.Decode, exifOfPNG, false}
	gifFormat  = &format{"image/gif", gif.DecodeConfig, gif.Decode, nil, false}
	jpegFormat = &format{"image/jpeg", jpeg.DecodeConfig, jpeg.Decode, exifOfJPEG, true}
	tiffFormat = &format{"image/tiff", tiff.DecodeConfig, tiff.Decode, exifOfTIFF, true}
	webpFormat = &format{"image/webp", webp.DecodeConfig, webp.Decode, exifOfWebP, false}
	bmpFormat  = &format{"image/bmp", bmp.DecodeConfig, bmp.Decode, nil, false}
)

// heads are the first bytes by which formats are known; ? is any byte.
var heads = []struct {
	head   string
	format *format
}{
	{"\x89PNG\r\n\x1a\n", pngFormat},
	{"GIF87a", gifFormat},
	{"GIF89a", gifFormat},
	{"\xff\xd8\xff", jpegFormat},
	{"II*\x00", tiffFormat},
	{"MM\x00*", tiffFormat},
	{"RIFF????WEBP", webpFormat},
	{"BM", bmpFormat},
}

func formatOf(head []byte) *format {
	for _, h := range heads {
		if begins(head, h.head) {
			return h.format
		}
	}
	return nil
}

// Drawable reports whether a content of this type can be drawn here.
func Drawable(media string) bool {
	for _, h := range heads {
		if h.format.media == media {
			return true
		}
	}
	return media == "image/svg+xml" || media == "image/x-bmp" || media == "image/x-ms-bmp"
}

func begins(b []byte, pattern string) bool {
	if len(b) < len(pattern) {
		return false
	}
	for i := range len(pattern) {
		if pattern[i] != '?' && pattern[i] != b[i] {
			return false
		}
	}
	return true
}

// memory is how many bytes the decoder needs for a picture, about.
func (f *format) memory(c image.Config, head []byte) int64 {
	perPixel := int64(4)
	switch c.ColorModel {
	case color.RGBA64Model, color.NRGBA64Model:
		perPixel = 8
	case color.GrayModel:
		perPixel = 1
	case color.Gray16Model:
		perPixel = 2
	}
	if f == jpegFormat && progressive(head) {
		perPixel += 12 // all coefficients are kept until the end
	}
	return int64(c.Width) * int64(c.Height) * perPixel
}

// progressive reports whether a JPEG may be a progressive one: its frame begins
// with another marker than that of a baseline JPEG.
func progressive(head []byte) bool {
	return !bytes.Contains(head, []byte{0xff, 0xc0, 0x00, 0x11, 8}) && !bytes.Contains(head, []byte{0xff, 0xc0, 0x00, 0x0b, 8})
}
