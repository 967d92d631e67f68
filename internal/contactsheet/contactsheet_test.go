package contactsheet

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func plain(w, h int, c color.NRGBA) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

func TestArrange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ entries, sheets, last, left int }{
		{0, 0, 0, 0}, {1, 1, 1, 0}, {24, 1, 24, 0}, {25, 2, 1, 0}, {500, 21, 20, 0}, {1200, 50, 24, 0}, {10_000, 50, 24, 8800},
	} {
		sheets, left := Arrange(make([]Entry, c.entries))
		last, next := 0, 1
		for i, s := range sheets {
			if s.Name() != fmt.Sprintf("sheet-%02d.png", i+1) {
				t.Errorf("sheet %d is called %s", i+1, s.Name())
			}
			last = len(s.Entries)
			for _, e := range s.Entries {
				if e.Number != next {
					t.Fatalf("number %d is where %d should be", e.Number, next)
				}
				next++
			}
		}
		if diff := cmp.Diff([]int{c.sheets, c.last, c.left}, []int{len(sheets), last, left}); diff != "" {
			t.Errorf("%d entries (-want +got):\n%s", c.entries, diff)
		}
	}
}

// Two pictures of a pair have one size, and icons are enlarged by a whole number.
func TestScaled(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ before, after, wantBefore, wantAfter image.Point }{
		{image.Pt(160, 120), image.Pt(160, 120), image.Pt(160, 120), image.Pt(160, 120)},
		{image.Pt(40, 30), image.Pt(160, 120), image.Pt(160, 120), image.Pt(160, 120)},
		{image.Pt(160, 120), image.Pt(30, 40), image.Pt(160, 120), image.Pt(120, 160)},
		{image.Pt(16, 16), image.Pt(24, 12), image.Pt(144, 144), image.Pt(144, 72)},
		{image.Pt(100, 90), image.Point{}, image.Pt(100, 90), image.Point{}},
		{image.Point{}, image.Pt(1, 160), image.Point{}, image.Pt(1, 160)},
		{image.Point{}, image.Point{}, image.Point{}, image.Point{}},
	} {
		size := func(p image.Point) *image.NRGBA {
			if p == (image.Point{}) {
				return nil
			}
			return plain(p.X, p.Y, color.NRGBA{1, 2, 3, 255})
		}
		got := scaled(size(c.before), size(c.after))
		for i, want := range []image.Point{c.wantBefore, c.wantAfter} {
			if got[i] == nil {
				if want != (image.Point{}) {
					t.Errorf("%+v: picture %d is gone", c, i)
				}
			} else if size := got[i].Bounds().Size(); size != want || got[i].NRGBAAt(size.X-1, size.Y-1) != (color.NRGBA{1, 2, 3, 255}) {
				t.Errorf("%+v: picture %d is %v large", c, i, size)
			}
		}
	}
}

// Nothing lies over anything else, whatever is beside what.
func TestLayout(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var entries []Entry
		for range 1 + r.IntN(PerSheet) {
			entries = append(entries, Entry{Kind: Kind(r.IntN(3))})
		}
		places, height := layout(entries)
		if height > MaxHeight {
			t.Fatalf("%v is %d high", entries, height)
		}
		var taken []image.Rectangle
		for _, p := range places {
			for _, r := range append([]image.Rectangle{p.label}, p.boxes...) {
				if !r.In(image.Rect(0, head, Width, height)) {
					t.Fatalf("%v is outside, for %v", r, entries)
				}
				for _, other := range taken {
					if r.Overlaps(other) {
						t.Fatalf("%v lies over %v, for %v", r, other, entries)
					}
				}
				taken = append(taken, r)
			}
		}
	}
}

