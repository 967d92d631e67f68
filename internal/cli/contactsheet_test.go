package cli_test

import (
	"bytes"
	"image"
	"image/color"
	encode "image/png"
)

// flatPNG is a picture of one colour, which depends on its size.
func flatPNG(w, h int) []byte {
	img := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.RGBA{uint8(w), uint8(h), 90, 255}})
	var b bytes.Buffer
	if err := encode.Encode(&b, img); err != nil {
		panic(err) // into memory
	}
	return b.Bytes()
}
