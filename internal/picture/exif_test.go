package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image/png"
	"slices"
	"testing"

	"wikiform/provider"

	"github.com/google/go-cmp/cmp"
)

// value is one entry of a directory that a test writes.
type value struct {
	tag, kind uint16
	count     uint32
	data      []byte
}

func ascii(tag uint16, s string) value { return value{tag, 2, uint32(len(s) + 1), []byte(s + "\x00")} }

func short(order binary.AppendByteOrder, tag, n uint16) value {
	return value{tag, 3, 1, order.AppendUint16(nil, n)}
}

func rational(order binary.AppendByteOrder, tag uint16, parts ...uint32) value {
	v := value{tag, 5, uint32(len(parts) / 2), nil}
	for _, p := range parts {
		v.data = order.AppendUint32(v.data, p)
	}
	return v
}

type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// structure writes a TIFF structure: the main directory, and what it leads to
// under the tags of EXIF and GPS.
func structure(order byteOrder, main, exif, gps []value) []byte {
	b := []byte("II*\x00\x08\x00\x00\x00")
	if order == binary.BigEndian {
		b = []byte("MM\x00*\x00\x00\x00\x08")
	}
	sizeOf := func(vs []value) int {
		n := 2 + 12*len(vs) + 4
		for _, v := range vs {
			n += len(v.data)
		}
		return n
	}
	pointer := func(tag uint16, at int) value { return value{tag, 4, 1, order.AppendUint32(nil, uint32(at))} }
	main = append(main, pointer(tagExif, 0), pointer(tagGPS, 0))
	exifAt := len(b) + sizeOf(main)
	main[len(main)-2], main[len(main)-1] = pointer(tagExif, exifAt), pointer(tagGPS, exifAt+sizeOf(exif))
	for _, vs := range [][]value{main, exif, gps} {
		data := len(b) + 2 + 12*len(vs) + 4
		b = order.AppendUint16(b, uint16(len(vs)))
		var tail []byte
		for _, v := range vs {
			b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, v.tag), v.kind), v.count)
			if len(v.data) <= 4 {
				b = append(b, append(slices.Clone(v.data), make([]byte, 4-len(v.data))...)...)
				tail = append(tail, v.data...) // unused, so that sizes are simple
				continue
			}
			b = order.AppendUint32(b, uint32(data+len(tail)))
			tail = append(tail, v.data...)
		}
		b = append(order.AppendUint32(b, 0), tail...)
	}
	return b
}

func sample(order byteOrder) []byte {
	return structure(order,
		[]value{ascii(0x0110, "NIKON D800"), short(order, tagOrientation, 6), ascii(0x9999, "unknown tag")},
		[]value{ascii(0x9003, "1911:06:02 12:00:00"), rational(order, 0x829d, 28, 10)},
		[]value{ascii(tagLatitudeRef, "S"), rational(order, tagLatitude, 33, 1, 51, 1, 2438, 100),
			ascii(tagLongitudeRef, "E"), rational(order, tagLongitude, 151, 1, 12, 1, 5448, 100)})
}