func TestDraw(t *testing.T) {
	t.Parallel()
	blue, green := color.NRGBA{0, 0, 200, 255}, color.NRGBA{0, 200, 0, 255}
	half := plain(Box, Box, blue)
	for y := range Box {
		for x := range Box / 2 {
			half.SetNRGBA(x, y, color.NRGBA{4, 4, 204, 255}) // which looks the same
			half.SetNRGBA(x+Box/2, y, green)
		}
	}
	entries := []Entry{{1, Changed, true}, {2, Changed, false}, {3, New, false}, {4, Gone, true}, {5, New, false}}
	sheet := Draw(Sheet{1, entries}, []Tile{
		{Before: plain(Box, Box, blue), After: half},
		{Before: plain(Box, Box, blue), AfterMissing: "Nobody knows."},
		{After: plain(40, 20, color.NRGBA{0, 0, 0, 0})}, {Before: plain(1, Box, blue)}, {AfterMissing: strings.Repeat("é", 10_000)},
	})
	places, _ := layout(entries)
	middle := func(r image.Rectangle) image.Point { return r.Min.Add(image.Pt(Box/2, Box/2)) }
	at := func(p image.Point) color.RGBA { return sheet.RGBAAt(p.X, p.Y) }
	for i, want := range []bool{false, true} { // whether a line of words is in the corner
		twice := Draw(Sheet{1, entries[:1]}, []Tile{{Before: plain(Box, Box, blue), After: []*image.NRGBA{half, plain(Box, Box, blue)}[i]}})
		words := 0
		for x := range Box {
			if twice.RGBAAt(places[0].boxes[2].Min.X+x, places[0].boxes[2].Min.Y+9) == ink {
				words++
			}
		}
		if (words > 0) != want {
			t.Errorf("pair %d: it says that both look the same: %v", i, words > 0)
		}
	}
	diff := places[0].boxes[2]
	pale, red := at(diff.Min.Add(image.Pt(Box/4, Box/2))), at(diff.Min.Add(image.Pt(3*Box/4, Box/2)))
	if pale.R != pale.G || pale.G != pale.B || pale.R < 190 {
		t.Errorf("what looks the same is %v", pale)
	}
	if red.R < 2*red.G || red.R < 2*red.B {
		t.Errorf("what differs is %v", red)
	}
	if got := at(middle(places[0].boxes[0])); got != (color.RGBA{0, 0, 200, 255}) {
		t.Errorf("before is %v", got)
	}
	if got := at(middle(places[2].boxes[0])); got != board[0] && got != board[1] {
		t.Errorf("behind what is clear is %v", got)
	}
	if got := at(places[0].label.Max.Sub(image.Pt(2, 4))); got != warning {
		t.Errorf("the bar above others' work is %v", got)
	}
	if !sheet.Opaque() {
		t.Error("what is behind the sheet shows")
	}
}

// A line that is new shows, and an edge that is a pixel beside where it was does not.
func TestDifference(t *testing.T) {
	t.Parallel()
	half := func(edge, line int) *image.NRGBA {
		img := plain(Box, Box, color.NRGBA{20, 20, 20, 255})
		for y := range Box {
			for x := range Box {
				if x < edge || x == line {
					img.SetNRGBA(x, y, color.NRGBA{230, 230, 230, 255})
				}
			}
		}
		return img
	}
	for _, c := range []struct{ edge, line, red int }{{60, -1, 0}, {61, -1, 0}, {64, -1, 4}, {60, 100, 1}} {
		entries := []Entry{{Number: 1}}
		sheet := Draw(Sheet{1, entries}, []Tile{{Before: half(60, -1), After: half(c.edge, c.line)}})
		places, _ := layout(entries)
		at, red := places[0].boxes[2].Min, 0
		for x := range Box {
			if c := sheet.RGBAAt(at.X+x, at.Y+Box/2); int(c.R) > int(c.G)+40 {
				red++
			}
		}
		if red != c.red {
			t.Errorf("%+v: %d points of a row are red", c, red)
		}
	}
}

// A sheet of what cannot be made smaller is still one that forges take.
func TestLargest(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	noise := func() *image.NRGBA {
		img := image.NewNRGBA(image.Rect(0, 0, Box, Box))
		for i := range img.Pix {
			img.Pix[i] = uint8(r.Uint32()) | uint8(i%4/3*255)
		}
		return img
	}
	entries, tiles := make([]Entry, PerSheet), make([]Tile, PerSheet)
	for i := range tiles {
		tiles[i] = Tile{Before: noise(), After: noise()}
	}
	data, err := Encode(Draw(Sheet{1, entries}, tiles))
	if err != nil || len(data) > MaxBytes {
		t.Fatalf("%d bytes, %v", len(data), err)
	}
	again, err := Recode(bytes.NewReader(data))
	if err != nil || !bytes.Equal(again, data) {
		t.Errorf("once more encoded it is another one: %v", err)
	}
}

