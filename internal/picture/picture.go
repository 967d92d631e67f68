package picture

import (
	"strings"

	"wikiform/provider"
)

// Picture is one content of a file, small enough to be put into a report. The
// zero value is a side that does not exist.
type Picture struct {
	Data  []byte // encoded as Media says; nil when it is not drawn
	Media string // "image/png", "image/jpeg" or "image/svg+xml"
	Type  string // of the content itself: "image/tiff"; "" when not known

	// Width and Height of the content itself in pixels, as it is looked at:
	// after it was turned as its EXIF says. 0 when not known.
	Width, Height int

	Exif    Exif
	Reduced bool // Data has fewer pixels than the content
	Clear   bool // parts of it may be transparent: what is behind it shows

	// Thumb is the picture for a contact sheet, nil where Data is small enough for one
	// or is a drawing.
	Thumb      []byte
	ThumbMedia string

	// Missing says why there is no Data, as a sentence for people.
	Missing string
}

// Drawn reports whether there is something to look at.
func (p Picture) Drawn() bool { return len(p.Data) > 0 }

// Reason makes the end of a sentence of an error, of which one line is enough.
func Reason(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return strings.TrimSuffix(line, ".") + "."
}

// Drop takes away what there is to look at, and says why. The facts stay.
func (p *Picture) Drop(why string) {
	p.Data, p.Media, p.Thumb, p.ThumbMedia, p.Missing = nil, "", nil, "", why
}

// Smallest is the smallest file of pixels that there is of it; nil for none, as of a drawing.
func (p Picture) Smallest() []byte {
	switch {
	case p.Thumb != nil:
		return p.Thumb
	case p.Media == "image/svg+xml":
		return nil
	}
	return p.Data
}

// Bytes is how much room it takes in a report.
func (p Picture) Bytes() int { return len(p.Data) + len(p.Thumb) }

// Pair is the two sides of a change. Before is the zero value for a new file.
type Pair struct{ Before, After Picture }

// Album holds a pair for every file whose content changes. A nil album means that
// no pictures were made at all.
type Album map[provider.Title]Pair
