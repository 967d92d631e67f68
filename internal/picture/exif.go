package picture

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Exif is what a content says of itself in the form of the Exchangeable image
// file format: the fields that people know, without thumbnails and the notes of
// makers.
type Exif struct {
	// Read: the content was looked through, so that no fields means that there
	// are none.
	Read   bool
	Fields []Field // in order of their names
	Place  *Place  // where it was taken, nil when it is not told

	orientation orientation
}

// ExifIsAhead reports whether the EXIF of a content of this type comes before its
// pixels, so that [ExifOfHead] finds it.
func ExifIsAhead(media string) bool { return media == jpegFormat.media }

// ExifOfHead reads the EXIF of a content of which only the first bytes are at hand.
func ExifOfHead(head []byte) Exif {
	if formatOf(head) != jpegFormat {
		return Exif{}
	}
	return readExif(exifOfJPEG(bytes.NewReader(head), int64(len(head))))
}

// Field is one value of EXIF under its usual name, in a form for people. It is
// foreign text.
type Field struct{ Name, Value string }

// Place is a position on Earth (WGS 84), in degrees; south and west are negative.
type Place struct{ Latitude, Longitude float64 }

// String gives decimal degrees to about a metre.
func (p Place) String() string { return fmt.Sprintf("%.5f, %.5f", p.Latitude, p.Longitude) }

// FieldChange is a field that two contents do not share. Added and removed
// fields have an empty Before or After.
type FieldChange struct{ Name, Before, After string }

// CompareExif gives what becomes of the fields, in order of their names. It is
// empty unless both contents were looked through.
func CompareExif(before, after Exif) []FieldChange {
	if !before.Read || !after.Read {
		return nil
	}
	all := map[string]FieldChange{}
	for _, f := range before.Fields {
		all[f.Name] = FieldChange{Name: f.Name, Before: f.Value}
	}
	for _, f := range after.Fields {
		c := all[f.Name]
		c.Name, c.After = f.Name, f.Value
		all[f.Name] = c
	}
	var changes []FieldChange
	for _, c := range all {
		if c.Before != c.After {
			changes = append(changes, c)
		}
	}
	slices.SortFunc(changes, func(a, b FieldChange) int { return cmp.Compare(a.Name, b.Name) })
	return changes
}

// readExif reads the TIFF structure in s, as far as it makes sense. A nil
// section is a content without EXIF.
func readExif(s *section) Exif {
	e := Exif{Read: true}
	if s == nil {
		return e
	}
	main, order, ok := s.open()
	if !ok {
		return e
	}
	x := &ifdReader{section: s, order: order}
	image := x.directory(main)
	e.orientation = orientation(image.number(tagOrientation))
	e.Fields = image.fields(imageTags)
	if at := image.number(tagExif); at > 0 {
		e.Fields = append(e.Fields, x.directory(at).fields(exifTags)...)
	}
	if at := image.number(tagGPS); at > 0 {
		gps := x.directory(at)
		e.Fields = append(e.Fields, gps.fields(gpsTags)...)
		if e.Place = gps.place(); e.Place != nil {
			e.Fields = append(e.Fields, Field{"GPS position", e.Place.String()})
		}
	}
	slices.SortFunc(e.Fields, func(a, b Field) int { return cmp.Compare(a.Name, b.Name) })
	return e
}

// place puts degrees, minutes and seconds together.
func (d directory) place() *Place {
	latitude, ok1 := d.degrees(tagLatitude, tagLatitudeRef, "S")
	longitude, ok2 := d.degrees(tagLongitude, tagLongitudeRef, "W")
	if !ok1 || !ok2 || math.Abs(latitude) > 90 || math.Abs(longitude) > 180 {
		return nil
	}
	return &Place{latitude, longitude}
}

func (d directory) degrees(value, ref uint16, negative string) (float64, bool) {
	parts := d.entries[value].rationals()
	if len(parts) != 3 {
		return 0, false
	}
	degrees, scale := 0.0, 1.0
	for _, p := range parts {
		if math.IsNaN(p) || math.IsInf(p, 0) {
			return 0, false
		}
		degrees += p / scale
		scale *= 60
	}
	if d.entries[ref].text() == negative {
		degrees = -degrees
	}
	return degrees, true
}
