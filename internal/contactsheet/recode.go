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
	if err := Check(bytes.NewReader(data)); err != nil {
		return nil, err
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

// Check reports by its first bytes why a file can be no contact sheet; nil if it can.
func Check(r io.Reader) error {
	config, err := png.DecodeConfig(r)
	if err != nil {
		return unread(err)
	}
	if config.Width != Width || config.Height > MaxHeight {
		return fmt.Errorf("it is %d × %d pixels large, and a contact sheet is %d wide and at most %d high", config.Width, config.Height, Width, MaxHeight)
	}
	return nil
}

func unread(err error) error {
	if bad, ok := errors.AsType[png.FormatError](err); ok {
		return fmt.Errorf("it is no PNG that can be read: %s", string(bad))
	}
	return fmt.Errorf("it is no PNG that can be read: %w", err)
}