func encoded(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// chunk is a chunk of a PNG, behind the head of one.
func chunk(data []byte, name, content string) []byte {
	c := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	c = append(append(c, name...), content...)
	c = binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(c[4:]))
	return append(append(append([]byte(nil), data[:33]...), c...), data[33:]...)
}

// Of a hostile sheet nothing but pixels is left.
func TestRecode(t *testing.T) {
	t.Parallel()
	good := encoded(t, plain(Width, 200, color.NRGBA{200, 30, 30, 255}))
	bomb := append([]byte(nil), good...)
	binary.BigEndian.PutUint32(bomb[16:], 60_000)
	binary.BigEndian.PutUint32(bomb[20:], 60_000)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	var asGIF bytes.Buffer
	if err := gif.Encode(&asGIF, plain(Width, 20, color.NRGBA{1, 1, 1, 255}), nil); err != nil {
		t.Fatal(err)
	}
	const script = "<script>alert(1)</script>"
	for name, c := range map[string]struct {
		data []byte
		err  string
	}{
		"a sheet":             {good, ""},
		"a script in a chunk": {chunk(chunk(good, "tEXt", "Comment\x00"+script), "eXIf", script), ""},
		"a script behind it":  {append(append([]byte(nil), good...), script...), ""},
		"a clear one":         {encoded(t, image.NewNRGBA(image.Rect(0, 0, Width, 20))), ""},
		"of 16 bits":          {encoded(t, image.NewNRGBA64(image.Rect(0, 0, Width, 20))), ""},
		"a bomb":              {bomb, "it is 60000 × 60000 pixels large"},
		"too narrow":          {encoded(t, plain(Width-1, 20, color.NRGBA{})), "pixels large"},
		"too high":            {encoded(t, plain(Width, MaxHeight+1, color.NRGBA{})), "pixels large"},
		"too large":           {append(append([]byte(nil), good...), make([]byte, MaxBytes)...), "it has more than 10000000 bytes"},
		"cut off":             {good[:len(good)/2], "no PNG that can be read"},
		"a GIF":               {asGIF.Bytes(), "no PNG that can be read"},
		"a page":              {[]byte("<!doctype html>" + script), "no PNG that can be read"},
		"nothing":             {nil, "no PNG that can be read"},
	} {
		got, err := Recode(bytes.NewReader(c.data))
		if c.err != "" {
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%s: %v, want an error with %q", name, err, c.err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if CheckOurs(bytes.NewReader(c.data)) == nil || CheckOurs(bytes.NewReader(got)) != nil {
			t.Errorf("%s: who drew it is not told", name)
		}
		got = bytes.Replace(got, mark, nil, 1)
		if bytes.Contains(got, []byte("script")) || bytes.Contains(got, []byte("tEXt")) || bytes.Contains(got, []byte("eXIf")) {
			t.Errorf("%s: something of it survives", name)
		}
		img, err := png.Decode(bytes.NewReader(got))
		if opaque, ok := img.(interface{ Opaque() bool }); err != nil || !ok || !opaque.Opaque() {
			t.Errorf("%s: what is behind it shows, or %v", name, err)
		}
	}
}

func FuzzRecode(f *testing.F) {
	var b bytes.Buffer
	if err := png.Encode(&b, plain(Width, 2, color.NRGBA{1, 2, 3, 255})); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(chunk(b.Bytes(), "tEXt", "a\x00b"))
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := Recode(bytes.NewReader(data))
		if err != nil {
			return
		}
		again, err := Recode(bytes.NewReader(got))
		if err != nil || !bytes.Equal(got, again) {
			t.Errorf("what it gives is not what it takes: %v", err)
		}
	})
}
