package sandbox

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"image/gif"
	"image/jpeg"
	"io"
	"strconv"
	"strings"

	"wikiform/provider"
)

// headSize is how many bytes of a file decide what it is.
const headSize = 4096

// examine finds out the type of stored bytes.
func examine(b blob, d provider.Digest) (c content, head []byte, err error) {
	head = make([]byte, headSize)
	n, err := io.ReadFull(b, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return content{}, nil, err
	}
	head = head[:n]
	return content{Digest: d, MIME: sniff(b, head)}, head, nil
}

// verify says why the wiki refuses content under a name with this extension, as
// the details of a verification-error: nil when all is well. It completes c.
func (c *content) verify(b blob, head []byte, ext string) (refused list) {
	low := bytes.ToLower(head[:min(len(head), 1024)])
	text := strings.HasPrefix(c.MIME, "text/") || c.MIME == "image/svg+xml" || c.MIME == "application/xml"
	switch {
	case c.MIME == "text/html", c.MIME == "application/x-php", c.MIME == "application/xml":
		return list{"filetype-badmime", c.MIME}
	case text && (bytes.Contains(low, []byte("<script")) || bytes.Contains(low, []byte("<html"))):
		return list{"uploadscripted"}
	case ext != "" && !matches(c.MIME, ext):
		return list{"filetype-mime-mismatch", ext, c.MIME}
	}
	if known := textTypes[ext]; c.MIME == "text/plain" && known != "" {
		c.MIME = known
	}
	if _, err := b.Seek(0, io.SeekStart); err != nil {
		return list{"uploadstash-bad-path"}
	}
	return c.measure(b, head)
}

// measure finds the size of a picture; 0 by 0 when the wiki cannot tell.
func (c *content) measure(b blob, head []byte) (refused list) {
	switch c.MIME {
	case "image/png":
		if whole(b) {
			c.Width, c.Height = int(binary.BigEndian.Uint32(head[16:])), int(binary.BigEndian.Uint32(head[20:]))
			c.Bits = int(head[24])
		}
	case "image/gif":
		if config, err := gif.DecodeConfig(b); err == nil {
			c.Width, c.Height = config.Width, config.Height
		}
	case "image/jpeg":
		if config, err := jpeg.DecodeConfig(b); err == nil {
			c.Width, c.Height, c.Bits = config.Width, config.Height, 8
		}
	case "image/svg+xml":
		return c.drawing(b)
	}
	return nil
}

// whole reports whether a PNG has all its chunks. Of one that was cut short
// MediaWiki stores no size (facts §4.8).
func whole(b blob) bool {
	if _, err := b.Seek(8, io.SeekStart); err != nil {
		return false
	}
	for first := true; ; first = false {
		var chunk struct {
			Length uint32
			Kind   [4]byte
		}
		if err := binary.Read(b, binary.BigEndian, &chunk); err != nil {
			return false
		}
		kind := string(chunk.Kind[:])
		if first && (kind != "IHDR" || chunk.Length != 13) {
			return false
		}
		const crc = 4
		if n, err := io.CopyN(io.Discard, b, int64(chunk.Length)+crc); err != nil || n != int64(chunk.Length)+crc {
			return false
		}
		if kind == "IEND" {
			return true
		}
	}
}

// drawing reads an SVG: its size, and what could run in a browser.
func (c *content) drawing(b blob) (refused list) {
	in := xmlOf(b)
	for depth := 0; ; {
		token, err := in.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return list{"uploadinvalidxml"}
		}
		switch t := token.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			if t.Name.Local == "script" {
				return list{"uploaded-script-svg", "script"}
			}
			for _, a := range t.Attr {
				if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") {
					return list{"uploaded-event-handler-on-svg", a.Name.Local, a.Value}
				}
			}
			if depth == 0 {
				c.Width, c.Height = drawingSize(t)
			}
			depth++
		}
	}
}

// drawingSize reads the size in pixels. A drawing that has none is as wide as
// MediaWiki likes, and as high as its view box says.
func drawingSize(svg xml.StartElement) (width, height int) {
	const preset = 512
	attribute := map[string]string{}
	for _, a := range svg.Attr {
		attribute[a.Name.Local] = a.Value
	}
	width, height = pixels(attribute["width"]), pixels(attribute["height"])
	if width > 0 && height > 0 {
		return width, height
	}
	box := strings.FieldsFunc(attribute["viewBox"], func(r rune) bool { return r == ' ' || r == ',' })
	if len(box) == 4 && pixels(box[2]) > 0 {
		return preset, preset * pixels(box[3]) / pixels(box[2])
	}
	return preset, preset
}

func pixels(length string) int {
	n, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(length), "px"), 64)
	if err != nil || n < 0 || n > 1e6 {
		return 0
	}
	return int(n)
}
