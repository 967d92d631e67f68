package picture

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"
)

// Bounds on what is believed of a TIFF structure: each directory of EXIF has
// far fewer entries, and texts are for a table that people read.
const (
	maxEntries = 512
	maxValue   = 512 // bytes of one value that are read
)

// section is a part of a content; offsets in it are relative to its beginning.
type section struct {
	r          io.ReaderAt
	from, size int64
}

// read gives n bytes at an offset, nil when they are not all there.
func (s *section) read(at int64, n int) []byte {
	if at < 0 || at > s.size-int64(n) {
		return nil
	}
	b := make([]byte, n)
	if _, err := s.r.ReadAt(b, s.from+at); err != nil {
		return nil
	}
	return b
}

// open reads the head of a TIFF structure: where its first directory is.
func (s *section) open() (first int64, order binary.ByteOrder, ok bool) {
	head := s.read(0, 8)
	switch {
	case begins(head, "II*\x00"):
		order = binary.LittleEndian
	case begins(head, "MM\x00*"):
		order = binary.BigEndian
	default:
		return 0, nil, false
	}
	return int64(order.Uint32(head[4:])), order, true
}

type ifdReader struct {
	*section
	order binary.ByteOrder
}

// directory is one image file directory.
type directory struct {
	entries map[uint16]entry
}

// entry is one value; the zero value is none.
type entry struct {
	kind  uint16 // type by TIFF 6.0, section 2
	order binary.ByteOrder
	value []byte // at most maxValue bytes of whole units
}

// unit is the size of one unit of each kind.
var unit = map[uint16]int{1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8}

// directory reads what can be read at an offset.
func (x *ifdReader) directory(at int64) directory {
	d := directory{map[uint16]entry{}}
	count := x.read(at, 2)
	if count == nil {
		return d
	}
	for i := range min(int64(x.order.Uint16(count)), maxEntries) {
		raw := x.read(at+2+12*i, 12)
		if raw == nil {
			break
		}
		e := entry{kind: x.order.Uint16(raw[2:]), order: x.order}
		size := unit[e.kind]
		if size == 0 {
			continue
		}
		n := int(min(int64(x.order.Uint32(raw[4:])), int64(maxValue/size))) * size
		if e.value = raw[8 : 8+min(n, 4)]; n > 4 {
			e.value = x.read(int64(x.order.Uint32(raw[8:])), n)
		}
		d.entries[x.order.Uint16(raw)] = e
	}
	return d
}

// number gives a whole number, 0 when there is none.
func (d directory) number(tag uint16) int64 {
	e := d.entries[tag]
	switch {
	case e.kind == 3 && len(e.value) >= 2:
		return int64(e.order.Uint16(e.value))
	case e.kind == 4 && len(e.value) >= 4:
		return int64(e.order.Uint32(e.value))
	}
	return 0
}

func (d directory) fields(names map[uint16]string) []Field {
	var fs []Field
	for tag, name := range names {
		if value := d.entries[tag].String(); value != "" {
			fs = append(fs, Field{name, value})
		}
	}
	return fs
}

// text is the value of an ASCII entry, which ends at its first NUL.
func (e entry) text() string {
	if e.kind != 2 {
		return ""
	}
	s, _, _ := strings.Cut(string(e.value), "\x00")
	return strings.TrimSpace(strings.ToValidUTF8(s, "\ufffd"))
}

// rationals are the fractions of an entry; x/0 is not a number.
func (e entry) rationals() []float64 {
	if e.kind != 5 && e.kind != 10 {
		return nil
	}
	var fs []float64
	for v := e.value; len(v) >= 8; v = v[8:] {
		over, under := float64(e.order.Uint32(v)), float64(e.order.Uint32(v[4:]))
		if e.kind == 10 {
			over, under = float64(int32(e.order.Uint32(v))), float64(int32(e.order.Uint32(v[4:])))
		}
		if under == 0 {
			over = math.NaN()
		}
		fs = append(fs, over/under)
	}
	return fs
}

// String gives the value for people, "" for none.
func (e entry) String() string {
	var values []string
	switch e.kind {
	case 2:
		return e.text()
	case 3:
		for v := e.value; len(v) >= 2; v = v[2:] {
			values = append(values, fmt.Sprint(e.order.Uint16(v)))
		}
	case 4:
		for v := e.value; len(v) >= 4; v = v[4:] {
			values = append(values, fmt.Sprint(e.order.Uint32(v)))
		}
	case 5, 10:
		for _, f := range e.rationals() {
			values = append(values, fmt.Sprintf("%.6g", f))
		}
	}
	return strings.Join(values, ", ")
}
