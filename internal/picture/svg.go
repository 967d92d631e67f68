package picture

import (
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// maxSVG is how many bytes of a drawing are put into a report.
const maxSVG = 512 << 10

// isSVG tells a drawing by its first bytes, as MediaWiki does.
func isSVG(head []byte) bool {
	text := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))))
	return bytes.HasPrefix(text, []byte("<")) && bytes.Contains(text, []byte("<svg"))
}

// drawSVG passes a drawing on as it is. Whoever shows it must show it as an
// image, where a browser neither runs scripts nor loads anything.
func drawSVG(r io.ReadSeeker, size int64) Picture {
	p := Picture{Type: "image/svg+xml"}
	if size > maxSVG {
		p.Missing = "The drawing is too large for this report."
		return p
	}
	_, err := r.Seek(0, io.SeekStart)
	data, err2 := io.ReadAll(io.LimitReader(r, maxSVG))
	if err != nil || err2 != nil {
		p.Missing = "The file cannot be read."
		return p
	}
	p.Data, p.Media, p.Clear = data, p.Type, true
	p.Width, p.Height = sizeOfSVG(data)
	return p
}

// sizeOfSVG gives the nominal size in pixels, 0 when the drawing has none.
func sizeOfSVG(data []byte) (w, h int) {
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.Strict = false
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	for {
		token, err := dec.RawToken()
		if err != nil {
			return 0, 0
		}
		root, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		attributes := map[string]string{}
		for _, a := range root.Attr {
			attributes[a.Name.Local] = a.Value
		}
		w, h = pixels(attributes["width"]), pixels(attributes["height"])
		if view := strings.Fields(strings.ReplaceAll(attributes["viewBox"], ",", " ")); len(view) == 4 && (w == 0 || h == 0) {
			w, h = pixels(view[2]), pixels(view[3])
		}
		if w == 0 || h == 0 {
			return 0, 0
		}
		return w, h
	}
}

// pixels reads a length in pixels, 0 for one in any other unit.
func pixels(length string) int {
	f, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(length), "px"), 64)
	if err != nil || !(f >= 1 && f < 1e6) {
		return 0
	}
	return int(f + 0.5)
}
