package contactsheet

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"
)

// Recode reads a sheet that nobody vouches for and gives a new file with its pixels, and
// with nothing else that it had. What is no PNG of the size of a sheet is an error before
// any of it is decoded.
func Recode(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	switch {
	case err != nil:
		return nil, err
	case len(data) > MaxBytes:
		return nil, fmt.Errorf("it has more than %d bytes", MaxBytes)
	}
	config, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, unread(err)
	}
	if config.Width != Width || config.Height > MaxHeight {
		return nil, fmt.Errorf("it is %d × %d pixels large, and a contact sheet is %d wide and at most %d high", config.Width, config.Height, Width, MaxHeight)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, unread(err)
	}
	sheet := image.NewRGBA(image.Rect(0, 0, Width, img.Bounds().Dy()))
	fill(sheet, sheet.Bounds(), paper)
	draw.Draw(sheet, sheet.Bounds(), img, img.Bounds().Min, draw.Over)
	return Encode(sheet)
}

func unread(err error) error {
	if bad, ok := errors.AsType[png.FormatError](err); ok {
		return fmt.Errorf("it is no PNG that can be read: %s", string(bad))
	}
	return fmt.Errorf("it is no PNG that can be read: %w", err)
}