func TestExif(t *testing.T) {
	t.Parallel()
	want := Exif{Read: true, orientation: 6, Place: &Place{-33.856772222222226, 151.2151333333333}, Fields: []Field{
		{"DateTimeOriginal", "1911:06:02 12:00:00"}, {"FNumber", "2.8"}, {"GPS position", "-33.85677, 151.21513"},
		{"Model", "NIKON D800"}, {"Orientation", "6"},
	}}
	for name, order := range map[string]byteOrder{"little": binary.LittleEndian, "big": binary.BigEndian} {
		tiff := sample(order)
		for _, c := range []struct {
			name    string
			format  *format
			content []byte
		}{
			{"tiff", tiffFormat, tiff},
			{"jpeg", jpegFormat, slices.Concat([]byte("\xff\xd8\xff\xe0\x00\x06JFIF\xff"), segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"), segment(0xe1, "Exif\x00\x00"+string(tiff)), []byte("\xff\xda"))},
			{"png", pngFormat, slices.Concat([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", "x"), chunk("eXIf", string(tiff)))},
			{"webp", webpFormat, slices.Concat([]byte("RIFF0000WEBP"), []byte("VP8L\x01\x00\x00\x00x\x00"), []byte("EXIF"), binary.LittleEndian.AppendUint32(nil, uint32(len(tiff))), tiff)},
		} {
			got := readExif(c.format.exif(bytes.NewReader(c.content), int64(len(c.content))))
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(Exif{})); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", c.name, name, diff)
			}
		}
	}
}

func segment(marker byte, s string) []byte {
	return append([]byte{0xff, marker, byte((len(s) + 2) >> 8), byte(len(s) + 2)}, s...)
}

func chunk(name, data string) []byte {
	b := append(binary.BigEndian.AppendUint32(nil, uint32(len(data))), name+data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

func TestExifThatIsNotThere(t *testing.T) {
	t.Parallel()
	plain := encode(t, png.Encode, quarters(4, 4))
	if got := NewRoom().Draw(t.Context(), provider.BodyOf(plain)).Exif; !got.Read || got.Fields != nil || got.Place != nil {
		t.Errorf("%+v", got)
	}
	// 0/0 degrees, which cameras write that have no signal.
	order := binary.BigEndian
	none := structure(order, nil, nil, []value{ascii(tagLatitudeRef, "N"), rational(order, tagLatitude, 0, 0, 0, 0, 0, 0),
		ascii(tagLongitudeRef, "E"), rational(order, tagLongitude, 0, 0, 0, 0, 0, 0)})
	if got := readExif(&section{bytes.NewReader(none), 0, int64(len(none))}); got.Place != nil {
		t.Errorf("%+v", got.Place)
	}
}

func TestCompareExif(t *testing.T) {
	t.Parallel()
	fields := func(pairs ...string) Exif {
		e := Exif{Read: true}
		for i := 0; i < len(pairs); i += 2 {
			e.Fields = append(e.Fields, Field{pairs[i], pairs[i+1]})
		}
		return e
	}
	got := CompareExif(fields("Artist", "Anna", "Make", "Nikon", "Model", "D800"), fields("Model", "D800", "Artist", "Bob", "Software", "x"))
	want := []FieldChange{{"Artist", "Anna", "Bob"}, {"Make", "Nikon", ""}, {"Software", "", "x"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := CompareExif(Exif{}, fields("Artist", "Bob")); got != nil {
		t.Errorf("what was not looked through cannot be compared: %v", got)
	}
}

// FuzzDraw gives foreign bytes to everything that reads them. Nothing panics,
// and what is drawn is bounded.
func FuzzDraw(f *testing.F) {
	img := quarters(9, 7)
	for _, b := range [][]byte{
		sample(binary.LittleEndian), sample(binary.BigEndian), []byte(lossless), []byte(`<svg width="4" height="4"/>`),
		encode(f, png.Encode, img), encode(f, asJPEG, img), encode(f, asGIF, img), encode(f, asTIFF, img),
		slices.Concat([]byte("\xff\xd8"), segment(0xe1, "Exif\x00\x00"+string(sample(binary.BigEndian)))),
	} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p := NewRoom().Draw(t.Context(), provider.BodyOf(b))
		if p.Drawn() == (p.Missing != "") || len(p.Data) > maxDrawn {
			t.Errorf("%d bytes and %q", len(p.Data), p.Missing)
		}
		for _, find := range []*format{pngFormat, jpegFormat, tiffFormat, webpFormat} {
			e := readExif(find.exif(bytes.NewReader(b), int64(len(b))))
			if len(e.Fields) > len(imageTags)+len(exifTags)+len(gpsTags)+1 {
				t.Errorf("%d fields", len(e.Fields))
			}
			for _, field := range e.Fields {
				if len(field.Value) > 20*maxValue {
					t.Errorf("%s has %d bytes", field.Name, len(field.Value))
				}
			}
		}
	})
}
